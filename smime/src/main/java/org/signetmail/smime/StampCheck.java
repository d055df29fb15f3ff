package org.signetmail.smime;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.LongTermReading.Kind;
import org.signetmail.smime.LongTermReading.Stamp;
import org.signetmail.smime.LongTermReading.State;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.cades.CadesData;
import org.signetmail.smime.internal.cades.Choices;
import org.signetmail.smime.internal.cades.HashIndex;
import org.signetmail.smime.internal.cades.StampedToken;
import org.signetmail.smime.internal.cms.Digests;
import org.signetmail.smime.internal.cms.Jca;

/**
 * Judges one time stamp as it was when the next one was put over it (ETSI EN 319 102-1 §5.6.2.4),
 * and from then on lets it prove what it is over.
 */
final class StampCheck {
  /** Clocks of two authorities. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private final LongTermSignature signature;
  private final PathValidator.Context authorities;
  private final AlgorithmLife life;
  private final ProofsOfExistence proofs;
  private final Jca jca = new Jca(Primitives.standard());
  private final List<Finding> findings = new ArrayList<>();
  private final List<Instant> ends = new ArrayList<>();

  StampCheck(
      LongTermSignature signature,
      PathValidator.Context authorities,
      AlgorithmLife life,
      ProofsOfExistence proofs) {
    this.signature = signature;
    this.authorities = authorities;
    this.life = life;
    this.proofs = proofs;
  }

  List<Finding> findings() {
    return findings;
  }

  /** When what is relied on now comes to its end. */
  List<Instant> ends() {
    return ends;
  }

  Stamp check(Kind kind, StampedToken stamp) throws IOException {
    Instant judgedAt = proofs.of(stamp.encoded());
    String name = kind.word() + " time stamp of " + stamp.token().time();
    int before = findings.size();
    Optional<HashIndex.Coverage> coverage = coverage(kind, stamp, name);
    Optional<Certificate> authority = stamp.token().signer(helping(stamp, judgedAt));
    if (authority.isEmpty()) {
      find(
          LongTermFinding.STAMP_SIGNATURE,
          name,
          "is not signed by a time stamping certificate that it names");
    } else {
      checkStrength(stamp, authority.get(), judgedAt, name);
      checkPath(stamp, authority.get(), judgedAt, name);
    }
    if (stamp.token().time().isAfter(judgedAt.plus(CLOCKS_DIFFER))) {
      find(LongTermFinding.STAMP_ORDER, name, "is later than " + judgedAt + ", when it was there");
    }
    boolean isProven =
        findings.subList(before, findings.size()).stream().noneMatch(Finding::isError);
    if (isProven) {
      Instant time = stamp.token().time();
      switch (kind) {
        case SIGNATURE -> proofs.ofSignature(time);
        case ARCHIVE -> proofs.ofAll(coverage.orElseThrow(), time);
      }
    }
    return new Stamp(
        kind,
        stamp.token().time(),
        authority,
        digest(stamp).map(Digests::word).orElse("unknown"),
        judgedAt,
        isProven ? State.PROVEN : State.NOT_PROVEN);
  }

  private static Optional<Digests> digest(StampedToken stamp) {
    return Digests.ofOid(stamp.token().digestAlgorithm());
  }

  /** What it is over, where that is what is there. */
  private Optional<HashIndex.Coverage> coverage(Kind kind, StampedToken stamp, String name)
      throws IOException {
    Optional<Digests> digest = digest(stamp);
    if (digest.isEmpty()) {
      find(LongTermFinding.STAMP_UNREADABLE, name, "has a digest that is not known");
      return Optional.empty();
    }
    CadesData data = signature.data();
    try {
      byte[] imprint;
      HashIndex.Coverage coverage = new HashIndex.Coverage(List.of(), List.of(), List.of());
      if (kind == Kind.SIGNATURE) {
        imprint = jca.digest(digest.get().jca()).digest(data.signature());
      } else {
        HashIndex index =
            stamp.index().orElseThrow(() -> new Asn1Exception("no index of what it covers"));
        if (index.algorithm() != digest.get()) {
          throw new Asn1Exception("an index by another digest than its own");
        }
        coverage = index.match(data, jca);
        imprint = index.imprint(data, signature.digest(digest.get()), jca);
      }
      if (MessageDigest.isEqual(imprint, stamp.token().digest())) {
        return Optional.of(coverage);
      }
      find(LongTermFinding.STAMP_MISMATCH, name, "is over something else than what is here");
    } catch (Asn1Exception e) {
      find(LongTermFinding.STAMP_MISMATCH, name, "has " + e.getMessage());
    }
    return Optional.empty();
  }

  private void checkStrength(
      StampedToken stamp, Certificate authority, Instant judgedAt, String name) {
    Optional<Instant> end =
        AlgorithmLife.first(
            digest(stamp).flatMap(digest -> life.endOfDigest(digest.word())),
            life.endOf(stamp.scheme(), authority.publicKey()));
    if (end.filter(e -> !judgedAt.isBefore(e)).isPresent()) {
      find(
          LongTermFinding.NOT_RENEWED,
          name,
          "uses an algorithm that counted until "
              + end.get()
              + ", and the next time stamp over it is of "
              + words(judgedAt));
    }
    noteEnd(end, judgedAt);
  }

  private void checkPath(StampedToken stamp, Certificate authority, Instant judgedAt, String name) {
    boolean isNow = proofs.isNow(judgedAt);
    CadesData data = signature.data();
    RevocationEvidence evidence =
        authorities
            .evidence()
            .and(Choices.evidence(proofs.by(judgedAt, data.revocations())))
            .and(stamp.evidence());
    List<Certificate> intermediates = new ArrayList<>(authorities.intermediates());
    intermediates.addAll(helping(stamp, judgedAt));
    PathValidator.Context context =
        new PathValidator.Context(
            authorities.anchors(),
            intermediates,
            evidence,
            isNow ? authorities.revocation() : RevocationChecking.REQUIRED,
            PathValidator.PolicyInputs.ANY);
    PathValidator.Outcome outcome =
        PathValidator.validate(authority, Purpose.ANY, judgedAt, context, life.rules(judgedAt));
    for (Finding finding : outcome.findings()) {
      if (LongTermCheck.isOverdue(finding)) {
        find(
            LongTermFinding.NOT_RENEWED,
            name,
            finding.subject() + " " + finding.detail() + ", judged at " + words(judgedAt));
      } else {
        findings.add(finding);
      }
    }
    if (outcome instanceof PathValidator.Outcome.Valid valid) {
      for (Certificate one : valid.path().certificates()) {
        noteEnd(Optional.of(one.notAfter()), judgedAt);
        noteEnd(life.endOfKey(one.publicKey()), judgedAt);
      }
    }
  }

  /** Certificates that may lie on its path: those it brings, and those that were there by then. */
  private List<Certificate> helping(StampedToken stamp, Instant judgedAt) {
    List<Certificate> all = new ArrayList<>(stamp.token().certificates());
    all.addAll(Choices.certificates(proofs.by(judgedAt, signature.data().certificates())));
    return all;
  }

  private void noteEnd(Optional<Instant> end, Instant judgedAt) {
    if (proofs.isNow(judgedAt)) {
      end.ifPresent(ends::add);
    }
  }

  private String words(Instant judgedAt) {
    return proofs.isNow(judgedAt) ? judgedAt + ", now" : judgedAt.toString();
  }

  private void find(LongTermFinding code, String subject, String detail) {
    findings.add(Finding.of(code, subject, detail));
  }
}
