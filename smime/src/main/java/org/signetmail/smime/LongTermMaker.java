package org.signetmail.smime;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.ValidatedPath;
import org.signetmail.smime.LongTermReading.Kind;
import org.signetmail.smime.LongTermReading.Level;
import org.signetmail.smime.LongTermReading.Stamp;

/**
 * Makes evidence of a signed message, and renews it: gathers certificates and revocation values,
 * has them stamped, and hands out nothing that its own check does not pass. Thread-safe when what
 * it is given is.
 */
public final class LongTermMaker {
  private final PathValidator.Context signers;
  private final PathValidator.Context authorities;
  private final AlgorithmLife life;
  private final TimeStamping stamping;
  private final StatusSource source;
  private final SecureRandom random;

  /** What became of it. */
  public sealed interface Outcome {
    /**
     * @param signature its owner closes it
     */
    record Made(LongTermSignature signature, LongTermReading reading) implements Outcome {}

    /**
     * @param verdict never passed
     */
    record Refused(Verdict verdict) implements Outcome {}
  }

  /**
   * @param signers whom to trust for signatures, and what is at hand of certificates and status
   * @param authorities the same for time stamps
   * @param source of status that is not at hand
   */
  public LongTermMaker(
      PathValidator.Context signers,
      PathValidator.Context authorities,
      AlgorithmLife life,
      TimeStamping stamping,
      StatusSource source,
      SecureRandom random) {
    this.signers = signers;
    this.authorities = authorities;
    this.life = life;
    this.stamping = stamping;
    this.source = source;
    this.random = random;
  }

  /**
   * Evidence of a message, in level LT or LTA; a time stamp that is over the signature already
   * stays.
   *
   * @throws MalformedMessage when it is no signed message
   * @throws IOException when authority or source do not answer
   */
  public Outcome make(Octets message, Level level, Spool spool, Instant now) throws IOException {
    try (Reading reading =
        new MessageReader(List.of(), signers, spool, MessageReader.Options.standard())
            .read(message, now)) {
      if (!(reading.verdict() instanceof Verdict.Passed)) {
        return new Outcome.Refused(reading.verdict());
      }
    }
    LongTermSignature signature = LongTermSignature.ofMessage(message, spool);
    boolean isMade = false;
    try {
      Outcome outcome =
          finish(
              signature.isStamped() ? signature : signature.stamped(stamping, random), level, now);
      isMade = outcome instanceof Outcome.Made;
      return outcome;
    } finally {
      if (!isMade) {
        signature.close();
      }
    }
  }

  /**
   * The same evidence with an archive time stamp more, over all that is there and what it takes to
   * judge the last time stamps later. The evidence given stays its caller's to close, who closes
   * both.
   */
  public Outcome renew(LongTermSignature signature, Instant now) throws IOException {
    LongTermReading reading = check().check(signature, now);
    if (!(reading.verdict() instanceof Verdict.Passed)) {
      return new Outcome.Refused(reading.verdict());
    }
    return finish(signature, Level.LTA, now);
  }

  private Outcome finish(LongTermSignature stamped, Level level, Instant now) throws IOException {
    LongTermSignature signature = gathered(stamped, now);
    LongTermReading reading = check().check(signature, later(signature, now));
    if (level == Level.LTA && reading.verdict() instanceof Verdict.Passed) {
      signature = signature.archived(stamping, random);
      reading = check().check(signature, later(signature, now));
    }
    return reading.verdict() instanceof Verdict.Passed
        ? new Outcome.Made(signature, reading)
        : new Outcome.Refused(reading.verdict());
  }

  private LongTermCheck check() {
    return new LongTermCheck(signers, authorities, life);
  }

  /** Not before the time stamps in it: another clock made them. */
  private Instant later(LongTermSignature signature, Instant now) throws IOException {
    return check().check(signature, now).stamps().stream()
        .map(Stamp::time)
        .filter(time -> time.isAfter(now))
        .max(Instant::compareTo)
        .orElse(now);
  }

  /** With the paths of whom it relies on now, and the status of all on them. */
  private LongTermSignature gathered(LongTermSignature signature, Instant now) throws IOException {
    Instant at = later(signature, now);
    LongTermReading reading = check().check(signature, at);
    Gathering gathering = new Gathering(signature);
    for (Reading.Signer signer : reading.signers()) {
      if (signer.certificate().isPresent() && !signature.isArchived()) {
        gathering.add(
            signer.certificate().get(),
            Purpose.EMAIL_SIGNING,
            reading.provenSince().orElse(at),
            signers);
      }
    }
    for (Stamp stamp : reading.stamps()) {
      if (!stamp.judgedAt().isBefore(at) && stamp.authority().isPresent()) {
        gathering.add(stamp.authority().get(), Purpose.ANY, at, authorities);
      }
    }
    return signature.with(List.copyOf(gathering.certificates), gathering.evidence);
  }

  /** What is missing in a signature to judge it later. */
  private final class Gathering {
    private final LongTermSignature signature;
    private final Set<Certificate> certificates = new LinkedHashSet<>();
    private RevocationEvidence evidence = RevocationEvidence.NONE;

    Gathering(LongTermSignature signature) {
      this.signature = signature;
    }

    void add(Certificate certificate, Purpose purpose, Instant at, PathValidator.Context trust)
        throws IOException {
      PathValidator.Outcome outcome =
          validate(certificate, purpose, at, trust, RevocationChecking.IF_AVAILABLE);
      if (!(outcome instanceof PathValidator.Outcome.Valid valid)) {
        return; // the check says why
      }
      List<Certificate> path = valid.path().certificates();
      certificates.addAll(path);
      evidence = evidence.and(about(valid.path(), trust.evidence()));
      boolean isKnown =
          validate(certificate, purpose, at, trust, RevocationChecking.REQUIRED)
              instanceof PathValidator.Outcome.Valid;
      for (int i = 0; !isKnown && i < path.size() - 1; i++) {
        evidence = evidence.and(source.about(path.get(i), path.get(i + 1)));
      }
    }

    private PathValidator.Outcome validate(
        Certificate certificate,
        Purpose purpose,
        Instant at,
        PathValidator.Context trust,
        RevocationChecking checking) {
      List<Certificate> between = new ArrayList<>(signature.certificates());
      between.addAll(stampCertificates());
      PathValidator.Context context =
          trust.helpedBy(between, signature.evidence().and(evidence)).checking(checking);
      return PathValidator.validate(certificate, purpose, at, context, life.rules(at));
    }

    private List<Certificate> stampCertificates() {
      List<Certificate> all = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        LongTermCheck.tokens(signature, kind, new ArrayList<Finding>())
            .forEach(token -> all.addAll(token.token().certificates()));
      }
      return all;
    }
  }

  /** Of what is given, what speaks of the certificates of a path. */
  private static RevocationEvidence about(ValidatedPath path, RevocationEvidence given) {
    RevocationEvidence found = RevocationEvidence.NONE;
    for (Certificate certificate : path.certificates()) {
      found =
          found.and(
              RevocationEvidence.of(
                  given.listsOf(certificate.x509().getIssuerX500Principal()),
                  given.responsesAbout(certificate.serial())));
    }
    return found;
  }
}
