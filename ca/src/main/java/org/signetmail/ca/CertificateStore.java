package org.signetmail.ca;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.tlog.LogEntry;

/**
 * Every certificate ever issued. What a method returned from is durable; each is one transaction,
 * its log entry in the same one. Safe for use by many threads and many nodes.
 */
public interface CertificateStore {
  /**
   * Keeps a newly signed certificate. The rules of uniqueness are enforced here, over all history.
   */
  Kept keep(CertificateRecord record, LogEntry entry);

  Optional<CertificateRecord> find(KeyId issuer, BigInteger serial);

  /** Of one person, newest first, revoked ones included. */
  List<CertificateRecord> ofOwner(Mailbox owner);

  /** Of everybody, newest first: those logged before a place in the log. */
  List<Listed> page(long before, int limit);

  /** Those with this serial number, whichever of our authorities signed them. */
  List<Listed> ofSerial(BigInteger serial);

  /** Every certificate over one public key. */
  List<CertificateRecord> ofKey(KeyId key);

  /** What a query asks for, newest first, revoked and ended ones included; at most so many. */
  List<CertificateRecord> search(CertificateQuery query, int most);

  /** The status alone, for a responder that is asked often; empty when it was never issued. */
  Optional<Standing> standing(KeyId issuer, BigInteger serial);

  /** The serial numbers of an issuer's newest certificates, newest first. */
  List<BigInteger> newestSerials(KeyId issuer, int most);

  /**
   * Revokes once: a second revocation changes nothing and says so. A hold is the exception: it
   * becomes final, from the day of the hold on, for the reason given now.
   */
  Revoked revoke(KeyId issuer, Revocation revocation, LogEntry entry);

  /** Takes back a hold, and nothing else: every other revocation is for ever. */
  Released release(KeyId issuer, BigInteger serial, Instant at, LogEntry entry);

  /** The place in the log of the issuer's last change of status; -1 when there was none. */
  long lastChange(KeyId issuer);

  /** The issuer's changes of status after a place in the log, in their order. */
  List<StatusChange> changes(KeyId issuer, long after);

  /** What an issuer's CRLs are made of, read in one moment. */
  StatusMoment moment(KeyId issuer, long changedAfter);

  /**
   * The status of a certificate that was issued.
   *
   * @param asOf the issuer's last change of status when it was read, by its place in the log; -1
   *     when there was none
   */
  record Standing(Optional<Revocation> revocation, long asOf) {}

  /**
   * @param upTo the last change that is in it; -1 when there was none
   * @param revoked everything that is revoked or on hold, in order of serial
   * @param changed what changed after the place that was asked for
   */
  record StatusMoment(long upTo, List<Revocation> revoked, List<StatusChange> changed) {}

  /**
   * A certificate with the place of its issuance in the log.
   *
   * @param logIndex grows with time, over all nodes
   */
  record Listed(long logIndex, CertificateRecord record) {}

  sealed interface Kept {
    record Done(long logIndex) implements Kept {}

    /** The issuer has used this serial before. */
    record SerialTaken() implements Kept {}

    /** The same public key has a certificate for the other use (one signs, one encrypts). */
    record KeyHasOtherUse(CertificateRecord other) implements Kept {}

    /** The same public key has a certificate for somebody else, or for a service. */
    record KeyHasOtherHolder(CertificateRecord other) implements Kept {}
  }

  sealed interface Revoked {
    record Done(long logIndex) implements Revoked {}

    record Before(Revocation earlier) implements Revoked {}

    record Unknown() implements Revoked {}
  }

  sealed interface Released {
    record Done(long logIndex) implements Released {}

    /** It is valid, or revoked for good. */
    record NotOnHold(Optional<Revocation> revocation) implements Released {}

    record Unknown() implements Released {}
  }
}
