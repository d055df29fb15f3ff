package org.signetmail.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A page under a password, opened as its description says and without its script: a second reader
 * beside the browser's.
 *
 * @param parameters as they stand in clear
 */
public record PasswordPage(String parameters, byte[] check, byte[] sealed) {
  private static final int CHUNK = 65_536 + 16;

  /** So that a page that is opened again, changed, costs its rounds once. */
  private static final Map<String, byte[]> KEYS = new ConcurrentHashMap<>();

  /** Reads a page. */
  public static PasswordPage of(String html) {
    return new PasswordPage(
        element(html, "parameters"),
        Base64.getMimeDecoder().decode(element(html, "check")),
        Base64.getMimeDecoder().decode(element(html, "sealed")));
  }

  /** The page in a mail whose only HTML part is base64 behind the line that ends its header. */
  public static String inMail(String mail) {
    int part = mail.indexOf("Content-Type: text/html");
    int begin = mail.indexOf("\r\n\r\n", part);
    int end = mail.indexOf("\r\n--", begin);
    return new String(
        Base64.getMimeDecoder().decode(mail.substring(begin, end)), StandardCharsets.US_ASCII);
  }

  /**
   * What is inside.
   *
   * @throws GeneralSecurityException when it is another password, or something was changed
   */
  public byte[] open(String password) throws GeneralSecurityException {
    byte[] salt = Base64.getDecoder().decode(parameter("\"salt\":\"([^\"]+)\""));
    int rounds = Integer.parseInt(parameter("\"iterations\":(\\d+)"));
    byte[] key = KEYS.get(parameters + password);
    if (key == null) {
      key = derived(password, salt, rounds);
      KEYS.put(parameters + password, key);
    }
    byte[] all = new byte[12];
    Arrays.fill(all, (byte) 0xff);
    opened(key, all, check);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int count = Math.max(1, (sealed.length + CHUNK - 1) / CHUNK);
    for (int i = 0; i < count; i++) {
      byte[] nonce =
          ByteBuffer.allocate(12).putInt(7, i).put(11, (byte) (i == count - 1 ? 1 : 0)).array();
      byte[] chunk =
          Arrays.copyOfRange(sealed, i * CHUNK, Math.min(sealed.length, (i + 1) * CHUNK));
      out.writeBytes(opened(key, nonce, chunk));
    }
    return out.toByteArray();
  }

  private static byte[] derived(String password, byte[] salt, int rounds)
      throws GeneralSecurityException {
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
        .generateSecret(new PBEKeySpec(password.toCharArray(), salt, rounds, 256))
        .getEncoded();
  }

  /** How often PBKDF2 goes round. */
  public int rounds() {
    return Integer.parseInt(parameter("\"iterations\":(\\d+)"));
  }

  private byte[] opened(byte[] key, byte[] nonce, byte[] chunk) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(parameters.getBytes(StandardCharsets.US_ASCII));
    return cipher.doFinal(chunk);
  }

  private String parameter(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(parameters);
    if (!matcher.find()) {
      throw new AssertionError(parameters + ": has no " + pattern);
    }
    return matcher.group(1);
  }

  private static String element(String html, String id) {
    Matcher matcher =
        Pattern.compile("<script type=\"[^\"]+\" id=\"" + id + "\">([^<]*)</script>").matcher(html);
    if (!matcher.find()) {
      throw new AssertionError("the page has no " + id);
    }
    return matcher.group(1);
  }
}
