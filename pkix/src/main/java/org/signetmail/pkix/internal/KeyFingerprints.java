package org.signetmail.pkix.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Shortened digests of numbers in public keys, in order, for looking up by halving. */
public final class KeyFingerprints {
  /** How a list writes a key. */
  private enum Form {
    /** The last 80 bits of SHA-1 over a line of OpenSSL's. */
    OPENSSL_BLACKLIST(10, 10),
    /** The first 120 bits of SHA-256 over the number, and one octet more. */
    BADKEYS(15, 16);

    private final int length; // octets of a digest
    private final int step; // from one entry to the next

    Form(int length, int step) {
      this.length = length;
      this.step = step;
    }
  }

  private final Form form;
  private final ByteBuffer entries;

  private KeyFingerprints(Form form, ByteBuffer entries) {
    this.form = form;
    this.entries = entries;
  }

  /**
   * @throws IOException in one line, when it is no list of either form
   */
  public static KeyFingerprints read(ByteBuffer bytes, String name) throws IOException {
    if (bytes.remaining() == 0) {
      throw new IOException(name + ": is empty; name a list of weak keys, or none");
    }
    return isText(bytes) ? ofText(bytes, name) : ofBadkeys(bytes, name);
  }

  public long size() {
    return entries.limit() / form.step;
  }

  /** Whether it may name other keys than RSA. */
  public boolean isOfAllKinds() {
    return form == Form.BADKEYS;
  }

  public boolean has(BigInteger number) {
    byte[] wanted = digest(number);
    int low = 0;
    int high = entries.limit() / form.step - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(wanted, middle);
      if (order == 0) {
        return true;
      }
      if (order > 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  /** The octets of a key that is one string of them, as a number (RFC 8410 §4). */
  public static BigInteger rawNumber(PublicKey key) {
    return new BigInteger(
        1, SubjectPublicKeyInfo.getInstance(key.getEncoded()).getPublicKeyData().getOctets());
  }

  private byte[] digest(BigInteger number) {
    try {
      return switch (form) {
        case OPENSSL_BLACKLIST -> {
          String line = "Modulus=" + number.toString(16).toUpperCase(Locale.ROOT) + "\n";
          byte[] digest =
              MessageDigest.getInstance("SHA-1").digest(line.getBytes(StandardCharsets.US_ASCII));
          yield Arrays.copyOfRange(digest, digest.length - form.length, digest.length);
        }
        case BADKEYS ->
            Arrays.copyOf(
                MessageDigest.getInstance("SHA-256").digest(unsigned(number)), form.length);
      };
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1 and SHA-256", e);
    }
  }

  /** Without leading zeros. */
  private static byte[] unsigned(BigInteger number) {
    byte[] octets = number.toByteArray();
    return octets.length > 1 && octets[0] == 0
        ? Arrays.copyOfRange(octets, 1, octets.length)
        : octets;
  }

  private int compare(byte[] wanted, int entry) {
    int at = entry * form.step;
    for (int i = 0; i < form.length; i++) {
      int order = (wanted[i] & 0xff) - (entries.get(at + i) & 0xff);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static boolean isText(ByteBuffer bytes) {
    for (int i = 0; i < Math.min(bytes.limit(), 4096); i++) {
      byte octet = bytes.get(i);
      if (octet < ' ' && octet != '\n' && octet != '\r' && octet != '\t') {
        return false;
      }
    }
    return true;
  }

  private static KeyFingerprints ofText(ByteBuffer bytes, String name) throws IOException {
    String text = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    String[] lines =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .sorted()
            .toArray(String[]::new);
    ByteBuffer entries = ByteBuffer.allocate(lines.length * Form.OPENSSL_BLACKLIST.step);
    for (String line : lines) {
      if (!line.matches("[0-9a-f]{20}")) {
        throw new IOException(
            name
                + ": has a line that is not 20 lower-case hexadecimal digits; give a list in the"
                + " form of openssl-blacklist or badkeys");
      }
      entries.put(HexFormat.of().parseHex(line));
    }
    return new KeyFingerprints(Form.OPENSSL_BLACKLIST, entries.flip());
  }

  private static KeyFingerprints ofBadkeys(ByteBuffer bytes, String name) throws IOException {
    KeyFingerprints list = new KeyFingerprints(Form.BADKEYS, bytes.duplicate());
    int count = bytes.limit() / Form.BADKEYS.step;
    if (bytes.limit() % Form.BADKEYS.step != 0) {
      throw new IOException(name + ": is cut off, or no list of weak keys; fetch it again");
    }
    byte[] before = new byte[Form.BADKEYS.length];
    for (int i = 0; i < count; i++) {
      if (list.compare(before, i) > 0) {
        throw new IOException(name + ": is not in order, so it is no list of badkeys");
      }
      bytes.get(i * Form.BADKEYS.step, before);
    }
    return list;
  }
}
