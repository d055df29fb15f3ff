package org.signetmail.ca;

import java.math.BigInteger;
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

  /** Revokes once: a second revocation changes nothing and says so. */
  Revoked revoke(KeyId issuer, Revocation revocation, LogEntry entry);

  /** All revocations of one issuer, for its CRL, in order of serial. */
  List<Revocation> revocations(KeyId issuer);

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
}
