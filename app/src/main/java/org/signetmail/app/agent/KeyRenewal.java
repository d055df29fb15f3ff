package org.signetmail.app.agent;

import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.signetmail.app.http.EstClient;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;

/**
 * Renews a person's signing keys before their certificates end: a new key is made on this machine,
 * its certificate asked for at the organisation's EST server with the present one (RFC 7030
 * §4.2.2), and the key file written again. Looks every hour.
 *
 * <p>A key in a token stays there and is not made anew; nor is a PEM file written again: the person
 * is told. What came about is told a line each. Thread-safe.
 */
public final class KeyRenewal implements Closeable {
  private static final Duration EARLIEST = Duration.ofDays(30);
  private static final int PART_OF_LIFE = 3;
  private static final long HOURS = 1;

  private final OwnKeys keys;
  private final List<OwnKeyFile> files;
  private final Function<SigningIdentity, EstClient> door;
  private final NextKeys next;
  private final Consumer<String> told;
  private final InstantSource clock;
  private final Set<KeyId> toldOf = new HashSet<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("key renewal").factory());

  /**
   * @param keys what signs; the new key goes there as well
   * @param files those of {@code keys} that lie in files
   * @param door the server, asked as somebody
   * @param told hears what the person should know
   */
  public KeyRenewal(
      OwnKeys keys,
      List<OwnKeyFile> files,
      Function<SigningIdentity, EstClient> door,
      AgentFolder folder,
      SecureRandom random,
      Consumer<String> told,
      InstantSource clock) {
    this.keys = keys;
    this.files = List.copyOf(files);
    this.door = door;
    this.next = new NextKeys(folder.place(), random);
    this.told = told;
    this.clock = clock;
  }

  /** Looks now, and every hour. */
  public void start() {
    var _ = timer.scheduleWithFixedDelay(this::look, 0, HOURS, TimeUnit.HOURS);
  }

  /** Looks once, and renews what it is time to renew. Never throws: the next hour may be better. */
  public synchronized void look() {
    List<SigningIdentity> ending = due(keys.signers()); // before any of them is another one
    Set<Certificate> inFiles = new HashSet<>();
    boolean areAllRead = true;
    for (OwnKeyFile file : files) {
      try {
        List<SigningIdentity> signing = file.signing();
        signing.forEach(one -> inFiles.add(one.certificate()));
        for (SigningIdentity one : due(signing)) {
          if (file.isRewritable()) {
            renew(file, one);
          } else {
            tellOnce(one, "is in a PEM file, which the agent does not write; use PKCS#12, or");
          }
        }
      } catch (IOException | RuntimeException e) {
        areAllRead = false;
        told.accept(file + ": signing key not renewed: " + reason(e));
      }
    }
    if (areAllRead) { // else it may lie in the file that could not be read
      ending.removeIf(one -> inFiles.contains(one.certificate()));
      ending.forEach(
          one -> tellOnce(one, "is over a key in a token, which the agent does not renew;"));
    }
    forgetNextKeys();
  }

  /**
   * Those that end soon: with a third of their life left, 30 days at most. Who has another for the
   * same mailbox that lasts longer needs no third.
   */
  private List<SigningIdentity> due(List<SigningIdentity> signing) {
    Instant now = clock.instant();
    List<SigningIdentity> due = new ArrayList<>();
    for (SigningIdentity one : signing) {
      Certificate certificate = one.certificate();
      boolean hasLater =
          keys.signers().stream()
              .map(SigningIdentity::certificate)
              .anyMatch(other ->
                  other.notAfter().isAfter(certificate.notAfter())
                      && other.mailboxes().containsAll(certificate.mailboxes()));
      if (!hasLater && now.isBefore(certificate.notAfter()) && !now.isBefore(from(certificate))) {
        due.add(one);
      }
    }
    return due;
  }

  private static Instant from(Certificate certificate) {
    Duration part =
        Duration.between(certificate.notBefore(), certificate.notAfter()).dividedBy(PART_OF_LIFE);
    return certificate.notAfter().minus(part.compareTo(EARLIEST) < 0 ? part : EARLIEST);
  }

  private void renew(OwnKeyFile file, SigningIdentity before) throws IOException {
    Certificate present = before.certificate();
    Optional<KeyAlgorithm> algorithm = KeyAlgorithm.of(present.publicKey());
    if (algorithm.isEmpty()) {
      throw new IOException("its kind of key is not made here; renew it in the portal");
    }
    SigningKey key = next.after(before.key().id(), algorithm.get(), file.password());
    try (EstClient server = door.apply(before)) {
      switch (server.reenrol(CertificationRequest.forRenewal(key, present))) {
        case EstClient.Answer.Issued(Certificate certificate) -> {
          requireInPlace(certificate, present);
          keys.replace(before, file.replace(before, key, certificate, server.authorities()));
          told.accept(
              file
                  + ": signing key renewed, its certificate is good until "
                  + certificate.notAfter());
        }
        case EstClient.Answer.Waiting _ ->
            told.accept(
                file + ": an administrator decides about the renewed key; asked for every hour");
        case EstClient.Answer.Refused(String why) ->
            told.accept(
                file
                    + ": signing key not renewed, its certificate ends at "
                    + present.notAfter()
                    + ": "
                    + why
                    + "; renew it in the portal");
      }
    }
  }

  /** What a server hands out is looked at before it takes the place of what works. */
  private static void requireInPlace(Certificate certificate, Certificate present)
      throws IOException {
    if (!certificate.maySign()
        || !Set.copyOf(certificate.mailboxes()).equals(Set.copyOf(present.mailboxes()))
        || !certificate.notAfter().isAfter(present.notAfter())) {
      throw new IOException(
          "the server's certificate does not sign for the same mailboxes for longer; tell your"
              + " administrator");
    }
  }

  private void tellOnce(SigningIdentity one, String why) {
    if (toldOf.add(one.key().id())) {
      told.accept(
          "certificate of "
              + one.certificate().displayName()
              + ": ends at "
              + one.certificate().notAfter()
              + ", "
              + why
              + " renew it in the portal");
    }
  }

  /** Also where a file cannot be read now: what an administrator decides about stays. */
  private void forgetNextKeys() {
    try {
      next.keepAfter(due(keys.signers()).stream().map(one -> one.key().id()).toList());
    } catch (IOException e) {
      told.accept("keys of renewals that are done: not removed: " + reason(e));
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
