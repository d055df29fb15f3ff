package org.signetmail.lookup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import org.signetmail.pkix.Mailbox;

/**
 * The domain name under which DNS keeps the certificates of a mailbox (RFC 8162 §3): the first 28
 * octets of the SHA-256 of the local part, in hexadecimal, then {@code _smimecert}, then the
 * domain.
 *
 * <p>The local part is taken without quotes, in NFC, and in the case in which it is written.
 */
final class SmimeaName {
  private static final int LABEL_OCTETS = 28;

  private SmimeaName() {}

  /** Absolute, with the closing dot. */
  static String of(Mailbox mailbox) {
    byte[] local = unquoted(mailbox.localPart()).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(local);
      String label = HexFormat.of().formatHex(hash, 0, LABEL_OCTETS);
      return label + "._smimecert." + mailbox.domain() + ".";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String unquoted(String localPart) {
    boolean quoted = localPart.length() > 1 && localPart.startsWith("\"");
    String plain =
        quoted
            ? localPart.substring(1, localPart.length() - 1).replaceAll("\\\\(.)", "$1")
            : localPart;
    return Normalizer.normalize(plain, Normalizer.Form.NFC);
  }
}
