package org.signetmail.smime;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.PathCache;
import org.signetmail.pkix.PathFinding;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.smime.LongTermReading.Kind;
import org.signetmail.smime.LongTermReading.Level;
import org.signetmail.smime.LongTermReading.Stamp;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cades.CadesData;
import org.signetmail.smime.internal.cades.StampedToken;
import org.signetmail.smime.internal.cades.UnsignedAttribute;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.cms.SignerInfo;
import org.signetmail.smime.internal.mime.ContentType;
import org.signetmail.smime.internal.mime.Entity;

/**
 * Judges evidence years later (ETSI EN 319 102-1 §5.6): the last time stamp now, each one before it
 * at the time of the next one over it, and the signature at the time of the earliest that holds.
 *
 * <p>So nothing that ended after a time stamp was put over it counts against it: certificates that
 * expired or were revoked later, algorithms that fell later. What is relied on in the past must be
 * whole: revocation status is required there, from values that the next time stamp covers. Every
 * time stamp has to hold: one that does not is a sign that something is wrong.
 *
 * <p>Expired and fallen leave it open ({@link Verdict.Indeterminate}), because a copy that was
 * stamped earlier may exist; what contradicts is {@link Verdict.Failed}. Immutable and safe for use
 * by many threads.
 */
public final class LongTermCheck {
  private static final int SMALL = 1 << 16;
  private static final int MOST_STAMPS = 100; // renewed each year for a century
  private static final Set<PathFinding> OVERDUE =
      Set.of(PathFinding.EXPIRED, PathFinding.WEAK_KEY, PathFinding.WEAK_SIGNATURE);

  private final PathValidator.Context signers;
  private final PathValidator.Context authorities;
  private final AlgorithmLife life;

  /**
   * @param signers whom to trust for signatures; its evidence is that of today
   * @param authorities whom to trust for time stamps; its revocation checking is for what is judged
   *     now
   */
  public LongTermCheck(
      PathValidator.Context signers, PathValidator.Context authorities, AlgorithmLife life) {
    this.signers = signers;
    this.authorities = authorities;
    this.life = life;
  }

  /**
   * @param now the time of checking
   */
  public LongTermReading check(LongTermSignature signature, Instant now) throws IOException {
    List<Finding> findings = new ArrayList<>(form(signature));
    ProofsOfExistence proofs = new ProofsOfExistence(now);
    StampCheck stampCheck = new StampCheck(signature, authorities, life, proofs);
    List<Stamp> stamps = new ArrayList<>();
    for (Kind kind : List.of(Kind.ARCHIVE, Kind.SIGNATURE)) {
      for (StampedToken token : tokens(signature, kind, findings)) {
        stamps.add(stampCheck.check(kind, token));
      }
    }
    findings.addAll(stampCheck.findings());
    if (stamps.isEmpty()) {
      find(findings, LongTermFinding.NO_STAMP, "has no time stamp");
    }
    List<Instant> ends = new ArrayList<>(stampCheck.ends());
    Entity entity = Entity.inside(signature.content(), Budget.STANDARD.headerBytes());
    SignatureCheck.Expected author = author(entity, findings);
    SignatureCheck.Result result = checkSignature(signature, proofs, author);
    findings.addAll(result.verdict().findings());
    if (result.verdict() instanceof Verdict.Passed passed) {
      checkStrength(signature, passed.signer(), proofs, ends, findings);
    }
    Verdict verdict = verdict(result.verdict(), findings);
    boolean isNamed = !(author instanceof SignatureCheck.Expected.Anybody);
    return new LongTermReading(
        verdict,
        level(signature),
        result.signers(),
        Optional.of(proofs.signature()).filter(time -> !proofs.isNow(time)),
        stamps,
        ShownHeader.mailbox(author),
        isNamed ? subject(entity) : Optional.empty(),
        ends.stream().min(Instant::compareTo),
        verdict.findings());
  }

  /** What CMS itself asks for beside the signature (RFC 5652 §5.1). */
  private static List<Finding> form(LongTermSignature signature) throws IOException {
    List<Finding> findings = new ArrayList<>();
    CadesData data = signature.data();
    if (data.version() != data.properVersion()) {
      find(
          findings,
          LongTermFinding.MALFORMED,
          "has version " + data.version() + " where its parts ask for " + data.properVersion());
    }
    if (!data.namesItsDigest()) {
      find(findings, LongTermFinding.MALFORMED, "does not name its digest at its beginning");
    }
    if (signature.content().size() <= SMALL
        && SignedAttributes.looksLike(signature.content().toByteArray())) {
      findings.add(
          Finding.of(
              MessageFinding.FORGED_ATTRIBUTES,
              "signature",
              "its content is a set of signed attributes"));
    }
    return findings;
  }

  /** Those that can be read; of archive time stamps, which cover each other, the last one first. */
  static List<StampedToken> tokens(LongTermSignature signature, Kind kind, List<Finding> findings) {
    String oid = kind == Kind.ARCHIVE ? Oids.ARCHIVE_TIME_STAMP_V3 : Oids.SIGNATURE_TIME_STAMP;
    List<StampedToken> tokens = new ArrayList<>();
    for (UnsignedAttribute attribute : signature.data().unsigned(oid)) {
      for (byte[] value : attribute.values()) {
        if (tokens.size() == MOST_STAMPS) {
          findings.add(
              Finding.of(
                  LongTermFinding.MALFORMED,
                  kind.word() + " time stamp",
                  "is one of more than the " + MOST_STAMPS + " that are looked at"));
          return List.of();
        }
        try {
          tokens.add(StampedToken.of(value));
        } catch (IOException e) {
          findings.add(
              Finding.of(
                  LongTermFinding.STAMP_UNREADABLE,
                  kind.word() + " time stamp",
                  String.valueOf(e.getMessage())));
        }
      }
    }
    tokens.sort(
        Comparator.comparing(
                (StampedToken token) -> token.index().map(i -> i.attributes().size()).orElse(0))
            .thenComparing(token -> token.token().time())
            .reversed());
    return tokens;
  }

