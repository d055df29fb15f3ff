package org.signetmail.directory;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/** A root that signs people's certificates itself, for tests. */
public final class TestPki {
  private final SecureRandom random = new SecureRandom();
  private final SigningIdentity root;
  private final Instant epoch;

  public TestPki(String name, Instant epoch) {
    this.epoch = epoch;
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, random);
    Certificate certificate =
        CertificateSigner.selfSign(
            toBeSigned(
                CertificateProfile.Kind.ROOT,
                key.publicKey(),
                new SubjectName(name, Optional.of(name)),
                epoch.minus(Duration.ofDays(400)),
                epoch.plus(Duration.ofDays(3000)),
                List.of()),
            key);
    this.root = new SigningIdentity(key, List.of(certificate));
  }

  /** One whose certificates are signed by an authority that this root certified. */
  private TestPki(SigningIdentity signer, Instant epoch) {
    this.epoch = epoch;
    this.root = signer;
  }

  /** An authority between this root and people. */
  public TestPki below() {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, random);
    ToBeSigned tbs =
        toBeSigned(
            CertificateProfile.Kind.ISSUING,
            key.publicKey(),
            new SubjectName("Between", Optional.of("Between")),
            epoch.minus(Duration.ofDays(300)),
            epoch.plus(Duration.ofDays(1000)),
            List.of());
    Certificate certificate =
        switch (new CertificateSigner(root).sign(tbs)) {
          case CertificateSigner.Outcome.Signed signed -> signed.certificate();
          case CertificateSigner.Outcome.Refused refused ->
              throw new AssertionError(refused.findings().toString());
        };
    return new TestPki(new SigningIdentity(key, List.of(certificate)), epoch);
  }

  public Certificate root() {
    return root.certificate();
  }

  /** An encryption certificate, valid from {@code begin} for {@code validity}. */
  public Certificate encryption(Mailbox mailbox, Instant begin, Duration validity) {
    return issue(
        CertificateProfile.Kind.PERSON_ENCRYPTION,
        KeyPairs.encryption(KeyAlgorithm.P_256, random).publicKey(),
        mailbox,
        begin,
        validity);
  }

  /** An encryption certificate that is valid now. */
  public Certificate encryption(Mailbox mailbox) {
    return encryption(mailbox, epoch.minus(Duration.ofDays(1)), Duration.ofDays(300));
  }

  /** A signing certificate that is valid now. */
  public Certificate signing(Mailbox mailbox) {
    return issue(
        CertificateProfile.Kind.PERSON_SIGNING,
        KeyPairs.signing(KeyAlgorithm.P_256, random).publicKey(),
        mailbox,
        epoch.minus(Duration.ofDays(1)),
        Duration.ofDays(300));
  }

  /** Somebody who signs, and sends an encryption certificate along. */
  public SigningIdentity signer(Mailbox mailbox) {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, random);
    Certificate signing =
        issue(
            CertificateProfile.Kind.PERSON_SIGNING,
            key.publicKey(),
            mailbox,
            epoch.minus(Duration.ofDays(1)),
            Duration.ofDays(300));
    return new SigningIdentity(key, List.of(signing, encryption(mailbox)));
  }

  /** What a reader who trusts this root and knows these revocations validates against. */
  public PathValidator.Context trust(Certificate... revoked) {
    List<Revocation> revocations =
        List.of(revoked).stream()
            .map(certificate ->
                new Revocation(certificate.serial(), epoch, Revocation.Reason.KEY_COMPROMISE))
            .toList();
    byte[] crl =
        new CertificateSigner(root)
            .crl(BigInteger.ONE, epoch, epoch.plus(Duration.ofDays(7)), revocations);
    return new PathValidator.Context(
        List.of(root()),
        List.of(),
        RevocationEvidence.of(List.of(read(crl)), List.of()),
        RevocationChecking.REQUIRED,
        PathValidator.PolicyInputs.ANY);
  }

  private static CertificateList read(byte[] crl) {
    try {
      return CertificateList.of(crl);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Certificate issue(
      CertificateProfile.Kind kind,
      PublicKey key,
      Mailbox mailbox,
      Instant begin,
      Duration validity) {
    ToBeSigned tbs =
        toBeSigned(
            kind,
            key,
            new SubjectName(mailbox.localPart(), Optional.of(root.certificate().displayName())),
            begin,
            begin.plus(validity),
            List.of(mailbox));
    return switch (new CertificateSigner(root).sign(tbs)) {
      case CertificateSigner.Outcome.Signed signed -> signed.certificate();
      case CertificateSigner.Outcome.Refused refused ->
          throw new AssertionError(refused.findings().toString());
    };
  }

  private ToBeSigned toBeSigned(
      CertificateProfile.Kind kind,
      PublicKey key,
      SubjectName subject,
      Instant begin,
      Instant end,
      List<Mailbox> mailboxes) {
    boolean isRoot = kind == CertificateProfile.Kind.ROOT;
    return new ToBeSigned(
        CertificateProfile.standard(kind),
        new BigInteger(127, random),
        subject,
        key,
        begin,
        end,
        mailboxes,
        List.of(),
        isRoot ? Optional.empty() : Optional.of("http://pki.example.test/crl/test.crl"),
        isRoot ? Optional.empty() : Optional.of("http://pki.example.test/ca/test.cer"),
        Optional.empty());
  }
}
