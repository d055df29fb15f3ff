package org.signetmail.pkix.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM (RFC 7468), with the headers of RFC 1421 that old encrypted keys carry. */
public final class Pem {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 #]{1,60})-----");
  private static final int MOST_BLOCKS = 1000;

  private Pem() {}

  public record Block(String type, Map<String, String> headers, byte[] bytes) {}

  public static boolean isPem(byte[] bytes) {
    int look = Math.min(bytes.length, 1 << 16);
    return new String(bytes, 0, look, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
  }

  /**
   * All blocks in their order; text between them is passed over.
   *
   * @throws IOException saying in a phrase what is wrong
   */
  public static List<Block> read(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<Block> blocks = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    int at = 0;
    while (begin.find(at)) {
      String type = begin.group(1);
      int end = text.indexOf("-----END " + type + "-----", begin.end());
      if (end < 0) {
        throw new IOException("has a PEM block '" + type + "' without an end (RFC 7468 §2)");
      }
      if (blocks.size() == MOST_BLOCKS) {
        throw new IOException("has more than " + MOST_BLOCKS + " PEM blocks");
      }
      blocks.add(block(type, text.substring(begin.end(), end)));
      at = end;
    }
    return blocks;
  }

  public static String write(String type, byte[] bytes) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + type
        + "-----\n";
  }

  private static Block block(String type, String body) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    StringBuilder base64 = new StringBuilder(body.length());
    for (String line : body.split("\\R")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      } else {
        line.chars().filter(c -> c > ' ').forEach(c -> base64.append((char) c));
      }
    }
    try {
      return new Block(type, headers, Base64.getDecoder().decode(base64.toString()));
    } catch (IllegalArgumentException e) {
      throw new IOException("has a PEM block '" + type + "' that is not base64 (RFC 7468 §3)", e);
    }
  }
}
