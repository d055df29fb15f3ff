package org.signetmail.enrolment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.archive.ArchiveStore;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryStore;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;

/**
 * What a person sees of themselves, and what they may end: their certificates, their archived keys,
 * and who asked for these. Nothing of anybody else. Safe for many threads and nodes.
 */
public final class OwnAccount {
  private static final int MOST_CASES = 100;

  private final CertificateStore certificates;
  private final CertificationAuthority authority;
  private final ArchiveStore archive;
  private final RecoveryStore recoveries;
  private final InstantSource clock;

  public OwnAccount(
      CertificateStore certificates,
      CertificationAuthority authority,
      ArchiveStore archive,
      RecoveryStore recoveries,
      InstantSource clock) {
    this.certificates = certificates;
    this.authority = authority;
    this.archive = archive;
    this.recoveries = recoveries;
    this.clock = clock;
  }

  /**
   * A request for one's archived keys.
   *
   * @param leaves the places in the log: of the request, then of each step
   */
  public record OwnCase(RecoveryCase recovery, List<Long> leaves) {
    public OwnCase {
      leaves = List.copyOf(leaves);
    }
  }

  /** All certificates, newest first, ended ones included. */
  public List<CertificateRecord> certificates(Mailbox owner) {
    return certificates.ofOwner(owner);
  }

  /** The archive's word on each key that it keeps, without the key. */
  public List<ArchiveReceipt> keys(Mailbox owner) {
    return archive.ofOwner(owner).stream().map(ArchivedKey::receipt).toList();
  }

  /** The newest requests for one's keys, but for those whose notice an order still withholds. */
  public List<OwnCase> cases(Mailbox owner) {
    Instant now = clock.instant();
    List<OwnCase> cases = new ArrayList<>();
    for (RecoveryCase one : recoveries.ofOwner(owner, MOST_CASES)) {
      if (one.receiver().withheldUntil().filter(now::isBefore).isEmpty()) {
        cases.add(new OwnCase(one, recoveries.logIndexes(one.id())));
      }
    }
    return cases;
  }

  /** Whether its time has passed. */
  public boolean isOver(Certificate certificate) {
    return clock.instant().isAfter(certificate.notAfter());
  }

  /**
   * What ends within some time with nothing to follow it: of the uses that the person has, each
   * one's last certificate. The first to end comes first.
   */
  public List<Certificate> ending(Mailbox owner, Duration within) {
    Instant limit = clock.instant().plus(within);
    Map<CertificateProfile.Kind, Certificate> last = new EnumMap<>(CertificateProfile.Kind.class);
    for (CertificateRecord one : certificates(owner)) {
      if (isPersonal(one.kind())
          && one.revocation().isEmpty()
          && !isOver(one.certificate())
          && authority.answersFor(one.issuer())) {
        last.merge(
            one.kind(), one.certificate(), (a, b) -> a.notAfter().isBefore(b.notAfter()) ? b : a);
      }
    }
    return last.values().stream()
        .filter(certificate -> !certificate.notAfter().isAfter(limit))
        .sorted(Comparator.comparing(Certificate::notAfter))
        .toList();
  }

  private static boolean isPersonal(CertificateProfile.Kind kind) {
    return kind == CertificateProfile.Kind.PERSON_SIGNING
        || kind == CertificateProfile.Kind.PERSON_ENCRYPTION;
  }

  /** One certificate that can still be ended, by its serial number in hexadecimal. */
  public Optional<CertificateRecord> living(Mailbox owner, String serial) {
    return certificates(owner).stream()
        .filter(one -> one.certificate().serialHex().equals(serial))
        .filter(one -> one.revocation().isEmpty() && !isOver(one.certificate()))
        .filter(one -> authority.answersFor(one.issuer()))
        .findFirst();
  }

  /**
   * Ends a certificate of one's own for ever; the revocation list is published.
   *
   * @return whether it was there to be ended
   */
  public boolean revoke(Mailbox owner, String serial, Revocation.Reason reason) {
    return living(owner, serial)
        .filter(one ->
            authority.revoke(one.issuer(), one.certificate().serial(), reason)
                instanceof CertificateStore.Revoked.Done)
        .map(one -> {
          authority.publishDue();
          return true;
        })
        .orElse(false);
  }
}
