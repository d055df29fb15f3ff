package org.signetmail.app.agent;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.gateway.Signatures;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;

/**
 * The keys of the person whose agent it is. A key that was renewed takes the place of the one
 * before at once, for the next message. Thread-safe.
 */
public final class OwnKeys implements Signatures {
  private final List<Certificate> readers;
  private final InstantSource clock;
  private volatile List<SigningIdentity> signers;

  /**
   * @param signers at least one
   * @param readers certificates that answers may be encrypted to
   */
  public OwnKeys(List<SigningIdentity> signers, List<Certificate> readers, InstantSource clock) {
    this.signers = List.copyOf(signers);
    this.readers = List.copyOf(readers);
    this.clock = clock;
  }

  public List<SigningIdentity> signers() {
    return signers;
  }

  public List<Certificate> readers() {
    return readers;
  }

  /** Every mailbox that a signing certificate names. */
  public Set<Mailbox> mailboxes() {
    return signers.stream()
        .flatMap(one -> one.certificate().mailboxes().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** From now on the next one signs, also where the one before still could. */
  synchronized void replace(SigningIdentity before, SigningIdentity next) {
    signers =
        Stream.concat(
                Stream.of(next),
                signers.stream().filter(one -> !one.certificate().equals(before.certificate())))
            .toList();
  }

  @Override
  public Optional<SigningIdentity> signerFor(Mailbox author) {
    return best(signers, SigningIdentity::certificate, author);
  }

  @Override
  public Optional<Certificate> answersTo(Mailbox author) {
    return best(readers, one -> one, author);
  }

  /** Of those that are good now the one that lasts longest. */
  private <T> Optional<T> best(List<T> all, Function<T, Certificate> certificate, Mailbox mailbox) {
    Instant now = clock.instant();
    return all.stream()
        .filter(one -> certificate.apply(one).mailboxes().contains(mailbox))
        .filter(one -> !now.isBefore(certificate.apply(one).notBefore()))
        .filter(one -> !now.isAfter(certificate.apply(one).notAfter()))
        .max(Comparator.comparing(one -> certificate.apply(one).notAfter()));
  }
}
