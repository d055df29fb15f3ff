package org.signetmail.app.bench;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was measured, as Markdown with a picture beside it. */
public final class BenchPage {
  /** What was compared with what; it belongs to every print of the figures. */
  public static final String MEANING =
      "A ratio above 1 says how many times faster signet is; the spread is from the lowest to the"
          + " highest round. Bouncy Castle is a program over its own provider, in the same process:"
          + " CMS and Base64 of a message in memory. signet reads and writes whole messages,"
          + " protects and compares their headers, and remembers a path that it validated. openssl"
          + " cms is a process of its own for each message, signet is not, so only large ones are"
          + " compared with it.";

  private BenchPage() {}

  /** The machine, in one line. */
  public static String machine(Optional<String> openssl) {
    return String.format(
        Locale.ROOT,
        "%d processors, Java %s, %s, a load of %.1f",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        openssl.orElse("no openssl"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /**
   * The page.
   *
   * @param picture the name of the picture's file
   */
  public static String markdown(
      List<Comparison> comparisons, Optional<String> openssl, String picture) {
    StringBuilder text =
        new StringBuilder("# This machine, measured\n\nMade by `signet bench` on ")
            .append(LocalDate.now(ZoneOffset.UTC))
            .append(": ")
            .append(machine(openssl))
            .append(".\n\n")
            .append(MEANING)
            .append("\n\n");
    row(text, Comparison.heads());
    text.append("|---".repeat(3)).append("|---:".repeat(4)).append("|\n");
    comparisons.forEach(one -> row(text, one.cells()));
    return text.append("\n![Ratios](").append(picture).append(")\n").toString();
  }

  /** The picture. */
  public static String picture(List<Comparison> comparisons) {
    return RatioPlot.of(
        "signet bench: how many times faster",
        comparisons.stream()
            .map(one ->
                new RatioPlot.Bar(
                    one.what() + " / " + one.other(), one.ratio(), one.least(), one.most()))
            .toList());
  }

  private static void row(StringBuilder text, String[] cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
