package org.signetmail.smime;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
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

/** A certification authority for tests and the people it certifies. */
final class People {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final SecureRandom RANDOM = new SecureRandom();

  private final CertificateSigner issuer;

  People() {
    this("Test Root");
  }

  People(String name) {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_384, RANDOM);
    CertificateProfile profile = CertificateProfile.standard(CertificateProfile.Kind.ROOT);
    Certificate root =
        CertificateSigner.selfSign(
            new ToBeSigned(
                profile,
                serial(),
                new ToBeSigned.SubjectName(name, Optional.of("Test")),
                key.publicKey(),
                NOW.minus(Duration.ofDays(10)),
                NOW.plus(Duration.ofDays(1000)),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            key);
    this.issuer = new CertificateSigner(new SigningIdentity(key, List.of(root)));
  }

  Certificate root() {
    return issuer.authority().certificate();
  }

  PathValidator.Context trust() {
    return new PathValidator.Context(
        List.of(root()),
        List.of(),
        RevocationEvidence.NONE,
        RevocationChecking.IF_AVAILABLE,
        PathValidator.PolicyInputs.ANY);
  }

  SigningIdentity signer(String name, KeyAlgorithm algorithm) {
    SigningKey key = KeyPairs.signing(algorithm, RANDOM);
    Certificate certificate =
        certificate(CertificateProfile.Kind.PERSON_SIGNING, name, key.publicKey());
    return new SigningIdentity(key, List.of(certificate));
  }

  DecryptionIdentity reader(String name, KeyAlgorithm algorithm) {
    EncryptionKey key = KeyPairs.encryption(algorithm, RANDOM);
    return new DecryptionIdentity(
        key, certificate(CertificateProfile.Kind.PERSON_ENCRYPTION, name, key.publicKey()));
  }

  private Certificate certificate(
      CertificateProfile.Kind kind, String name, java.security.PublicKey key) {
    ToBeSigned tbs =
        new ToBeSigned(
            CertificateProfile.standard(kind),
            serial(),
            new ToBeSigned.SubjectName(name, Optional.of("Test")),
            key,
            NOW.minus(Duration.ofDays(1)),
            NOW.plus(Duration.ofDays(300)),
            List.of(Mailbox.of(name + "@example.test")),
            List.of(),
            Optional.of("http://crl.example.test/crl"),
            Optional.empty(),
            Optional.empty());
    return switch (issuer.sign(tbs)) {
      case CertificateSigner.Outcome.Signed signed -> signed.certificate();
      case CertificateSigner.Outcome.Refused refused ->
          throw new AssertionError(refused.findings().toString());
    };
  }

  private static BigInteger serial() {
    return new BigInteger(120, RANDOM).setBit(119);
  }
}
