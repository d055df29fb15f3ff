package org.signetmail.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smime.MessagePassword;
import org.signetmail.smime.Octets;

/**
 * Writes the one HTML file that a browser opens with a password: PBKDF2-HMAC-SHA-256 (RFC 8018
 * §5.2) and AES-256-GCM, both of the W3C's Web Cryptography API, in a page that may fetch nothing
 * (CSP Level 3).
 *
 * <p>The content is cut into chunks of 64 KiB, each sealed under its number, the last one under
 * "the last" as well, so none can be left out, moved or added (the STREAM construction of Hoang et
 * al.). A key serves one page, since its salt is fresh. A tag over nothing under a nonce of its own
 * tells a wrong password from a file that was changed. The parameters, which stand in clear, are
 * authenticated with every chunk.
 *
 * <p>Immutable and safe for use by many threads.
 */
final class FormPage {
  /** What a guess costs: OWASP's figure for PBKDF2-HMAC-SHA-256, as for CMS. */
  static final int ITERATIONS = 600_000;

  private static final int CHUNK = 1 << 16;
  private static final int SALT = 16;
  private static final int TAG_BITS = 128;
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)\\}\\}");
  private static final String TEMPLATE = resource("page.html");
  private static final String STYLE = resource("page.css");
  private static final String SCRIPT =
      "(() => {\n'use strict';\n" + resource("mime.js") + resource("page.js") + "})();\n";

  private final SecureRandom random;

  FormPage(SecureRandom random) {
    this.random = random;
  }

  /**
   * Writes a page in ASCII, its lines no longer than mail allows.
   *
   * @param sender who tells the password
   * @param origin of the password: one that was made is typed with or without its hyphens
   * @param content what is sealed
   */
  void write(
      Mailbox sender,
      FormPassword.Origin origin,
      MessagePassword password,
      Octets content,
      OutputStream out)
      throws IOException {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    String parameters =
        "{\"version\":1,\"kdf\":\"PBKDF2-HMAC-SHA-256\",\"iterations\":"
            + ITERATIONS
            + ",\"salt\":\""
            + Base64.getEncoder().encodeToString(salt)
            + "\",\"cipher\":\"AES-256-GCM\",\"chunk\":"
            + CHUNK
            + ",\"password\":\""
            + (origin == FormPassword.Origin.MADE ? "made" : "agreed")
            + "\"}";
    try {
      Sealing sealing = new Sealing(key(password, salt), parameters);
      String page =
          filled(
              Map.of(
                  "hash",
                  "sha256-" + Base64.getEncoder().encodeToString(sha256(SCRIPT)),
                  "style",
                  STYLE,
                  "sender",
                  escaped(sender.toString()),
                  "iterations",
                  String.format(Locale.ROOT, "%,d", ITERATIONS),
                  "parameters",
                  parameters,
                  "check",
                  Base64.getEncoder().encodeToString(sealing.check()),
                  "script",
                  SCRIPT));
      int at = page.indexOf("{{sealed}}");
      out.write(page.substring(0, at).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      sealing.write(content, out);
      out.write(page.substring(at + "{{sealed}}".length()).getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2 and AES-256-GCM", e);
    }
  }

  /** One key at work. */
  private record Sealing(SecretKeySpec key, byte[] parameters) {
    Sealing(SecretKeySpec key, String parameters) {
      this(key, parameters.getBytes(StandardCharsets.US_ASCII));
    }

    /** The tag over nothing. */
    byte[] check() throws GeneralSecurityException {
      byte[] nonce = new byte[12];
      Arrays.fill(nonce, (byte) 0xff);
      return sealed(nonce, new byte[0], 0);
    }

    void write(Octets content, OutputStream out) throws IOException, GeneralSecurityException {
      OutputStream unclosed = new Unclosed(out);
      try (InputStream in = content.stream();
          OutputStream text = Base64.getMimeEncoder().wrap(unclosed)) {
        byte[] chunk = new byte[CHUNK];
        int length = in.readNBytes(chunk, 0, CHUNK);
        for (int number = 0; ; number++) {
          byte[] next = new byte[CHUNK];
          int more = length < CHUNK ? 0 : in.readNBytes(next, 0, CHUNK);
          text.write(sealed(nonce(number, more == 0), chunk, length));
          if (more == 0) {
            return;
          }
          chunk = next;
          length = more;
        }
      }
    }

    private static byte[] nonce(int number, boolean last) {
      return ByteBuffer.allocate(12).putInt(7, number).put(11, (byte) (last ? 1 : 0)).array();
    }

    private byte[] sealed(byte[] nonce, byte[] chunk, int length) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(parameters);
      return cipher.doFinal(chunk, 0, length);
    }
  }

  /** The encoder's end is not the file's. */
  private static final class Unclosed extends java.io.FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      out.write(b, off, len);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  private static SecretKeySpec key(MessagePassword password, byte[] salt)
      throws GeneralSecurityException {
    char[] characters = password.characters(SecretAccess.TOKEN);
    PBEKeySpec spec = new PBEKeySpec(characters, salt, ITERATIONS, 256);
    try {
      return new SecretKeySpec(
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded(),
          "AES");
    } finally {
      spec.clearPassword();
      Arrays.fill(characters, '\0');
    }
  }

  private static String filled(Map<String, String> values) {
    return PLACE
        .matcher(TEMPLATE)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }

  /** As text of HTML, in ASCII. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c < 0x7f && (Character.isLetterOrDigit(c) || " @.-_+".indexOf(c) >= 0)) {
            escaped.appendCodePoint(c);
          } else {
            escaped.append("&#").append(c).append(';');
          }
        });
    return escaped.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** Of the page's sources, which are ASCII. */
  private static String resource(String name) {
    try (InputStream in = FormPage.class.getResourceAsStream("form/" + name)) {
      if (in == null) {
        throw new IllegalStateException("form/" + name + ": is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
