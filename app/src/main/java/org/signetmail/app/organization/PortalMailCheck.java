package org.signetmail.app.organization;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.gateway.Judge;
import org.signetmail.pkix.Finding;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Verdict;
import org.signetmail.smime.VerifiedSigner;
import org.signetmail.web.portal.MailCheck;
import org.slf4j.LoggerFactory;

/** Judges mail that people hand in at the portal as the gateway judges mail from outside. */
final class PortalMailCheck implements MailCheck {
  private static final int MOST_FINDINGS = 20;

  private final Judge judge;
  private final InstantSource clock;

  PortalMailCheck(Judge judge, InstantSource clock) {
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

  private static Answer unreadable() {
    return new Answer(
        Shape.EMPTY,
        "This is no message that can be read (RFC 5322); save it anew, as .eml",
        List.of(),
        List.of());
  }

  private static Answer answer(Reading reading) {
    List<Fact> facts = MailFacts.of(reading);
    List<String> lines = new ArrayList<>();
    if (reading.opening().isPresent()) {
      lines.add(
          "It is encrypted, and only your own program opens it: send yourself one that is not.");
    }
    reading.findings().stream()
        .filter(Finding::isError)
        .limit(MOST_FINDINGS)
        .map(finding -> oneLine(finding.line()))
        .forEach(lines::add);
    return switch (reading.verdict()) {
      case Verdict.Passed(VerifiedSigner signer, List<Finding> _) -> {
        lines.addFirst(
            signer.certificate().isSeal()
                ? "Signed with the organisation's seal, not with your own key."
                : "Signed with the person's own key.");
        yield new Answer(
            Shape.FILLED,
            "Signed by "
                + oneLine(signer.certificate().displayName())
                + ", unchanged since (passed)",
            facts,
            lines);
      }
      case Verdict.Failed failed ->
          new Answer(Shape.BROKEN, cause(failed.findings()) + " (failed)", facts, lines);
      case Verdict.Indeterminate unknown ->
          new Answer(
              Shape.OPEN,
              "Cannot say yet: " + cause(unknown.findings()) + " (indeterminate)",
              facts,
              lines);
      case Verdict.Unsigned _ ->
          new Answer(
              Shape.EMPTY, "Not signed: anybody may have written this (unsigned)", facts, lines);
    };
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