  private SignatureCheck.Result checkSignature(
      LongTermSignature signature, ProofsOfExistence proofs, SignatureCheck.Expected author)
      throws IOException {
    Instant evidenceTime = proofs.content();
    CadesData data = signature.data();
    SignedData signed =
        data.signedData(
            proofs.by(evidenceTime, data.certificates()),
            proofs.by(evidenceTime, data.revocations()));
    boolean isNow = proofs.isNow(proofs.signature());
    PathValidator.Context context =
        signers.checking(isNow ? signers.revocation() : RevocationChecking.REQUIRED);
    return new SignatureCheck(
            context,
            new PathCache(0),
            CryptoProfile.of(CryptoProfile.Name.LEGACY_READ),
            life.rules(evidenceTime),
            new Jca(Primitives.standard()),
            proofs.signature())
        .check(signed, signature::digest, author);
  }

  /**
   * The signature was strong when it was first stamped; the digest of the content, the certificates
   * and their keys when the first archive time stamp was put over them.
   */
  private void checkStrength(
      LongTermSignature signature,
      VerifiedSigner signer,
      ProofsOfExistence proofs,
      List<Instant> ends,
      List<Finding> findings)
      throws IOException {
    SignerInfo info = signature.data().signerInfo();
    SignatureScheme scheme =
        SignatureScheme.reading(info.digestAlgorithm(), info.signatureAlgorithm());
    String name = signer.certificate().subject();
    Strength strength = new Strength(findings, ends, proofs);
    strength.hold(
        life.endOf(scheme, signer.certificate().publicKey()),
        proofs.signature(),
        name,
        "signed with " + scheme.name());
    strength.hold(
        life.endOfDigest(scheme.digest().word()),
        proofs.content(),
        name,
        "signed a " + scheme.digest().word() + " digest of the content");
    for (Certificate one : signer.path().certificates()) {
      if (!one.equals(signer.path().root())) {
        strength.hold(
            life.endOfKey(one.publicKey()), proofs.content(), one.displayName(), "has a key");
      }
    }
    if (SignedAttributes.of(info).one(Oids.SIGNING_CERTIFICATE_V2).isEmpty()
        && SignedAttributes.of(info).one(Oids.SIGNING_CERTIFICATE).isEmpty()) {
      findings.add(
          Finding.of(
              LongTermFinding.UNNAMED_CERTIFICATE, name, "signed without naming its certificate"));
    }
  }

  private record Strength(List<Finding> findings, List<Instant> ends, ProofsOfExistence proofs) {
    void hold(Optional<Instant> end, Instant proven, String subject, String what) {
      if (end.filter(e -> !proven.isBefore(e)).isPresent()) {
        findings.add(
            Finding.of(
                LongTermFinding.STAMPED_TOO_LATE,
                subject,
                what + " that counted until " + end.get() + ", and is proven since " + proven));
      }
      if (proofs.isNow(proven)) {
        end.ifPresent(ends::add);
      }
    }
  }

  /** The From that the signature is over (RFC 9788 §4.1); without one, whoever signed. */
  private static SignatureCheck.Expected author(Entity entity, List<Finding> findings) {
    ContentType type = entity.header().contentType();
    boolean isProtected =
        type.parameter("hp").isPresent()
            || type.parameter("protected-headers").filter("v1"::equalsIgnoreCase).isPresent();
    if (isProtected) {
      return ShownHeader.from(entity.header().fields());
    }
    findings.add(
        Finding.of(MessageFinding.HEADER_UNPROTECTED, "header", "is not covered by the signature"));
    return new SignatureCheck.Expected.Anybody();
  }

  private static Optional<String> subject(Entity entity) {
    return entity
        .header()
        .value("Subject")
        .map(org.signetmail.smime.internal.mime.EncodedWords::decode);
  }

  private static Level level(LongTermSignature signature) {
    if (signature.isArchived()) {
      return Level.LTA;
    }
    if (!signature.isStamped()) {
      return Level.B;
    }
    return signature.data().revocations().isEmpty() ? Level.T : Level.LT;
  }

  private static Verdict verdict(Verdict ofSignature, List<Finding> findings) {
    List<Finding> all = List.copyOf(findings);
    if (findings.stream().anyMatch(LongTermCheck::isContradiction)) {
      return new Verdict.Failed(all);
    }
    return ofSignature instanceof Verdict.Passed passed
            && findings.stream().noneMatch(Finding::isError)
        ? new Verdict.Passed(passed.signer(), all)
        : new Verdict.Indeterminate(all);
  }

  private static boolean isContradiction(Finding finding) {
    return finding.isContradiction()
        && !isOverdue(finding)
        && !(finding.code() instanceof LongTermFinding code && code.isUndetermined());
  }

  /** What a time stamp in time would have helped against. */
  static boolean isOverdue(Finding finding) {
    FindingCode code = finding.code();
    return finding.isError() && code instanceof PathFinding path && OVERDUE.contains(path);
  }

  private static void find(List<Finding> findings, LongTermFinding code, String detail) {
    findings.add(Finding.of(code, "signature", detail));
  }
}
