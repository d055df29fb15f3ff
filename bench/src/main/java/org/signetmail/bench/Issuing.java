package org.signetmail.bench;

import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.signetmail.ca.Authorities;
import org.signetmail.ca.AuthorityCeremony;
import org.signetmail.ca.AuthoritySettings;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.Issuance;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.ToBeSigned.SubjectName;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUrl;

/** Certificates issued, each with its lint, its log leaf and its durable commit. */
final class Issuing {
  static final String NAME = "Example Corp";
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final SubjectName SUBJECT = new SubjectName("Alice", Optional.of(NAME));

  private Issuing() {}

  /** So many in so long, and what the process was busy for meanwhile. */
  record Rate(long count, double seconds, double cpu) {}

  /** An authority in a store that is empty. */
  static CertificationAuthority authority(Store store) {
    SecureRandom random = new SecureRandom();
    Publication publication = new Publication(URI.create("http://pki.example.test"));
    Authorities authorities =
        AuthorityCeremony.perform(
            AuthorityCeremony.Plan.of(NAME, publication), random, InstantSource.system().instant());
    authorities.record(
        store.certificates(), store.crls(), random, InstantSource.system().instant());
    return new CertificationAuthority(
        authorities.issuing(),
        AuthoritySettings.of(NAME, publication),
        store.certificates(),
        store.crls(),
        random,
        InstantSource.system());
  }

  static Issuance.Issued issue(CertificationAuthority authority, CertificationRequest request) {
    if (authority.issueSigning(request, SUBJECT, ALICE) instanceof Issuance.Issued issued) {
      return issued;
    }
    throw new IllegalStateException("bench: not issued");
  }

  /** Requests with a key each, made before the clock runs: people's side makes them. */
  static List<CertificationRequest> requests(int count) {
    SecureRandom random = new SecureRandom();
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(i ->
            CertificationRequest.make(KeyPairs.signing(KeyAlgorithm.P_256, random), "Alice", ALICE))
        .toList();
  }

  static Rate measure(StoreUrl url, int atOnce, int count) throws Exception {
    try (Store store = Store.open(url)) {
      CertificationAuthority authority = authority(store);
      run(authority, requests(count / 4), atOnce); // warm-up
      return run(authority, requests(count), atOnce);
    }
  }

  private static Rate run(
      CertificationAuthority authority, List<CertificationRequest> requests, int atOnce)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    double cpu = CertificateServices.cpuSeconds();
    long start = System.nanoTime();
    try (ExecutorService executor = Executors.newFixedThreadPool(atOnce)) {
      List<Future<?>> workers =
          IntStream.range(0, atOnce)
              .<Future<?>>mapToObj(i ->
                  executor.submit(() -> {
                    for (int n = next.getAndIncrement();
                        n < requests.size();
                        n = next.getAndIncrement()) {
                      var _ = issue(authority, requests.get(n));
                    }
                  }))
              .toList();
      for (Future<?> worker : workers) {
        worker.get();
      }
    }
    return new Rate(
        requests.size(), (System.nanoTime() - start) / 1e9, CertificateServices.cpuSeconds() - cpu);
  }
}
