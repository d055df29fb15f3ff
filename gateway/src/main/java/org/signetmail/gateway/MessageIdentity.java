package org.signetmail.gateway;

import java.io.IOException;
import java.io.OutputStream;
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
    message.slice(from, message.size() - from).writeTo(new Digested(digest));
  }

  /** What is in memory is digested where it lies. */
  private static final class Digested extends OutputStream {
    private final MessageDigest digest;

    Digested(MessageDigest digest) {
      this.digest = digest;
    }

    @Override
    public void write(int b) {
      digest.update((byte) b);
    }

    @Override
    public void write(byte[] b, int offset, int length) {
      digest.update(b, offset, length);
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
