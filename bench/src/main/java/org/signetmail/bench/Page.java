package org.signetmail.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** The Markdown page, printed line by line as it grows. */
final class Page {
  /** Above this a machine has other work; so much more is the measurement's own at its end. */
  private static final double QUIET = 0.7;

  private static final double OWN = 1;

  /** Processor time is counted in steps of this many seconds. */
  private static final double CLOCK_TICK = 0.01;

  private final StringBuilder text = new StringBuilder();

  String text() {
    return text.toString();
  }

  /** What made the page, on which machine. */
  void introduction() throws IOException {
    line("# Measured");
    paragraph(
        "Made by `bench/run` on "
            + LocalDate.now(ZoneOffset.UTC)
            + ": "
            + machine()
            + ", Java "
            + Runtime.version()
            + ", "
            + openssl()
            + ".");
    paragraph(
        "Both programs take turns on the same files in the same run. A ratio above 1 says how many"
            + " times faster signet is. MB is the peak of resident memory of the process"
            + ", and CPU what it kept processors busy for: on a machine with other work, the only"
            + " seconds to compare.");
    load("at the start", QUIET);
  }

  void end() {
    load("at the end, the measurement's own among it", QUIET + OWN);
  }

  /** Says what else the machine was doing. */
  private void load(String when, double quiet) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    paragraph(
        String.format(
            Locale.ROOT,
            load > quiet
                ? "**The machine had other work: a load of %.1f %s. Measure again when it has"
                    + " none.**"
                : "A load of %.1f %s.",
            load,
            when));
  }

  /** What a ratio is to reach; a dash where nothing was asked. */
  static String target(double ratio) {
    return ratio == 0 ? "–" : String.format(Locale.ROOT, "≥ %.1f", ratio);
  }

  static String percent(double one, double other) {
    return other == 0 ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * one / other);
  }

  void title(String words) {
    line("# " + words);
  }

  void heading(String words) {
    line("");
    line("## " + words);
  }

  void paragraph(String words) {
    line("");
    line(words);
  }

  void head(String... columns) {
    line("");
    row(columns);
    line("|---" + "|---:".repeat(columns.length - 1) + "|");
  }

  void row(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  static String seconds(double seconds) {
    if (seconds < CLOCK_TICK) {
      return "< 0.01";
    }
    return String.format(Locale.ROOT, seconds < 1 ? "%.3f" : "%.2f", seconds);
  }

  static String rate(double rate) {
    return rate == 0 ? "–" : String.format(Locale.ROOT, "%.0f", rate);
  }

  /** How many times larger one is than the other. */
  static String ratio(double one, double other) {
    return one == 0 || other == 0 ? "–" : String.format(Locale.ROOT, "%.2f", one / other);
  }

  static String megabytes(double kilobytes) {
    return kilobytes == 0 ? "–" : String.format(Locale.ROOT, "%.0f", kilobytes / 1024);
  }

  private void line(String line) {
    text.append(line).append('\n');
    System.out.println(line);
  }

  private static String machine() throws IOException {
    Path cpus = Path.of("/proc/cpuinfo");
    String model =
        Files.exists(cpus)
            ? Files.readAllLines(cpus).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("")
            : "";
    return Runtime.getRuntime().availableProcessors()
        + " × "
        + (model.isEmpty() ? System.getProperty("os.arch") : model);
  }

  private static String openssl() throws IOException {
    Process process = new ProcessBuilder("openssl", "version").start();
    String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return version.isBlank() ? "openssl" : version.strip().replaceAll(" \\(.*", "");
  }
}
