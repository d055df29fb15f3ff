package org.signetmail.bench;

import java.math.BigInteger;
import java.security.PublicKey;
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
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned;

/** Alice, who signs, Bob, who reads, and the root that certified both. */
record Correspondents(Certificate root, SigningIdentity alice, DecryptionIdentity bob) {
  static Correspondents make(SecureRandom random) {
    SigningKey rootKey = KeyPairs.signing(KeyAlgorithm.P_256, random);
    Certificate root =
        CertificateSigner.selfSign(
            toBeSigned(CertificateProfile.Kind.ROOT, "Root", rootKey.publicKey(), random), rootKey);
    CertificateSigner issuer = new CertificateSigner(new SigningIdentity(rootKey, List.of(root)));
    SigningKey alice = KeyPairs.signing(KeyAlgorithm.P_256, random);
    EncryptionKey bob = KeyPairs.encryption(KeyAlgorithm.P_256, random);
    return new Correspondents(
        root,
        new SigningIdentity(
            alice,
            List.of(
                issued(
                    issuer,
                    toBeSigned(
                        CertificateProfile.Kind.PERSON_SIGNING,
                        "alice",
                        alice.publicKey(),
                        random)))),
        new DecryptionIdentity(
            bob,
            issued(
                issuer,
                toBeSigned(
                    CertificateProfile.Kind.PERSON_ENCRYPTION, "bob", bob.publicKey(), random))));
  }

  private static Certificate issued(CertificateSigner issuer, ToBeSigned certificate) {
    return switch (issuer.sign(certificate)) {
      case CertificateSigner.Outcome.Signed signed -> signed.certificate();
      case CertificateSigner.Outcome.Refused refused ->
          throw new IllegalStateException(refused.findings().toString());
    };
  }

  private static ToBeSigned toBeSigned(
      CertificateProfile.Kind kind, String name, PublicKey key, SecureRandom random) {
    boolean isRoot = kind == CertificateProfile.Kind.ROOT;
    Instant from = Instant.now().minus(Duration.ofHours(isRoot ? 2 : 1));
    return new ToBeSigned(
        CertificateProfile.standard(kind),
        new BigInteger(120, random).setBit(119),
        new ToBeSigned.SubjectName(name, Optional.of("Bench")),
        key,
        from,
        from.plus(Duration.ofDays(isRoot ? 2 : 1)),
        isRoot ? List.of() : List.of(Mailbox.of(name + "@example.test")),
        List.of(),
        isRoot ? Optional.empty() : Optional.of("http://crl.example.test/crl"),
        Optional.empty(),
        Optional.empty());
  }
}
