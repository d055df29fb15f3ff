package org.signetmail.pkix;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.CertificateProfile.Kind;

/** A small organisation for tests: a root, an issuing authority, and what it certifies. */
final class Pki {
  static final SecureRandom RANDOM = new SecureRandom();
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final Mailbox ALICE = Mailbox.of("alice@example.test");

  final SigningKey rootKey;
  final Certificate root;
  final SigningIdentity issuing;
  final CertificateSigner signer;

  Pki() {
    this(KeyAlgorithm.P_256);
  }

  Pki(KeyAlgorithm algorithm) {
    rootKey = KeyPairs.signing(algorithm, RANDOM);
    root =
        CertificateSigner.selfSign(
            authority(Kind.ROOT, "Example Root", rootKey.publicKey()), rootKey);
    SigningKey key = KeyPairs.signing(algorithm, RANDOM);
    Certificate certificate =
        signed(
            new CertificateSigner(new SigningIdentity(rootKey, List.of(root))),
            authority(Kind.ISSUING, "Example Issuing CA", key.publicKey()));
    issuing = new SigningIdentity(key, List.of(certificate));
    signer = new CertificateSigner(issuing);
  }

  SigningIdentity person(KeyAlgorithm algorithm) {
    SigningKey key = KeyPairs.signing(algorithm, RANDOM);
    Certificate certificate = signed(signer, person(Kind.PERSON_SIGNING, key.publicKey()));
    return new SigningIdentity(key, List.of(certificate, issuing.certificate()));
  }

  DecryptionIdentity recipient(KeyAlgorithm algorithm) {
    EncryptionKey key = KeyPairs.encryption(algorithm, RANDOM);
    return new DecryptionIdentity(
        key, signed(signer, person(Kind.PERSON_ENCRYPTION, key.publicKey())));
  }

  /** A certificate of any kind but an authority's, over a new key. */
  Certificate issue(Kind kind, KeyAlgorithm algorithm) {
    CertificateProfile profile = CertificateProfile.standard(kind);
    boolean encrypts = profile.keyUsage().contains(Certificate.Use.KEY_ENCIPHERMENT);
    PublicKey key =
        encrypts
            ? KeyPairs.encryption(algorithm, RANDOM).publicKey()
            : KeyPairs.signing(algorithm, RANDOM).publicKey();
    boolean named = profile.names().contains(CertificateProfile.Name.MAILBOX);
    return signed(signer, tbs(profile, "Test " + kind, key, named ? List.of(ALICE) : List.of()));
  }

  static Certificate signed(CertificateSigner signer, ToBeSigned tbs) {
    return switch (signer.sign(tbs)) {
      case CertificateSigner.Outcome.Signed signed -> signed.certificate();
      case CertificateSigner.Outcome.Refused refused ->
          throw new AssertionError(refused.findings().toString());
    };
  }

  static ToBeSigned authority(Kind kind, String name, PublicKey key) {
    return tbs(CertificateProfile.standard(kind), name, key, List.of());
  }

  static ToBeSigned person(Kind kind, PublicKey key) {
    return tbs(CertificateProfile.standard(kind), "Alice Example", key, List.of(ALICE));
  }

  static ToBeSigned tbs(
      CertificateProfile profile, String name, PublicKey key, List<Mailbox> mailboxes) {
    Duration length =
        switch (profile.kind()) {
          case ROOT, ISSUING -> Duration.ofDays(3600);
          case OCSP -> Duration.ofDays(10);
          default -> Duration.ofDays(80);
        };
    return new ToBeSigned(
        profile,
        ToBeSigned.randomSerial(RANDOM),
        new ToBeSigned.SubjectName(name, Optional.of("Example Corp")),
        key,
        NOW.minus(Duration.ofDays(1)),
        NOW.plus(length),
        mailboxes,
        profile.names().contains(CertificateProfile.Name.DNS_NAME)
            ? List.of("mail.example.test")
            : List.of(),
        Optional.of("http://crl.example.test/issuing.crl"),
        Optional.of("http://crl.example.test/issuing.cer"),
        Optional.empty());
  }

  byte[] crl(Revocation... revoked) {
    return signer.crl(
        BigInteger.ONE,
        NOW.minus(Duration.ofHours(1)),
        NOW.plus(Duration.ofDays(7)),
        List.of(revoked));
  }

  byte[] rootCrl(Revocation... revoked) {
    return new CertificateSigner(new SigningIdentity(rootKey, List.of(root)))
        .crl(
            BigInteger.ONE,
            NOW.minus(Duration.ofHours(1)),
            NOW.plus(Duration.ofDays(7)),
            List.of(revoked));
  }
}
