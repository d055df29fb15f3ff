package org.signetmail.fuzz;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
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

/** The same people with the same keys in every run, so that an input means the same in each. */
final class Parties {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final SecureRandom RANDOM = new Repeatable();
  static final SigningIdentity ROOT = root();
  static final CertificateSigner ISSUER = new CertificateSigner(ROOT);
  static final SigningIdentity ALICE = signer("alice", KeyAlgorithm.P_256);
  static final DecryptionIdentity BOB = reader("bob", KeyAlgorithm.P_256);
  static final DecryptionIdentity CAROL = reader("carol", KeyAlgorithm.RSA_2048);

  static final SigningIdentity STAMPS = stamps();

  private Parties() {}

  static PathValidator.Context trust(RevocationEvidence evidence) {
    return new PathValidator.Context(
        List.of(ROOT.certificate()),
        List.of(),
        evidence,
        RevocationChecking.IF_AVAILABLE,
        PathValidator.PolicyInputs.ANY);
  }

  private static SigningIdentity root() {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, RANDOM);
    ToBeSigned tbs = tbs(Kind.ROOT, "Root", key.publicKey(), List.of());
    return new SigningIdentity(key, List.of(CertificateSigner.selfSign(tbs, key)));
  }

  private static SigningIdentity signer(String name, KeyAlgorithm algorithm) {
    SigningKey key = KeyPairs.signing(algorithm, RANDOM);
    return new SigningIdentity(key, List.of(issued(Kind.PERSON_SIGNING, name, key.publicKey())));
  }

  private static DecryptionIdentity reader(String name, KeyAlgorithm algorithm) {
    EncryptionKey key = KeyPairs.encryption(algorithm, RANDOM);
    return new DecryptionIdentity(key, issued(Kind.PERSON_ENCRYPTION, name, key.publicKey()));
  }

  private static SigningIdentity stamps() {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, RANDOM);
    Certificate certificate = issued(tbs(Kind.TSA, "Stamps", key.publicKey(), List.of()));
    return new SigningIdentity(key, List.of(certificate, ROOT.certificate()));
  }

  private static Certificate issued(Kind kind, String name, PublicKey key) {
    return issued(tbs(kind, name, key, List.of(Mailbox.of(name + "@example.test"))));
  }

  private static Certificate issued(ToBeSigned tbs) {
    return switch (ISSUER.sign(tbs)) {
      case CertificateSigner.Outcome.Signed signed -> signed.certificate();
      case CertificateSigner.Outcome.Refused refused ->
          throw new IllegalStateException(refused.findings().toString());
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

  /** Not random at all. */
  private static final class Repeatable extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private transient SplittableRandom numbers = new SplittableRandom(20261123);

    @Override
    public synchronized void nextBytes(byte[] bytes) {
      numbers.nextBytes(bytes);
    }
  }
}
