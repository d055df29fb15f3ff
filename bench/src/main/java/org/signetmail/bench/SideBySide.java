package org.signetmail.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Measures signet and OpenSSL on the same messages in the same run, taking turns, and prints one
 * Markdown page. What counts is the ratio: it travels from machine to machine better than a time.
 *
 * <p>Arguments: the repository's folder, the folder of peers (for the loop in C), and the page to
 * write.
 */
public final class SideBySide {
  private static final int SMALL_RUNS = 11;
  private static final int LARGE_RUNS = 3;
  private static final double TARGET_START_SECONDS = 0.25;

  private final Path launcher;
  private final Path peers;
  private final Material material;
  private final Page page = new Page();

  private SideBySide(Path repository, Path peers) throws IOException {
    this.launcher = repository.resolve("signet");
    this.peers = peers;
    this.material = Material.make(repository.resolve("bench/target/material"));
  }

  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    SideBySide bench = new SideBySide(repository, Path.of(arguments[1]));
    bench.page.introduction();
    bench.startUp();
    for (Material.Size size : Material.Size.values()) {
      bench.wholeProcesses(size);
    }
    bench.inProcessSmall();
    bench.inProcessLarge();
    Files.writeString(Path.of(arguments[2]), bench.page.text());
  }

  /** One small signed message verified by a whole process, start to end. */
  private void startUp() throws IOException {
    both(Operation.SIGN, Material.Size.SMALL, 1);
    Pair pair = both(Operation.VERIFY, Material.Size.SMALL, SMALL_RUNS);
    page.paragraph(
        String.format(
            Locale.ROOT,
            "`signet verify` of a small message, a whole process from start to end: **%.3f s**"
                + " (median of %d; the target is under %.2f s), of which %.3f s of CPU.",
            pair.ours(Run::seconds),
            SMALL_RUNS,
            TARGET_START_SECONDS,
            pair.ours(Run::cpuSeconds)));
  }

  private void wholeProcesses(Material.Size size) throws IOException {
    int runs = size == Material.Size.SMALL ? SMALL_RUNS : LARGE_RUNS;
    page.heading("Whole processes, " + size + ", RSA-2048, median of " + runs);
    page.head(
        "operation",
        "signet s",
        "openssl s",
        "ratio",
        "signet CPU s",
        "openssl CPU s",
        "ratio",
        "signet MB",
        "openssl MB");
    for (Operation operation : Operation.values()) {
      Pair pair = both(operation, size, runs);
      double ours = pair.ours(Run::seconds);
      double theirs = pair.theirs(Run::seconds);
      double ourCpu = pair.ours(Run::cpuSeconds);
      double theirCpu = pair.theirs(Run::cpuSeconds);
      page.row(
          operation.toString(),
          Page.seconds(ours),
          Page.seconds(theirs),
          Page.ratio(theirs, ours),
          Page.seconds(ourCpu),
          Page.seconds(theirCpu),
          Page.ratio(theirCpu, ourCpu),
          Page.megabytes(pair.ours(Run::peakKilobytes)),
          Page.megabytes(pair.theirs(Run::peakKilobytes)));
    }
  }

  private void inProcessSmall() throws IOException {
    Optional<LibcryptoLoop> loop = LibcryptoLoop.compiled(peers, material.folder());
    for (Material.Key key : Material.Key.values()) {
      page.heading("One process, one thread, 10 KB, " + key);
      page.head("operation", "signet messages/s", "libcrypto messages/s", "ratio");
      Map<Operation, Double> theirs = new EnumMap<>(Operation.class);
      if (loop.isPresent()) {
        theirs.putAll(loop.get().perSecond(material, key, 0.2));
      }
      InProcess ours = new InProcess(material, key);
      for (Operation operation : Operation.values()) {
        double rate = ours.perSecond(operation, material.message(Material.Size.SMALL), 2.5, 1.5);
        double other = theirs.getOrDefault(operation, 0.0);
        page.row(operation.toString(), Page.rate(rate), Page.rate(other), Page.ratio(rate, other));
      }
    }
  }

  private void inProcessLarge() throws IOException {
    page.heading("One process, one thread, 100 MB, RSA-2048, median of " + LARGE_RUNS);
    page.head("operation", "signet MB/s", "openssl cms MB/s", "ratio");
    InProcess ours = new InProcess(material, Material.Key.RSA);
    Path message = material.message(Material.Size.LARGE);
    double megabytes = Material.Size.LARGE.bytes() / 1e6;
    for (Operation operation : Operation.values()) {
      double rate = megabytes / ours.seconds(operation, message, LARGE_RUNS);
      double other = megabytes / theirs(operation, Material.Size.LARGE).seconds();
      page.row(operation.toString(), Page.rate(rate), Page.rate(other), Page.ratio(rate, other));
    }
    page.paragraph("`openssl cms` is a whole process here too: its start is lost in 100 MB.");
  }

  /** The runs of both programs. */
  private record Pair(List<Run> ours, List<Run> theirs) {
    double ours(ToDoubleFunction<Run> measure) {
      return Median.of(ours.stream().mapToDouble(measure).toArray());
    }

    double theirs(ToDoubleFunction<Run> measure) {
      return Median.of(theirs.stream().mapToDouble(measure).toArray());
    }
  }

  /** Both programs in turn, so that what else the machine does falls on both. */
  private Pair both(Operation operation, Material.Size size, int runs) throws IOException {
    List<Run> ours = new ArrayList<>();
    List<Run> theirs = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      ours.add(ours(operation, size));
      theirs.add(theirs(operation, size));
    }
    return new Pair(ours, theirs);
  }

  private Run ours(Operation operation, Material.Size size) throws IOException {
    return done(Run.measured(operation.signet(launcher, material, size)), "signet " + operation);
  }

  private Run theirs(Operation operation, Material.Size size) throws IOException {
    return done(Run.measured(operation.openssl(material, size)), "openssl " + operation);
  }

  private static Run done(Run run, String what) throws IOException {
    if (run.status() != 0) {
      throw new IOException(what + ": ended with " + run.status() + ": " + run.errors());
    }
    return run;
  }
}
