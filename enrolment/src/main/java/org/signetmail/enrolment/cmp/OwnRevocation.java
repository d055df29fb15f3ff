package org.signetmail.enrolment.cmp;

import java.util.Optional;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.enrolment.SubscriberReason;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.cmp.CmpCertificateId;

/**
 * A person's program ends one of that person's certificates (RFC 9483 §4.2): the one that signed
 * the request, or another of the same mailbox, such as that for encryption, whose key does not
 * sign. Safe for many threads and nodes.
 */
public final class OwnRevocation {
  private final CertificateStore certificates;
  private final CertificationAuthority authority;

  public OwnRevocation(CertificateStore certificates, CertificationAuthority authority) {
    this.certificates = certificates;
    this.authority = authority;
  }

  /** What came of it. */
  public enum Outcome {
    DONE,
    /** It was revoked before. */
    BEFORE,
    /** It is no certificate of this mailbox; whose it is, is not said. */
    NOT_YOURS,
    /** The reason is none that a subscriber gives. */
    NO_SUCH_REASON
  }

  /**
   * Revokes, and has the lists renewed.
   *
   * @param asking who was shown to hold a valid certificate
   * @param reason CRLReason
   */
  public Outcome revoke(Mailbox asking, CmpCertificateId id, int reason) {
    Optional<Revocation.Reason> why = SubscriberReason.of(reason);
    if (why.isEmpty()) {
      return Outcome.NO_SUCH_REASON;
    }
    Optional<CertificateRecord> record =
        certificates.ofOwner(asking).stream()
            .filter(one -> id.names(one.certificate()) && authority.answersFor(one.issuer()))
            .findFirst();
    if (record.isEmpty()) {
      return Outcome.NOT_YOURS;
    }
    CertificateRecord own = record.get();
    return switch (authority.revoke(own.issuer(), own.certificate().serial(), why.get())) {
      case CertificateStore.Revoked.Done _ -> {
        authority.publishDue();
        yield Outcome.DONE;
      }
      case CertificateStore.Revoked.Before _ -> Outcome.BEFORE;
      case CertificateStore.Revoked.Unknown _ -> Outcome.NOT_YOURS;
    };
  }
}
