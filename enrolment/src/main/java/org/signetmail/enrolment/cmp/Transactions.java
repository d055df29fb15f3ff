package org.signetmail.enrolment.cmp;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.enrolment.DeskOutcome;
import org.signetmail.enrolment.cmp.Transaction.Credential;
import org.signetmail.enrolment.cmp.Transaction.Stage;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.cmp.CmpBody;

/**
 * Takes transactions from step to step. A certificate that the client rejects, or does not confirm
 * in a quarter of an hour, is revoked (RFC 9483 §4.1.1). Safe for many threads and nodes.
 */
public final class Transactions {
  private static final Duration CONFIRMED_WITHIN = Duration.ofMinutes(15);
  private static final Duration REMEMBERED = Duration.ofDays(1);
  private static final Duration LONGEST_WAIT = Duration.ofDays(30); // for an administrator
  private static final int AT_ONCE = 100;

  private final TransactionStore store;
  private final CertificateStore certificates;
  private final CertificationAuthority authority;
  private final InstantSource clock;

  public Transactions(
      TransactionStore store,
      CertificateStore certificates,
      CertificationAuthority authority,
      InstantSource clock) {
    this.store = store;
    this.certificates = certificates;
    this.authority = authority;
    this.clock = clock;
  }

  /** The one of this name. */
  public Optional<Transaction> find(byte[] id) {
    return store.find(HexFormat.of().formatHex(id));
  }

  /**
   * Begins one.
   *
   * @param nonce that we say
   * @return empty when its name is in use
   */
  public Optional<Transaction> begin(
      byte[] id, Mailbox mailbox, Credential credential, byte[] nonce) {
    Transaction begun =
        new Transaction(
            HexFormat.of().formatHex(id),
            mailbox,
            credential,
            nonce,
            new Stage.Begun(),
            now().plus(REMEMBERED));
    return store.begin(begun) ? Optional.of(begun) : Optional.empty();
  }

  /**
   * An administrator decides first.
   *
   * @return whether nobody else took it further meanwhile
   */
  public boolean waits(Transaction before, CmpBody.Request kind, byte[] request, byte[] nonce) {
    return store.change(
        before, before.at(new Stage.Waiting(kind, request), nonce, now().plus(LONGEST_WAIT)));
  }

  /**
   * The certificate is there, and the client is to confirm it.
   *
   * @return until when; empty when somebody else took it further meanwhile
   */
  public Optional<Instant> confirms(Transaction before, DeskOutcome.Issued issued, byte[] nonce) {
    KeyId issuer = issued.issuers().getFirst().keyId();
    BigInteger serial = issued.certificate().serial();
    Stage stage =
        issued.origin() == DeskOutcome.Issued.Origin.NEW
            ? new Stage.Unconfirmed(issuer, serial)
            : new Stage.Repeated(issuer, serial);
    Instant until = now().plus(CONFIRMED_WITHIN);
    return store.change(before, before.at(stage, nonce, until))
        ? Optional.of(until)
        : Optional.empty();
  }

  /** The certificate that a confirmation is waited for; empty where none is. */
  public Optional<Certificate> unconfirmed(Transaction transaction) {
    return switch (transaction.stage()) {
      case Stage.Unconfirmed(KeyId issuer, BigInteger serial) -> certificate(issuer, serial);
      case Stage.Repeated(KeyId issuer, BigInteger serial) -> certificate(issuer, serial);
      case Stage.Begun _, Stage.Waiting _, Stage.Ending _, Stage.Over _ -> Optional.empty();
    };
  }

  private Optional<Certificate> certificate(KeyId issuer, BigInteger serial) {
    return certificates.find(issuer, serial).map(CertificateRecord::certificate);
  }

  /**
   * Nothing follows.
   *
   * @return whether nobody else took it further meanwhile
   */
  public boolean end(Transaction before) {
    return store.change(
        before, before.at(new Stage.Over(), before.nonce(), now().plus(REMEMBERED)));
  }

  /**
   * The client does not want the certificate: it is revoked, where it is new.
   *
   * @return whether nobody else took it further meanwhile
   */
  public boolean reject(Transaction before) {
    return before.stage() instanceof Stage.Unconfirmed(KeyId issuer, BigInteger serial)
        ? revoke(before, new Stage.Ending(issuer, serial))
        : end(before);
  }

  /**
   * Revokes certificates that nobody confirmed in time, and forgets what is over.
   *
   * @return how many were revoked
   */
  public int settle() {
    int ended = 0;
    for (Transaction overdue : store.overdue(now(), AT_ONCE)) {
      boolean isEnded =
          switch (overdue.stage()) {
            case Stage.Unconfirmed(KeyId issuer, BigInteger serial) ->
                revoke(overdue, new Stage.Ending(issuer, serial));
            case Stage.Ending ending -> revoke(overdue, ending); // a node stopped in between
            case Stage.Begun _, Stage.Waiting _, Stage.Repeated _, Stage.Over _ -> false;
          };
      ended += isEnded ? 1 : 0;
    }
    store.forget(now());
    return ended;
  }

  /** First it is written down that it ends, so that no confirmation comes in between. */
  private boolean revoke(Transaction before, Stage.Ending ending) {
    Transaction marked = before.at(ending, before.nonce(), before.until());
    if (!before.stage().equals(ending) && !store.change(before, marked)) {
      return false;
    }
    authority.revoke(ending.issuer(), ending.serial(), Revocation.Reason.CESSATION_OF_OPERATION);
    authority.publishDue();
    end(marked);
    return true;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
