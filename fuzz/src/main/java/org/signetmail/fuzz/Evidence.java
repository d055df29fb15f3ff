package org.signetmail.fuzz;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateLint;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.OcspResponse;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.SecretAccess;

/**
 * What decides about a path. A certificate that the root did not sign must not become valid; a list
 * or response that it did not sign must not revoke anything.
 */
final class Evidence {
  private static final Certificate ALICE = Parties.ALICE.certificate();
  private static final Certificate ROOT = Parties.ROOT.certificate();
  private static final List<Certificate> SIGNED =
      List.of(ROOT, ALICE, Parties.BOB.certificate(), Parties.CAROL.certificate());

  private Evidence() {}

  static void certificate(byte[] input) {
    Certificate read;
    try {
      read = Certificate.of(input);
    } catch (IOException e) {
      Messages.requireOneLine(e);
      return;
    }
    if (!Arrays.equals(input, read.encoded())) {
      throw new AssertionError("a certificate that is written otherwise than it was read");
    }
    read.mailboxes();
    read.policies();
    read.keyUsage();
    read.pem();
    read.keyId();
    CertificateLint.lint(read, CertificateProfile.standard(Kind.PERSON_SIGNING));
    CertificateLint.lintIssuer(read, ROOT);
    PathValidator.Context trust = Parties.trust(RevocationEvidence.NONE);
    for (Purpose purpose : Purpose.values()) {
      Outcome outcome = PathValidator.validate(read, purpose, Parties.NOW, trust);
      if (outcome instanceof Outcome.Valid && !isSigned(read)) {
        throw new AssertionError("valid, and the root never signed it: " + read);
      }
    }
    PathValidator.Context asIssuer =
        new PathValidator.Context(
            trust.anchors(), List.of(read), trust.evidence(), trust.revocation(), trust.policy());
    requireValid(asIssuer);
  }

  /** What was signed is the same; the signature need not be, for ECDSA has many for one text. */
  private static boolean isSigned(Certificate read) {
    return SIGNED.stream().anyMatch(one -> Arrays.equals(signedPart(one), signedPart(read)));
  }

  private static byte[] signedPart(Certificate certificate) {
    try {
      return certificate.x509().getTBSCertificate();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate without its part that is signed", e);
    }
  }

  static void list(byte[] input) {
    CertificateList list;
    try {
      list = CertificateList.of(input);
    } catch (IOException e) {
      Messages.requireOneLine(e);
      return;
    }
    if (!list.equals(read(CertificateList::of, list.encoded()))) {
      throw new AssertionError("a list that is written otherwise than it was read");
    }
    list.entry(list.issuer(), BigInteger.TEN);
    boolean counts = list.isSignedBy(ROOT.publicKey());
    decide(RevocationEvidence.of(List.of(list), List.of()), counts);
  }

  static void response(byte[] input) {
    OcspResponse response;
    try {
      response = OcspResponse.of(input);
    } catch (IOException e) {
      Messages.requireOneLine(e);
      return;
    }
    if (!response.equals(read(OcspResponse::of, response.encoded()))) {
      throw new AssertionError("a response that is written otherwise than it was read");
    }
    response.nonce();
    boolean counts = response.isSignedBy(ROOT.publicKey());
    decide(RevocationEvidence.of(List.of(), List.of(response)), counts);
  }

  private static void decide(RevocationEvidence evidence, boolean counts) {
    PathValidator.Context trust = Parties.trust(evidence);
    if (counts) {
      PathValidator.validate(ALICE, Purpose.EMAIL_SIGNING, Parties.NOW, trust);
    } else {
      requireValid(trust);
    }
  }

  private static void requireValid(PathValidator.Context trust) {
    Outcome outcome = PathValidator.validate(ALICE, Purpose.EMAIL_SIGNING, Parties.NOW, trust);
    if (!(outcome instanceof Outcome.Valid)) {
      throw new AssertionError("a stranger's word counted: " + outcome);
    }
  }

  private interface Parser<T> {
    T of(byte[] der) throws IOException;
  }

  private static <T> T read(Parser<T> parser, byte[] der) {
    try {
      return parser.of(der);
    } catch (IOException e) {
      throw new AssertionError("what was read cannot be read again", e);
    }
  }

  static Map<String, byte[]> certificates() {
    Map<String, byte[]> seeds = Target.sorted();
    for (int i = 0; i < SIGNED.size(); i++) {
      seeds.put("certificate-" + i, SIGNED.get(i).encoded());
    }
    return seeds;
  }

  static Map<String, byte[]> lists() {
    Map<String, byte[]> seeds = Target.sorted();
    seeds.put("empty", crl());
    seeds.put("alice", crl(revocation(ALICE.serial())));
    seeds.put(
        "three",
        crl(revocation(BigInteger.ONE), revocation(BigInteger.TWO), revocation(BigInteger.TEN)));
    return seeds;
  }

  private static byte[] crl(Revocation... revoked) {
    return Parties.ISSUER.crl(
        BigInteger.ONE,
        Parties.NOW.minusSeconds(60),
        Parties.NOW.plus(Duration.ofDays(7)),
        List.of(revoked));
  }

  private static Revocation revocation(BigInteger serial) {
    return new Revocation(serial, Parties.NOW.minusSeconds(60), Revocation.Reason.KEY_COMPROMISE);
  }

  static Map<String, byte[]> responses() {
    Map<String, byte[]> seeds = Target.sorted();
    Date since = Date.from(Parties.NOW.minusSeconds(60));
    seeds.put("good", ocsp(CertificateStatus.GOOD));
    seeds.put("revoked", ocsp(new RevokedStatus(since, 1)));
    return seeds;
  }

  private static byte[] ocsp(CertificateStatus status) {
    try {
      X509CertificateHolder root = new X509CertificateHolder(ROOT.encoded());
      DigestCalculator sha1 = new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1);
      Date now = Date.from(Parties.NOW);
      BasicOCSPRespBuilder builder =
          new BasicOCSPRespBuilder(
              new RespID(SubjectPublicKeyInfo.getInstance(ROOT.publicKey().getEncoded()), sha1));
      builder.addResponse(
          new CertificateID(sha1, root, ALICE.serial()),
          status,
          now,
          Date.from(Parties.NOW.plusSeconds(3600)));
      return new OCSPRespBuilder()
          .build(
              OCSPRespBuilder.SUCCESSFUL,
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA")
                      .build(Parties.ROOT.key().privateKey(SecretAccess.TOKEN)),
                  new X509CertificateHolder[] {root},
                  now))
          .getEncoded();
    } catch (Exception e) {
      throw new IllegalStateException("the seeds cannot be made", e);
    }
  }
}
