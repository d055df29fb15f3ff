package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.interop.browser.Browser;

/** Whether private keys that were made in a browser are in anything that it sent. */
final class BrowserSecrets {
  private static final HexFormat HEX = HexFormat.of();

  private BrowserSecrets() {}

  /** Neither in an address nor in a body, in any form that octets are written in. */
  static void nothingLeft(Browser browser, List<byte[]> keys) {
    String sent =
        String.join("\n", browser.requests()) + "\n" + String.join("\n", browser.bodies());
    String decoded = java.net.URLDecoder.decode(sent, StandardCharsets.UTF_8);
    assertTrue(decoded.contains("signing=") && decoded.contains("encryption="), "the log is there");
    for (byte[] key : keys) {
      for (byte[] secret : secrets(key)) {
        for (int shift = 0; shift < 3; shift++) {
          byte[] part = Arrays.copyOfRange(secret, shift, shift + 24);
          for (String form :
              List.of(
                  Base64.getEncoder().encodeToString(part),
                  Base64.getUrlEncoder().encodeToString(part),
                  HEX.formatHex(part))) {
            assertFalse(decoded.contains(form), "octets of a private key left the browser");
            assertFalse(
                decoded.toLowerCase(java.util.Locale.ROOT).contains(HEX.formatHex(part)), "hex");
          }
        }
        for (Matcher m = Pattern.compile("[A-Za-z0-9+/]{64,}={0,2}").matcher(decoded); m.find(); ) {
          String octets = HEX.formatHex(Base64.getDecoder().decode(whole(m.group())));
          assertFalse(octets.contains(HEX.formatHex(secret)), "and none inside what was sent");
        }
      }
    }
  }

  private static String whole(String base64) {
    String text = base64.replace("=", "");
    return text.substring(0, text.length() / 4 * 4);
  }

  /**
   * The private numbers of a key: long INTEGERs and OCTET STRINGs inside PKCS#8 that are secret.
   */
  private static List<byte[]> secrets(byte[] pkcs8) {
    try {
      for (String algorithm : List.of("EC", "RSA")) {
        try {
          java.security.PrivateKey key =
              java.security.KeyFactory.getInstance(algorithm)
                  .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(pkcs8));
          return switch (key) {
            case java.security.interfaces.ECPrivateKey ec -> List.of(octets(ec.getS()));
            case java.security.interfaces.RSAPrivateCrtKey rsa ->
                List.of(
                    octets(rsa.getPrivateExponent()),
                    octets(rsa.getPrimeP()),
                    octets(rsa.getPrimeQ()));
            default -> throw new AssertionError("a key of another kind");
          };
        } catch (java.security.spec.InvalidKeySpecException e) {
          // of the other kind
        }
      }
      throw new AssertionError("neither EC nor RSA");
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 32 octets from the middle, or all of a short number. */
  private static byte[] octets(java.math.BigInteger number) {
    byte[] all = number.toByteArray();
    int from = Math.max(0, all.length - 32) / 2;
    return Arrays.copyOfRange(all, from, Math.min(all.length, from + 32));
  }

  /** The private keys in a file, PKCS#8. */
  static List<byte[]> keysOf(Path p12, String password) {
    String pem =
        Tool.run(
                "openssl",
                "pkcs12",
                "-in",
                p12 + "",
                "-passin",
                "pass:" + password,
                "-nodes",
                "-nocerts")
            .succeeded()
            .out();
    return Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----")
        .matcher(pem)
        .results()
        .map(m -> Base64.getMimeDecoder().decode(m.group(1)))
        .toList();
  }
}
