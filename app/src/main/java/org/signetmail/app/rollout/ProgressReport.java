package org.signetmail.app.rollout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.rollout.Document.Bar;
import org.signetmail.app.rollout.Document.Part;
import org.signetmail.pkix.Finding;
import org.signetmail.rollout.Journey;
import org.signetmail.rollout.RolloutProgress;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.WaveProgress;

/** Where a rollout stands, as a document. */
public final class ProgressReport {
  private static final int NAMED = 200; // who are stuck, by name

  private final Organization organization;

  public ProgressReport(Organization organization) {
    this.organization = organization;
  }

  /**
   * The report of now.
   *
   * @param file whose ending says the form: {@code .md}, {@code .html} or {@code .pdf}
   */
  public byte[] as(String file) throws IOException {
    String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    Document document = document();
    return switch (ending) {
      case "md" -> MarkdownText.of(document).getBytes(StandardCharsets.UTF_8);
      case "html" -> HtmlText.of(document).getBytes(StandardCharsets.UTF_8);
      case "pdf" -> PdfOctets.of(document);
      default ->
          throw Failure.usage(
              file + ": ends neither in .md nor .html nor .pdf; name one that does");
    };
  }

  private Document document() {
    RolloutProgress rollout = organization.enrolling().rollout();
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Heading("Coverage"));
    parts.add(new Part.Paragraph("People with valid certificates to sign and to read, by group."));
    List<Bar> bars = new ArrayList<>();
    rollout
        .status()
        .byGroup()
        .forEach((group, coverage) ->
            bars.add(
                new Bar(
                    group, Math.min(coverage.signing(), coverage.reading()), coverage.people())));
    parts.add(new Part.Bars(bars));
    parts.add(new Part.Heading("Waves"));
    parts.add(
        new Part.Rows(
            List.of("wave", "groups", "state", "people, enrolled, sign, read"),
            rollout.waves().stream().map(ProgressReport::row).toList()));
    List<Finding> stuck =
        rollout.waves().stream()
            .filter(wave -> wave.record().wave().state() != Wave.State.PLANNED)
            .flatMap(wave -> wave.stuck().stream())
            .toList();
    parts.add(new Part.Heading("Who is stuck, and on what"));
    if (stuck.isEmpty()) {
      parts.add(new Part.Paragraph("Nobody."));
    } else {
      parts.add(
          new Part.Rows(
              List.of("who", "what", "finding"),
              stuck.stream()
                  .limit(NAMED)
                  .map(one -> List.of(one.subject(), one.detail(), one.code().code()))
                  .toList()));
    }
    if (stuck.size() > NAMED) {
      parts.add(new Part.Paragraph("And " + (stuck.size() - NAMED) + " more."));
    }
    return new Document(
        "The rollout at " + organization.configuration().organization(),
        "As of " + rollout.status().at().truncatedTo(ChronoUnit.SECONDS) + ": " + summary(rollout),
        parts);
  }

  private static String summary(RolloutProgress rollout) {
    return rollout.status().coverage().enrolled()
        + " of "
        + rollout.status().coverage().people()
        + " people are enrolled";
  }

  private static List<String> row(WaveProgress wave) {
    return List.of(
        wave.record().wave().name(),
        String.join(", ", wave.record().wave().groups()),
        wave.record().wave().state().word(),
        "%d, %d, %d, %d"
            .formatted(
                wave.journeys().size(),
                wave.coverage().enrolled(),
                reached(wave, Journey.Stage.SIGNS),
                reached(wave, Journey.Stage.READS)));
  }

  private static long reached(WaveProgress wave, Journey.Stage stage) {
    return wave.journeys().stream().filter(one -> one.stage().compareTo(stage) >= 0).count();
  }
}
