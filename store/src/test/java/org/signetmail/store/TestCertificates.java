package org.signetmail.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.signetmail.pkix.Certificate;

/**
 * Certificates with X25519 keys, well-formed and with a signature that does not hold: the store
 * looks at none. Written octet by octet, so that making ten thousand takes no time.
 */
final class TestCertificates {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final AtomicLong SERIALS = new AtomicLong(RANDOM.nextInt(1 << 20));
  private static final HexFormat HEX = HexFormat.of();

  private TestCertificates() {}

  /** A SubjectPublicKeyInfo that no other call gives. */
  static byte[] freshKey() {
    byte[] point = new byte[32];
    RANDOM.nextBytes(point);
    return sequence(HEX.parseHex("300506032b656e"), tagged(0x03, new byte[] {0}, point));
  }

  static BigInteger freshSerial() {
    return new BigInteger(120, RANDOM).add(BigInteger.valueOf(SERIALS.incrementAndGet()));
  }

  /** A certificate over a fresh key, for these mailboxes. */
  static Certificate fresh(String... mailboxes) {
    return over(freshKey(), freshSerial(), mailboxes);
  }

  static Certificate over(byte[] key, BigInteger serial, String... mailboxes) {
    byte[] name = name("Somebody");
    byte[] algorithm = HEX.parseHex("300506032b6570");
    byte[] validity =
        sequence(
            tagged(0x17, "260101000000Z".getBytes(StandardCharsets.US_ASCII)),
            tagged(0x17, "360101000000Z".getBytes(StandardCharsets.US_ASCII)));
    byte[] toBeSigned =
        sequence(
            tagged(0xa0, tagged(0x02, new byte[] {2})),
            tagged(0x02, serial.toByteArray()),
            algorithm,
            name,
            validity,
            name,
            key,
            extensions(mailboxes));
    try {
      return Certificate.of(
          sequence(toBeSigned, algorithm, tagged(0x03, new byte[] {0}, new byte[64])));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] extensions(String... mailboxes) {
    if (mailboxes.length == 0) {
      return new byte[0];
    }
    byte[][] names = new byte[mailboxes.length][];
    for (int i = 0; i < names.length; i++) {
      names[i] = tagged(0x81, mailboxes[i].getBytes(StandardCharsets.US_ASCII));
    }
    byte[] alternativeNames = sequence(HEX.parseHex("0603551d11"), tagged(0x04, sequence(names)));
    return tagged(0xa3, sequence(alternativeNames));
  }

  private static byte[] name(String commonName) {
    byte[] value = tagged(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
    return sequence(tagged(0x31, sequence(HEX.parseHex("0603550403"), value)));
  }

  private static byte[] sequence(byte[]... parts) {
    return tagged(0x30, parts);
  }

  private static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.size() < 0x80) {
      out.write(content.size());
    } else {
      out.write(0x82);
      out.write(content.size() >> 8);
      out.write(content.size());
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
