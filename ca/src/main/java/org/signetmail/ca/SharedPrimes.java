package org.signetmail.ca;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.ca.CertificateStore.Listed;
import org.signetmail.pkix.Certificate;

/**
 * Looks whether an RSA modulus has a prime in common with that of any certificate issued before:
 * programs without randomness make such keys, and both are broken by whoever sees the two
 * (Heninger, Durumeric, Wustrow, Halderman, "Mining Your Ps and Qs", USENIX Security 2012).
 *
 * <p>The moduli of before are kept in memory, multiplied together in batches; a new one costs a
 * division of each product by it, on all processors. What was issued since, by this node or
 * another, is read from the store first. Two keys that come to two nodes at the same moment do not
 * meet. Thread-safe.
 */
final class SharedPrimes {
  private static final int BATCH = 128; // moduli
  private static final int FEW = 8; // as a rule nothing or one is new
  private static final int PAGE = 500;

  private final CertificateStore certificates;
  private final int batch; // moduli
  private List<Batch> batches = List.of();
  private long seen = -1; // place in the log

  /**
   * Moduli that were multiplied together.
   *
   * @param from the lowest place in the log
   * @param to the highest
   */
  private record Batch(BigInteger product, int room, long from, long to) {
    Batch and(BigInteger modulus, long at) {
      return new Batch(product.multiply(modulus), room - 1, Math.min(from, at), Math.max(to, at));
    }

    Batch full() {
      return new Batch(product, 0, from, to);
    }

    boolean touches(BigInteger modulus) {
      return !product.mod(modulus).gcd(modulus).equals(BigInteger.ONE);
    }
  }

  SharedPrimes(CertificateStore certificates) {
    this(certificates, BATCH);
  }

  SharedPrimes(CertificateStore certificates, int batch) {
    this.certificates = certificates;
    this.batch = batch;
  }

  /** A certificate over another modulus with a prime in common; empty when there is none. */
  Optional<Certificate> partner(BigInteger modulus) {
    return upToNow().parallelStream()
        .filter(one -> one.touches(modulus))
        .toList() // the store is asked by one thread
        .stream()
        .flatMap(one -> partner(modulus, one).stream())
        .findFirst();
  }

  /** Which one of a batch it is; the same key again is none. */
  private Optional<Certificate> partner(BigInteger modulus, Batch among) {
    long before = among.to() + 1;
    while (before > among.from()) {
      List<Listed> page = certificates.page(before, PAGE);
      for (Listed one : page) {
        if (one.logIndex() >= among.from() && sharesPrime(one, modulus)) {
          return Optional.of(one.record().certificate());
        }
      }
      before = page.isEmpty() ? among.from() : page.getLast().logIndex();
    }
    return Optional.empty();
  }

  private static boolean sharesPrime(Listed one, BigInteger modulus) {
    return modulus(one)
        .filter(other -> !other.equals(modulus) && !other.gcd(modulus).equals(BigInteger.ONE))
        .isPresent();
  }

  private static Optional<BigInteger> modulus(Listed one) {
    return one.record().certificate().publicKey() instanceof RSAPublicKey rsa
        ? Optional.of(rsa.getModulus())
        : Optional.empty();
  }

  private synchronized List<Batch> upToNow() {
    List<Listed> page = certificates.page(Long.MAX_VALUE, FEW);
    if (page.isEmpty() || page.getFirst().logIndex() <= seen) {
      return batches;
    }
    final long newest = page.getFirst().logIndex();
    List<Batch> all = new ArrayList<>(batches);
    while (!page.isEmpty()) {
      page.stream()
          .filter(one -> one.logIndex() > seen)
          .forEach(one -> modulus(one).ifPresent(modulus -> add(all, modulus, one.logIndex())));
      long last = page.getLast().logIndex();
      page = last > seen ? certificates.page(last, PAGE) : List.of();
    }
    if (seen < 0 && !all.isEmpty()) {
      all.add(all.removeLast().full()); // read backwards to the first: what comes is not beside it
    }
    batches = List.copyOf(all);
    seen = newest;
    return batches;
  }

  /** To the last batch while it has room, else to a new one. */
  private void add(List<Batch> all, BigInteger modulus, long at) {
    if (!all.isEmpty() && all.getLast().room() > 0) {
      all.add(all.removeLast().and(modulus, at));
    } else {
      all.add(new Batch(modulus, batch - 1, at, at));
    }
  }
}
