package org.signetmail.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.smime.Octets;

/**
 * Looks at the root of a message for what it came with. Names can lie: for S/MIME the content type
 * inside the CMS decides (RFC 5652 §3), so that nothing gets past a policy by calling itself
 * encrypted.
 */
public final class ProtectionScan {
  private static final int SNIFFED = 4_096;

  /**
   * Content types under 1.2.840.113549.1, as they stand in DER after the two octets tag and length.
   */
  private static final byte[] SIGNED_DATA = {42, -122, 72, -122, -9, 13, 1, 7, 2};

  private static final List<byte[]> ENCRYPTED_DATA =
      List.of(
          new byte[] {42, -122, 72, -122, -9, 13, 1, 7, 3},
          new byte[] {42, -122, 72, -122, -9, 13, 1, 7, 6},
          new byte[] {42, -122, 72, -122, -9, 13, 1, 9, 16, 1, 23});

  private ProtectionScan() {}

  /** What a message says that it came with. */
  public static Protection of(MessageHeader header, Octets message) throws IOException {
    RawBody type = body(header.first("Content-Type").orElse("text/plain"));
    String name = type.getValue() == null ? "" : type.getValue().toLowerCase(Locale.ROOT).strip();
    return switch (name) {
      case "multipart/signed" -> Protection.SIGNED;
      case "multipart/encrypted" ->
          new String(start(header, message), StandardCharsets.ISO_8859_1)
                  .contains("-----BEGIN PGP MESSAGE-----")
              ? Protection.ENCRYPTED
              : Protection.NONE;
      case "application/pkcs7-mime", "application/x-pkcs7-mime" -> cms(header, message);
      case "application/octet-stream" ->
          parameters(type).getOrDefault("name", "").toLowerCase(Locale.ROOT).matches(".*\\.p7[mz]")
              ? cms(header, message)
              : Protection.NONE;
      default -> Protection.NONE;
    };
  }

  private static Protection cms(MessageHeader header, Octets message) throws IOException {
    byte[] start = start(header, message);
    String encoding = header.first("Content-Transfer-Encoding").orElse("").toLowerCase(Locale.ROOT);
    byte[] der = encoding.startsWith("base64") ? base64(start) : start;
    byte[] contentType = contentType(der);
    if (Arrays.equals(contentType, SIGNED_DATA)) {
      return Protection.SIGNED;
    }
    return ENCRYPTED_DATA.stream().anyMatch(oid -> Arrays.equals(oid, contentType))
        ? Protection.ENCRYPTED
        : Protection.NONE;
  }

  /** The OBJECT IDENTIFIER that ContentInfo begins with; empty when there is none. */
  private static byte[] contentType(byte[] der) {
    if (der.length < 16 || der[0] != 0x30) {
      return new byte[0];
    }
    int lengthOctets = der[1] < 0 ? der[1] & 0x7f : 0; // 0x80 is BER's indefinite form: none follow
    int at = 2 + lengthOctets;
    if (lengthOctets > 8 || at + 2 > der.length || der[at] != 6 || der[at + 1] < 0) {
      return new byte[0];
    }
    return Arrays.copyOfRange(der, at + 2, Math.min(der.length, at + 2 + der[at + 1]));
  }

  private static byte[] base64(byte[] text) {
    StringBuilder clean = new StringBuilder();
    for (byte b : text) {
      if (b > ' ') {
        clean.append((char) b);
      }
      if (clean.length() == 64) {
        break;
      }
    }
    clean.setLength(clean.length() / 4 * 4);
    try {
      return Base64.getDecoder().decode(clean.toString());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] start(MessageHeader header, Octets message) throws IOException {
    try (InputStream in = message.stream()) {
      in.skipNBytes(header.octets());
      return in.readNBytes(SNIFFED);
    }
  }

  private static RawBody body(String value) {
    return RawFieldParser.DEFAULT.parseRawBody(new RawField("Content-Type", value));
  }

  private static Map<String, String> parameters(RawBody body) {
    Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (NameValuePair pair : body.getParams()) {
      parameters.putIfAbsent(pair.getName(), pair.getValue() == null ? "" : pair.getValue());
    }
    return parameters;
  }
}
