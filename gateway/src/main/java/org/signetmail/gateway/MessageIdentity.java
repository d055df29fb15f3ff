package org.signetmail.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.smime.Octets;

/**
 * What makes two attempts the same message: who sends it in the envelope, and every octet, the
 * Message-ID among them. Recipients are apart, because a client may retry for some of them.
 */
final class MessageIdentity {
  private static final int BUFFER = 1 << 14;

  private MessageIdentity() {}

  /** SHA-256 in hex. */
  static String of(Facts.Direction direction, Envelope envelope, Octets message)
      throws IOException {
    MessageDigest digest = sha256();
    String sender = envelope.sender().map(Mailbox::key).orElse("");
    digest.update((direction + "\n" + sender + "\n").getBytes(StandardCharsets.UTF_8));
    update(digest, message, 0);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Feeds everything from an offset on. */
  static void update(MessageDigest digest, Octets message, long from) throws IOException {
    try (InputStream in = message.stream()) {
      in.skipNBytes(from);
      byte[] buffer = new byte[(int) Math.clamp(message.size(), 1L, BUFFER)];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
