package org.signetmail.app.organization;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.ValidatedPath;
import org.signetmail.smime.MessageFinding;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Reading;
import org.signetmail.smime.SignerClaim;
import org.signetmail.smime.Verdict;
import org.signetmail.smime.VerifiedSigner;
import org.signetmail.web.portal.MailCheck;
import org.slf4j.LoggerFactory;

/** Judges mail that people hand in at the portal as the gateway judges mail from outside. */
final class PortalMailCheck implements MailCheck {
  private static final int MOST_FINDINGS = 20;

  /** What takes nothing from a verdict, and a reader sees: another outside, another signer. */
  private static final Set<FindingCode> BESIDE =
      Set.of(
          MessageFinding.SEVERAL_SIGNERS,
          MessageFinding.HEADER_DIFFERS,
          MessageFinding.HEADER_ADDED,
          MessageFinding.FROM_DIFFERS,
          MessageFinding.NOT_ENCRYPTED);

  private final MailJudge judge;
  private final InstantSource clock;

  PortalMailCheck(MailJudge judge, InstantSource clock) {
    this.judge = judge;
    this.clock = clock;
  }

  @Override
  public Answer check(byte[] message) {
    try (Octets octets = Octets.of(message)) {
      Optional<Reading> found = judge.judge(octets, clock.instant());
      if (found.isEmpty()) {
        return unreadable();
      }
      try (Reading reading = found.get()) {
        return answer(reading);
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(PortalMailCheck.class)
          .debug("a message that was handed in cannot be read: {}", e.toString());
      return unreadable();
    }
  }

  @Override
  public Answer signer(SignerClaim claim) throws IOException {
    PathValidator.Outcome outcome = judge.judge(claim, clock.instant());
    List<String> lines = lines(outcome.findings());
    return switch (outcome) {
      case PathValidator.Outcome.Valid(ValidatedPath path, List<Finding> _) ->
          passed(path.endEntity(), MailFacts.signed(path, claim.signingTime()), lines);
      case PathValidator.Outcome.Invalid(List<Finding> findings) ->
          failed(findings, List.of(), lines);
      case PathValidator.Outcome.Undetermined(List<Finding> findings) ->
          unknown(findings, List.of(), lines);
    };
  }

  private static Answer unreadable() {
    return new Answer(
        Shape.EMPTY,
        "This is no message that can be read (RFC 5322); save it anew, as .eml",
        List.of(),
        List.of());
  }

  private static Answer answer(Reading reading) {
    List<Fact> facts = MailFacts.of(reading);
    List<String> lines = lines(reading.findings());
    if (reading.opening().isPresent()) {
      lines.addFirst(
          "It is encrypted, and only your own program opens it: send yourself one that is not.");
    }
    return switch (reading.verdict()) {
      case Verdict.Passed(VerifiedSigner signer, List<Finding> _) ->
          passed(signer.certificate(), facts, lines);
      case Verdict.Failed failed -> failed(failed.findings(), facts, lines);
      case Verdict.Indeterminate open -> unknown(open.findings(), facts, lines);
      case Verdict.Unsigned _ ->
          new Answer(
              Shape.EMPTY, "Not signed: anybody may have written this (unsigned)", facts, lines);
    };
  }

  private static Answer passed(Certificate signer, List<Fact> facts, List<String> lines) {
    lines.addFirst(
        signer.isSeal()
            ? "Signed with the organisation's seal, not with your own key."
            : "Signed with the person's own key.");
    return new Answer(
        Shape.FILLED,
        "Signed by " + oneLine(signer.displayName()) + ", unchanged since (passed)",
        facts,
        lines);
  }

  private static Answer failed(List<Finding> findings, List<Fact> facts, List<String> lines) {
    return new Answer(Shape.BROKEN, cause(findings) + " (failed)", facts, lines);
  }

  private static Answer unknown(List<Finding> findings, List<Fact> facts, List<String> lines) {
    return new Answer(
        Shape.OPEN, "Cannot say yet: " + cause(findings) + " (indeterminate)", facts, lines);
  }

  private static List<String> lines(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.isError() || BESIDE.contains(finding.code()))
        .limit(MOST_FINDINGS)
        .map(finding -> oneLine(finding.line()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static String cause(List<Finding> findings) {
    return findings.stream()
        .filter(Finding::isError)
        .findFirst()
        .map(finding -> oneLine(finding.detail()))
        .orElse("no evidence");
  }

  /** Text from outside keeps to its line. */
  static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
