package org.signetmail.pkix;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.internal.KeyFingerprints;

/**
 * Public keys whose private keys others have, as people who gather them publish them: those of
 * Debian's OpenSSL of 2008 (CVE-2008-0166) above all. Two kinds of list are read, and told apart by
 * what is in them:
 *
 * <ul>
 *   <li>text as in {@code openssl-blacklist}: on each line the last 80 bits, in hexadecimal, of the
 *       SHA-1 over what {@code openssl rsa -noout -modulus} prints; lines with {@code #} say
 *       something else. RSA only.
 *   <li>{@code blocklist.dat} of {@code badkeys}: in order, 120 bits of SHA-256 over the RSA
 *       modulus, the x of a curve's point, or an Edwards curve's key as a number, and an octet that
 *       says where the key is from.
 * </ul>
 *
 * Immutable and safe for use by many threads.
 */
public final class KnownWeakKeys {
  /** No list. */
  public static final KnownWeakKeys NONE = new KnownWeakKeys(List.of());

  private final List<KeyFingerprints> lists;

  private KnownWeakKeys(List<KeyFingerprints> lists) {
    this.lists = List.copyOf(lists);
  }

  /**
   * These lists and one more.
   *
   * @param bytes the whole file, mapped into memory where it is large; not changed meanwhile
   * @param name what to call the file in an error
   * @throws IOException in one line, when it is neither kind of list
   */
  public KnownWeakKeys and(ByteBuffer bytes, String name) throws IOException {
    List<KeyFingerprints> more = new ArrayList<>(lists);
    more.add(KeyFingerprints.read(bytes, name));
    return new KnownWeakKeys(more);
  }

  /** How many keys the lists name, those twice that are in two. */
  public long size() {
    return lists.stream().mapToLong(KeyFingerprints::size).sum();
  }

  /** Whether a list names this key. Takes microseconds. */
  public boolean has(PublicKey key) {
    Optional<BigInteger> number = number(key);
    return number.isPresent()
        && lists.stream()
            .filter(list -> key instanceof RSAPublicKey || list.isOfAllKinds())
            .anyMatch(list -> list.has(number.get()));
  }

  private static Optional<BigInteger> number(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> Optional.of(rsa.getModulus());
      case ECPublicKey ec -> Optional.of(ec.getW().getAffineX());
      case EdECPublicKey _ -> Optional.of(KeyFingerprints.rawNumber(key));
      default -> Optional.empty();
    };
  }
}
