package org.signetmail.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateProfile.Kind;
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
import org.signetmail.pkix.TimeStampRejection;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.pkix.TimeStampSigner;
import org.signetmail.pkix.TimeStampToken;
import org.signetmail.pkix.ToBeSigned;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/** Authorities that come and go over decades, each with whom it certifies and its lists. */
final class Decades {
  static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  static final SecureRandom RANDOM = new SecureRandom();

  private Decades() {}

  static Instant years(double years) {
    return START.plus(Duration.ofDays((long) (365.25 * years)));
  }

  /** A root, and one certificate under it. */
  static final class Authority {
    private final CertificateSigner root;
    private final List<Revocation> revoked = new ArrayList<>();
    private int number;

    Authority(String name, KeyAlgorithm algorithm, Instant from, Instant until) {
      SigningKey key = KeyPairs.signing(algorithm, RANDOM);
      Certificate certificate =
          CertificateSigner.selfSign(
              tbs(Kind.ROOT, name, key.publicKey(), from, until, List.of()), key);
      root = new CertificateSigner(new SigningIdentity(key, List.of(certificate)));
    }

    Certificate certificate() {
      return root.authority().certificate();
    }

    SigningIdentity person(String name, KeyAlgorithm algorithm, Instant from, Instant until) {
      return issue(
          Kind.PERSON_SIGNING, name, algorithm, from, until, List.of(name + "@example.test"));
    }

    SigningIdentity issue(
        Kind kind,
        String name,
        KeyAlgorithm algorithm,
        Instant from,
        Instant until,
        List<String> mailboxes) {
      SigningKey key = KeyPairs.signing(algorithm, RANDOM);
      return switch (root.sign(tbs(kind, name, key.publicKey(), from, until, mailboxes))) {
        case CertificateSigner.Outcome.Signed signed ->
            new SigningIdentity(key, List.of(signed.certificate(), certificate()));
        case CertificateSigner.Outcome.Refused refused ->
            throw new AssertionError(refused.findings().toString());
      };
    }

    void revoke(Certificate certificate, Instant at) {
      revoked.add(new Revocation(certificate.serial(), at, Revocation.Reason.KEY_COMPROMISE));
    }

    /** The list of this moment, good for a week. */
    CertificateList list(Instant at) {
      byte[] der =
          root.crl(
              BigInteger.valueOf(++number),
              at,
              at.plus(Duration.ofDays(7)),
              revoked.stream().filter(entry -> !entry.at().isAfter(at)).toList());
      try {
        return CertificateList.of(der);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private static ToBeSigned tbs(
        Kind kind,
        String name,
        PublicKey key,
        Instant from,
        Instant until,
        List<String> mailboxes) {
      return new ToBeSigned(
          CertificateProfile.standard(kind),
          ToBeSigned.randomSerial(RANDOM),
          new SubjectName(name, Optional.of("Test")),
          key,
          from,
          until,
          mailboxes.stream().map(Mailbox::of).toList(),
          List.of(),
          kind == Kind.ROOT ? Optional.empty() : Optional.of("http://crl.example.test/crl"),
          Optional.empty(),
          Optional.empty());
    }
  }

  /** A time stamping authority whose clock the test sets. */
  static final class Stamper implements TimeStamping {
    final Authority authority;
    final SigningIdentity identity;
    Instant clock;

    Stamper(String name, KeyAlgorithm algorithm, Instant from, Instant until) {
      authority = new Authority(name + " Root", KeyAlgorithm.P_384, from, until.plusSeconds(1));
      identity = authority.issue(Kind.TSA, name, algorithm, from, until, List.of());
      clock = from;
    }

    Stamper at(Instant now) {
      clock = now;
      return this;
    }

    @Override
    public TimeStampToken stamp(TimeStampRequest request) throws IOException {
      TimeStampSigner.Statement statement =
          new TimeStampSigner.Statement(
              new BigInteger(64, RANDOM), clock, Duration.ofSeconds(1), "1.2.3.4");
      try {
        TimeStampRequest read = TimeStampRequest.parse(request.encoded());
        return TimeStampToken.ofResponse(
            new TimeStampSigner(identity).response(read, statement), request);
      } catch (TimeStampRejection e) {
        throw new IOException(e);
      }
    }
  }

  static PathValidator.Context trust(List<Certificate> roots, List<CertificateList> lists) {
    return new PathValidator.Context(
        roots,
        List.of(),
        RevocationEvidence.of(lists, List.of()),
        RevocationChecking.IF_AVAILABLE,
        PathValidator.PolicyInputs.ANY);
  }
}
