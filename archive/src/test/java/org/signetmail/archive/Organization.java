package org.signetmail.archive;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned;

/** A small organisation with a root, an issuing authority and whoever a test needs. */
final class Organization {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  final SecureRandom random = new SecureRandom();
  final Certificate root;
  final SigningIdentity archive;
  private final CertificateSigner issuing;

  /** A person with the keys of an office, or with the keys of a mail user. */
  record Person(Mailbox mailbox, SigningIdentity signing, List<DecryptionIdentity> keys) {

    /** The classical one. */
    DecryptionIdentity encryption() {
      return keys.getFirst();
    }

    Officer officer() {
      return new Officer(
          mailbox,
          mailbox.localPart(),
          encryption().certificate(),
          keys.stream().skip(1).map(DecryptionIdentity::certificate).findFirst(),
          signing.certificate());
    }

    PresentOfficer present() {
      return new PresentOfficer(encryption().key().id(), mailbox, keys);
    }
  }

  Organization() {
    SigningKey rootKey = KeyPairs.signing(KeyAlgorithm.P_256, random);
    root =
        CertificateSigner.selfSign(
            toBeSigned(Kind.ROOT, "Example Root", rootKey.publicKey(), List.of()), rootKey);
    SigningKey issuingKey = KeyPairs.signing(KeyAlgorithm.P_256, random);
    CertificateSigner pen = new CertificateSigner(new SigningIdentity(rootKey, List.of(root)));
    Certificate authority =
        signed(pen, toBeSigned(Kind.ISSUING, "Example Issuing", issuingKey.publicKey(), List.of()));
    issuing = new CertificateSigner(new SigningIdentity(issuingKey, List.of(authority)));
    archive = signing(Kind.ARCHIVE_SIGNING, "archive@example.test");
  }

  PathValidator.Context trust() {
    return new PathValidator.Context(
        List.of(root),
        List.of(issuing.authority().certificate()),
        RevocationEvidence.NONE,
        RevocationChecking.OFF,
        PathValidator.PolicyInputs.ANY);
  }

  Person person(String mailbox) {
    return new Person(
        Mailbox.of(mailbox),
        signing(Kind.PERSON_SIGNING, mailbox),
        List.of(encryption(Kind.PERSON_ENCRYPTION, mailbox, KeyAlgorithm.P_256)));
  }

  Person officer(String mailbox) {
    return new Person(
        Mailbox.of(mailbox),
        signing(Kind.OFFICER_SIGNING, mailbox),
        List.of(
            encryption(Kind.OFFICER, mailbox, KeyAlgorithm.P_256),
            encryption(Kind.OFFICER, mailbox, KeyAlgorithm.ML_KEM_768)));
  }

  /** As officers were before they had an ML-KEM key. */
  Person classicalOfficer(String mailbox) {
    Person officer = officer(mailbox);
    return new Person(officer.mailbox(), officer.signing(), List.of(officer.encryption()));
  }

  SigningIdentity signing(Kind kind, String mailbox) {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, random);
    return new SigningIdentity(
        key,
        List.of(certificate(kind, mailbox, key.publicKey()), issuing.authority().certificate()));
  }

  DecryptionIdentity encryption(Kind kind, String mailbox, KeyAlgorithm algorithm) {
    EncryptionKey key = KeyPairs.encryption(algorithm, random);
    return new DecryptionIdentity(key, certificate(kind, mailbox, key.publicKey()));
  }

  Certificate certificate(Kind kind, String mailbox, PublicKey key) {
    return signed(issuing, toBeSigned(kind, mailbox, key, List.of(Mailbox.of(mailbox))));
  }

  /** A station of Ann and Ben, or of others. */
  DecryptionIdentity station(String... custodians) {
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, random);
    return new DecryptionIdentity(key, station(key.publicKey(), custodians));
  }

  Certificate station(PublicKey key, String... custodians) {
    List<Mailbox> both = Stream.of(custodians).map(Mailbox::of).toList();
    return signed(issuing, toBeSigned(Kind.STATION, "Investigations", key, both));
  }

  private ToBeSigned toBeSigned(Kind kind, String name, PublicKey key, List<Mailbox> mailboxes) {
    CertificateProfile profile = CertificateProfile.standard(kind);
    Instant from = NOW.minus(Duration.ofDays(1));
    return new ToBeSigned(
        profile,
        ToBeSigned.randomSerial(random),
        new ToBeSigned.SubjectName(name, Optional.of("Example Corp")),
        key,
        from,
        from.plus(Duration.ofDays(365)),
        mailboxes,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Certificate signed(CertificateSigner pen, ToBeSigned tbs) {
    return switch (pen.sign(tbs)) {
      case CertificateSigner.Outcome.Signed signed -> signed.certificate();
      case CertificateSigner.Outcome.Refused refused ->
          throw new AssertionError(refused.findings().toString());
    };
  }
}
