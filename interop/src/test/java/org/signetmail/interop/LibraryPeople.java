package org.signetmail.interop;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

/** People with keys of every kind, also of those that OpenSSL cannot make certificates for. */
final class LibraryPeople {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final SecureRandom RANDOM = new SecureRandom();

  private final CertificateSigner issuer;

  LibraryPeople() {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, RANDOM);
    Certificate root =
        CertificateSigner.selfSign(tbs(Kind.ROOT, "Root", key.publicKey(), List.of()), key);
    this.issuer = new CertificateSigner(new SigningIdentity(key, List.of(root)));
  }

  PathValidator.Context trust() {
    return new PathValidator.Context(
        List.of(issuer.authority().certificate()),
        List.of(),
        RevocationEvidence.NONE,
        RevocationChecking.IF_AVAILABLE,
        PathValidator.PolicyInputs.ANY);
  }

  SigningIdentity signer(KeyAlgorithm algorithm) {
    SigningKey key = KeyPairs.signing(algorithm, RANDOM);
    return new SigningIdentity(
        key, List.of(issued(Kind.PERSON_SIGNING, People.ALICE, key.publicKey())));
  }

  DecryptionIdentity reader(KeyAlgorithm algorithm) {
    EncryptionKey key = KeyPairs.encryption(algorithm, RANDOM);
    return new DecryptionIdentity(key, issued(Kind.PERSON_ENCRYPTION, People.BOB, key.publicKey()));
  }

  private Certificate issued(Kind kind, String name, PublicKey key) {
    List<Mailbox> mailboxes = List.of(Mailbox.of(People.address(name)));
    return switch (issuer.sign(tbs(kind, name, key, mailboxes))) {
      case CertificateSigner.Outcome.Signed signed -> signed.certificate();
      case CertificateSigner.Outcome.Refused refused ->
          throw new AssertionError(refused.findings().toString());
    };
  }

  private static ToBeSigned tbs(Kind kind, String name, PublicKey key, List<Mailbox> mailboxes) {
    return new ToBeSigned(
        CertificateProfile.standard(kind),
        new BigInteger(120, RANDOM).setBit(119),
        new ToBeSigned.SubjectName(name, Optional.of("Test")),
        key,
        NOW.minus(Duration.ofDays(1)),
        NOW.plus(Duration.ofDays(80)),
        mailboxes,
        List.of(),
        Optional.of("http://crl.example.test/crl"),
        Optional.empty(),
        Optional.empty());
  }
}
