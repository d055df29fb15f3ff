package org.signetmail.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.signetmail.ca.Authorities;
import org.signetmail.ca.AuthorityCeremony;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.ListToBeSigned;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.ToBeSigned;

/** A CRL of a million entries. */
final class LargeList {
  private static final int ENTRIES = 1_000_000;

  private LargeList() {}

  record Result(int entries, double seconds, double cpu, int octets, long heap) {}

  static Result measure() throws java.io.IOException {
    SecureRandom random = new SecureRandom();
    Instant now = Instant.now();
    Authorities authorities =
        AuthorityCeremony.perform(
            AuthorityCeremony.Plan.of(
                Issuing.NAME, new Publication(URI.create("http://pki.example.test"))),
            random,
            now);
    List<Revocation> revoked = new ArrayList<>(ENTRIES);
    for (int i = 0; i < ENTRIES; i++) {
      Revocation.Reason reason =
          i % 2 == 0 ? Revocation.Reason.SUPERSEDED : Revocation.Reason.UNSPECIFIED;
      revoked.add(new Revocation(ToBeSigned.randomSerial(random), now.minusSeconds(i), reason));
    }
    revoked.sort(Comparator.comparing(Revocation::serial));
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    double cpu = CertificateServices.cpuSeconds();
    long start = System.nanoTime();
    byte[] der =
        new CertificateSigner(authorities.issuing())
            .crl(
                ListToBeSigned.complete(BigInteger.ONE, now, now.plus(Duration.ofDays(7))),
                revoked);
    double seconds = (System.nanoTime() - start) / 1e9;
    double busy = CertificateServices.cpuSeconds() - cpu;
    long heap = heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    CertificateList list = CertificateList.of(der);
    if (list.size() != ENTRIES || !list.isSignedBy(authorities.issuing().key().publicKey())) {
      throw new IllegalStateException("bench: the list is not what was signed");
    }
    return new Result(ENTRIES, seconds, busy, der.length, heap);
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
