package org.signetmail.gateway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.signetmail.directory.HarvestedCertificates;
import org.signetmail.directory.HarvestedCertificates.Harvested;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.ValidatedPath;
import org.signetmail.smime.Capabilities;
import org.signetmail.smime.VerifiedSigner;

/**
 * Harvests certificates and capabilities from signed mail (RFC 8551 §2.5.2, §2.5.3). A certificate
 * counts only with a path of its own to a trusted root; a signer's word that it is theirs does not
 * make it so. It takes the place of a valid one only as that one's successor: from the same root,
 * and newer. Nothing is taken for our own people, for whom our own store speaks. Safe for use by
 * many threads.
 */
public final class MailHarvest implements Harvester {
  private static final int MOST_BETWEEN = 8;

  private final HarvestedCertificates store;
  private final Supplier<PathValidator.Context> trust;
  private final Predicate<Mailbox> ours;

  /**
   * @param trust roots and status of now
   * @param ours whether a mailbox is one of our own domains
   */
  public MailHarvest(
      HarvestedCertificates store, Supplier<PathValidator.Context> trust, Predicate<Mailbox> ours) {
    this.store = store;
    this.trust = trust;
    this.ours = ours;
  }

  @Override
  public Outcome take(VerifiedSigner signer, Mailbox from, Instant now) {
    Optional<Instant> signed = signer.signingTime().filter(time -> !time.isAfter(now));
    if (ours.test(from) || signed.isEmpty()) {
      return Outcome.NOTHING;
    }
    List<Certificate> between =
        Stream.concat(
                signer.certificates().stream().filter(Certificate::isAuthority),
                signer.path().certificates().stream().skip(1))
            .filter(one -> !one.isSelfIssued())
            .distinct()
            .limit(MOST_BETWEEN)
            .toList();
    Optional<ValidatedPath> offered =
        offered(signer, from).stream().flatMap(one -> path(one, between, now).stream()).findFirst();
    return offered
        .map(path -> take(signer, from, path, between, signed.get(), now))
        .orElse(Outcome.NOTHING);
  }

  private Outcome take(
      VerifiedSigner signer,
      Mailbox from,
      ValidatedPath path,
      List<Certificate> between,
      Instant signed,
      Instant now) {
    List<Harvested> before = store.of(from);
    Optional<Harvested> same =
        before.stream().filter(one -> one.certificate().equals(path.endEntity())).findFirst();
    if (same.isEmpty() && !isSuccessor(path, before, now)) {
      return Outcome.HELD_BACK;
    }
    Capabilities known =
        same.map(one -> new Capabilities(one.reads(), one.announced()))
            .orElse(Capabilities.UNKNOWN);
    Capabilities after =
        signer.capabilities().map(heard -> known.updatedBy(heard, now)).orElse(known);
    store.keep(
        new Harvested(from, path.endEntity(), between, after.words(), after.announced(), signed));
    return same.isPresent() ? Outcome.KNOWN : Outcome.TAKEN;
  }

  /** The one that is named; else the signer's own; else those that came along for the mailbox. */
  private static List<Certificate> offered(VerifiedSigner signer, Mailbox from) {
    List<Certificate> all = new ArrayList<>();
    if (signer.encryptionCertificate().isPresent()) {
      all.add(signer.encryptionCertificate().get());
    } else {
      all.add(signer.certificate());
      signer.certificates().stream()
          .sorted(Comparator.comparing(Certificate::notBefore).reversed())
          .forEach(all::add);
    }
    return all.stream()
        .filter(one -> !one.isAuthority() && one.mayEncrypt() && one.isForMail())
        .filter(one -> one.mailboxes().contains(from))
        .distinct()
        .toList();
  }

  private boolean isSuccessor(ValidatedPath path, List<Harvested> before, Instant now) {
    return before.stream()
        .flatMap(one -> path(one.certificate(), one.between(), now).stream())
        .allMatch(valid ->
            valid.root().equals(path.root())
                && path.endEntity().notBefore().isAfter(valid.endEntity().notBefore()));
  }

  private Optional<ValidatedPath> path(
      Certificate certificate, List<Certificate> between, Instant now) {
    PathValidator.Context helped = trust.get().helpedBy(between, RevocationEvidence.NONE);
    return PathValidator.validate(certificate, PathValidator.Purpose.EMAIL_ENCRYPTION, now, helped)
            instanceof PathValidator.Outcome.Valid valid
        ? Optional.of(valid.path())
        : Optional.empty();
  }
}
