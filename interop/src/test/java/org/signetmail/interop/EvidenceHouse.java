package org.signetmail.interop;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.CertStatus;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.OcspCertId;
import org.signetmail.pkix.OcspResponse;
import org.signetmail.pkix.OcspSigner;
import org.signetmail.pkix.PathValidator;
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
import org.signetmail.smime.AlgorithmLife;
import org.signetmail.smime.LongTermCheck;
import org.signetmail.smime.LongTermMaker;
import org.signetmail.smime.LongTermReading;
import org.signetmail.smime.LongTermSignature;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smime.StatusSource;
import org.signetmail.smime.TimeStamping;

/** A root, whoever it certifies by one algorithm, and a time stamping authority beside it. */
final class EvidenceHouse {
  static final SecureRandom RANDOM = new SecureRandom();
  static final String MAIL =
      """
      From: Alice <alice@example.test>
      To: Bob <bob@example.test>
      Subject: the contract
      Date: Mon, 23 Nov 2026 12:00:00 +0000
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8

      We agree.
      """
          .replace("\n", "\r\n");

  final Instant start;
  final SigningIdentity alice;
  private final KeyAlgorithm algorithm;
  private final CertificateSigner people;
  private final CertificateSigner time;
  private final SigningIdentity stamper;
  private final SigningIdentity responder;
  private int number;

  EvidenceHouse(KeyAlgorithm algorithm, Instant start) {
    this.start = start;
    this.algorithm = algorithm;
    people = root("People Root");
    time = root("Time Root");
    alice = issue(people, Kind.PERSON_SIGNING, "alice", 300, List.of("alice@example.test"));
    responder = issue(people, Kind.OCSP, "Responder", 13, List.of());
    stamper = issue(time, Kind.TSA, "Stamper", 3000, List.of());
  }

  List<Certificate> roots() {
    return List.of(people.authority().certificate(), time.authority().certificate());
  }

  CertificateList peopleList(Instant at) throws IOException {
    return list(people, at);
  }

  CertificateList timeList(Instant at) throws IOException {
    return list(time, at);
  }

  OcspResponse response(Instant at) throws IOException {
    Certificate issuer = people.authority().certificate();
    OcspSigner.Single single =
        new OcspSigner.Single(
            OcspCertId.of(issuer, alice.certificate().serial(), OcspCertId.Form.SHA_256),
            new CertStatus.Good(),
            at,
            at.plus(Duration.ofDays(7)));
    return OcspResponse.of(new OcspSigner(responder).sign(List.of(single), Optional.empty(), at));
  }

  TimeStamping stamping(Instant clock) {
    return request -> {
      TimeStampSigner.Statement statement =
          new TimeStampSigner.Statement(
              new BigInteger(64, RANDOM), clock, Duration.ofSeconds(1), "1.2.3.4");
      try {
        return TimeStampToken.ofResponse(
            new TimeStampSigner(stamper)
                .response(TimeStampRequest.parse(request.encoded()), statement),
            request);
      } catch (TimeStampRejection e) {
        throw new IOException(e);
      }
    };
  }

  byte[] signed(MessageSigner.Form form) throws IOException {
    MessageSigner.Options standard = MessageSigner.Options.standard();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageSigner(
            alice, new MessageSigner.Options(form, standard.headerProtection(), standard.profile()))
        .sign(Octets.of(MAIL.getBytes(StandardCharsets.UTF_8)), start.plusSeconds(10), RANDOM, out);
    return out.toByteArray();
  }

  LongTermMaker maker(Instant at, RevocationEvidence evidence) {
    return new LongTermMaker(
        trust(evidence),
        trust(evidence),
        AlgorithmLife.standard(),
        stamping(at),
        StatusSource.NONE,
        RANDOM);
  }

  byte[] renewed(byte[] evidence, Instant at) throws IOException {
    try (LongTermSignature signature = read(evidence)) {
      return bytes(
          maker(at, RevocationEvidence.of(List.of(timeList(at)), List.of())).renew(signature, at));
    }
  }

  LongTermReading check(byte[] evidence, Instant at) throws IOException {
    try (LongTermSignature signature = read(evidence)) {
      return new LongTermCheck(
              trust(RevocationEvidence.NONE),
              trust(RevocationEvidence.NONE),
              AlgorithmLife.standard())
          .check(signature, at);
    }
  }

  static byte[] bytes(LongTermMaker.Outcome outcome) {
    if (!(outcome instanceof LongTermMaker.Outcome.Made made)) {
      throw new AssertionError(outcome.toString());
    }
    try (LongTermSignature signature = made.signature()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      signature.writeTo(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LongTermSignature read(byte[] evidence) throws IOException {
    return LongTermSignature.read(new ByteArrayInputStream(evidence), Spool.standard());
  }

  private PathValidator.Context trust(RevocationEvidence evidence) {
    return new PathValidator.Context(
        roots(),
        List.of(),
        evidence,
        RevocationChecking.IF_AVAILABLE,
        PathValidator.PolicyInputs.ANY);
  }

  private CertificateList list(CertificateSigner issuer, Instant at) throws IOException {
    return CertificateList.of(
        issuer.crl(BigInteger.valueOf(++number), at, at.plus(Duration.ofDays(7)), List.of()));
  }

  private CertificateSigner root(String name) {
    KeyAlgorithm own = algorithm == KeyAlgorithm.P_256 ? KeyAlgorithm.P_384 : algorithm;
    SigningKey key = KeyPairs.signing(own, RANDOM);
    Certificate certificate =
        CertificateSigner.selfSign(tbs(Kind.ROOT, name, key, 3600, List.of()), key);
    return new CertificateSigner(new SigningIdentity(key, List.of(certificate)));
  }

  private SigningIdentity issue(
      CertificateSigner issuer, Kind kind, String name, int days, List<String> mailboxes) {
    SigningKey key = KeyPairs.signing(algorithm, RANDOM);
    return switch (issuer.sign(tbs(kind, name, key, days, mailboxes))) {
      case CertificateSigner.Outcome.Signed signed ->
          new SigningIdentity(key, List.of(signed.certificate(), issuer.authority().certificate()));
      case CertificateSigner.Outcome.Refused refused ->
          throw new AssertionError(refused.findings().toString());
    };
  }

  private ToBeSigned tbs(Kind kind, String name, SigningKey key, int days, List<String> mailboxes) {
    return new ToBeSigned(
        CertificateProfile.standard(kind),
        ToBeSigned.randomSerial(RANDOM),
        new SubjectName(name, Optional.of("Test")),
        key.publicKey(),
        start.minus(Duration.ofHours(1)),
        start.plus(Duration.ofDays(days)),
        mailboxes.stream().map(Mailbox::of).toList(),
        List.of(),
        kind == Kind.ROOT ? Optional.empty() : Optional.of("http://crl.example.test/" + name),
        Optional.empty(),
        Optional.empty());
  }
}
