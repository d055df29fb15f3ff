package org.signetmail.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.SealedShare;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonLeaf;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * What the contracts of the ports share: an empty store for each test, and values to keep in it.
 */
abstract class StoreContract {
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");
  static final Mailbox ALICE = Mailbox.of("Alice@example.test");
  static final Mailbox BOB = Mailbox.of("bob@example.test");
  static final KeyId ISSUER = KeyId.ofSubjectPublicKeyInfo(new byte[] {1});
  static final KeyId OTHER_ISSUER = KeyId.ofSubjectPublicKeyInfo(new byte[] {2});

  private static final SecureRandom RANDOM = new SecureRandom();

  Store store;

  /** A place for a store; another one for each test, the same one within a test. */
  abstract StoreUrl url();

  @BeforeEach
  void openStore() {
    store = Store.open(url());
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  static LogEntry entry(EntryType type) {
    return LogEntry.of(type, NOON)
        .with("nonce", Long.toHexString(RANDOM.nextLong()))
        .committing("mailbox", ALICE.toString(), RANDOM);
  }

  static LogEntry issued() {
    return entry(EntryType.CERTIFICATE_ISSUED);
  }

  static void put(Store store, Person person) {
    store.people().put(person, PersonLeaf.of(person, NOON, RANDOM));
  }

  static CertificateRecord signing(Certificate certificate) {
    return record(certificate, Kind.PERSON_SIGNING, Optional.of(ALICE));
  }

  static CertificateRecord encryption(Certificate certificate) {
    return record(certificate, Kind.PERSON_ENCRYPTION, Optional.of(ALICE));
  }

  static CertificateRecord record(Certificate certificate, Kind kind, Optional<Mailbox> owner) {
    Optional<ArchiveReceipt> receipt =
        kind == Kind.PERSON_ENCRYPTION
            ? Optional.of(receipt(certificate.keyId(), owner.orElseThrow()))
            : Optional.empty();
    return new CertificateRecord(certificate, ISSUER, kind, owner, receipt, Optional.empty());
  }

  static ArchiveReceipt receipt(KeyId key, Mailbox owner) {
    return new ArchiveReceipt(key, owner, NOON, key.hex(), 3, 2, octets(64));
  }

  static ArchivedKey archivedKey(byte[] subjectPublicKeyInfo, Mailbox owner) {
    KeyId key = KeyId.ofSubjectPublicKeyInfo(subjectPublicKeyInfo);
    return new ArchivedKey(
        key,
        owner,
        subjectPublicKeyInfo,
        octets(80),
        List.of(share(3), share(1), share(2)),
        receipt(key, owner),
        1);
  }

  private static SealedShare share(int index) {
    return new SealedShare(
        KeyId.ofSubjectPublicKeyInfo(new byte[] {(byte) index}), index, octets(1500));
  }

  static byte[] octets(int length) {
    byte[] octets = new byte[length];
    RANDOM.nextBytes(octets);
    return octets;
  }
}
