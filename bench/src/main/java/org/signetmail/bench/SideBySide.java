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
import org.signetmail.app.bench.Median;
import org.signetmail.smime.Primitives;

/**
 * Measures signet and OpenSSL on the same messages in the same run, taking turns, and prints one
 * Markdown page. What counts is the ratio: it travels from machine to machine better than a time.
 *
 * <p>Arguments: the repository's folder, the folder of peers (for the loop in C), the page to
 * write, and {@code --quick} for less.
 */
public final class SideBySide {
  private static final int SMALL_RUNS = 7;
  private static final int BATCH = 200;
  private static final Primitives PRIMITIVES = Primitives.fastest();
  private static final int LARGE_RUNS = 3;
  private static final double TARGET_START_SECONDS = 0.25;

  private final Pace pace;
  private final Path launcher;
  private final Path peers;
  private final Material material;
  private final Page page = new Page();

  private SideBySide(Path repository, Path peers, Pace pace) throws IOException {
    this.pace = pace;
    this.launcher = repository.resolve("signet");
    this.peers = peers;
    this.material = Material.make(repository.resolve("bench/target/material"));
  }

  /** How long is measured. */
  private record Pace(double warmUpSeconds, double seconds, double peerSeconds, double rawSeconds) {
    static final Pace FULL = new Pace(2, 1, 0.15, 0.3);

    /** For a look while working on the code: only what runs in one process. */
    static final Pace QUICK = new Pace(1, 0.4, 0.05, 0.15);
  }

  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]);
    boolean isQuick = arguments.length > 3 && arguments[3].equals("--quick");
    SideBySide bench =
        new SideBySide(repository, Path.of(arguments[1]), isQuick ? Pace.QUICK : Pace.FULL);
    bench.page.introduction();
    if (isQuick) {
      bench.inProcessSmall();
      return;
    }
    bench.startUp();
    bench.batch();
    bench.inProcessSmall();
    bench.wholeProcesses(Material.Size.SMALL);
    bench.wholeProcesses(Material.Size.LARGE);
    bench.inProcessLarge();
    bench.page.end();
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
    page.heading("One process, one thread, 10 KB");
    page.paragraph(
        "`signet` with "
            + PRIMITIVES
            + ". libcrypto is OpenSSL's CMS in a loop in C. Rates are messages for each second of"
            + " processor time of the one thread that works; signet's path of certificates is"
            + " validated once and remembered, libcrypto has no such memory. The sum is what"
            + " digest, key operation, cipher and Base64 alone would reach: it bounds every ratio,"
            + " and leaves out that headers are read, compared and composed anew.");
    page.head(
        "key",
        "operation",
        "signet/s",
        "libcrypto/s",
        "ratio",
        "target",
        "sum/s",
        "of the sum",
        "KB allocated");
    for (Material.Key key : Material.Key.values()) {
      Map<Operation, Double> theirs = new EnumMap<>(Operation.class);
      if (loop.isPresent()) {
        theirs.putAll(loop.get().perSecond(material, key, pace.peerSeconds()));
      }
      InProcess ours = new InProcess(material, key, PRIMITIVES);
      RawPrimitives raw = new RawPrimitives(material, key, PRIMITIVES, pace.rawSeconds());
      Path message = material.message(Material.Size.SMALL);
      for (Operation operation : Operation.values()) {
        InProcess.Rate rate =
            ours.perSecond(operation, message, pace.warmUpSeconds(), pace.seconds());
        double other = theirs.getOrDefault(operation, 0.0);
        double sum = 1 / raw.seconds(operation, Material.Size.SMALL.bytes());
        page.row(
            key.toString(),
            operation.toString(),
            Page.rate(rate.perSecond()),
            Page.rate(other),
            Page.ratio(rate.perSecond(), other),
            Page.target(operation.smallTarget(key)),
            Page.rate(sum),
            Page.percent(rate.perSecond(), sum),
            Page.rate(rate.allocated() / 1000));
      }
    }
  }

  private void inProcessLarge() throws IOException {
    page.heading("One process, one thread, 100 MB, RSA-2048, median of " + LARGE_RUNS);
    page.paragraph(
        "Both read the message from a file; `openssl cms` is a whole process, its start is lost in"
            + " 100 MB. Megabytes for each second of processor time. The sum leaves out what else"
            + " the work asks for: the file is read, twice by signing and verifying; each line is"
            + " looked at for what transport may change, and for boundaries; line ends come into"
            + " Base64 and out of it; GCM is run forwards and backwards to check the tag in a"
            + " stream; and what was decrypted waits in an encrypted file, written and read once,"
            + " until it is known to be whole.");
    page.head(
        "operation",
        "signet MB/s",
        "openssl cms MB/s",
        "ratio",
        "target",
        "sum MB/s",
        "of the sum");
    InProcess ours = new InProcess(material, Material.Key.RSA_2048, PRIMITIVES);
    RawPrimitives raw =
        new RawPrimitives(material, Material.Key.RSA_2048, PRIMITIVES, pace.rawSeconds());
    Path message = material.message(Material.Size.LARGE);
    double megabytes = Material.Size.LARGE.bytes() / 1e6;
    for (Operation operation : Operation.values()) {
      double rate = megabytes / ours.seconds(operation, message, LARGE_RUNS);
      double[] seconds = new double[LARGE_RUNS];
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = theirs(operation, Material.Size.LARGE).cpuSeconds();
      }
      double other = megabytes / Median.of(seconds);
      double sum = megabytes / raw.seconds(operation, Material.Size.LARGE.bytes());
      page.row(
          operation.toString(),
          Page.rate(rate),
          Page.rate(other),
          Page.ratio(rate, other),
          Page.target(operation.largeTarget()),
          Page.rate(sum),
          Page.percent(rate, sum));
    }
  }

  /** Many small messages in one process, started for them, and as many processes of openssl. */
  private void batch() throws IOException {
    Path folder = Files.createDirectories(material.folder().resolve("batch"));
    Path signed = material.folder().resolve(Operation.SIGN.result(Material.Size.SMALL));
    for (int i = 0; i < BATCH; i++) {
      Files.copy(
          signed, folder.resolve(i + ".eml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> command =
        List.of(
            launcher.toString(),
            "verify",
            "--batch",
            folder.toString(),
            "--trust",
            material.root().toString());
    List<Run> ours = new ArrayList<>();
    for (int i = 0; i < LARGE_RUNS; i++) {
      ours.add(done(Run.measured(command), "signet verify --batch"));
    }
    double theirs = 0;
    for (int i = 0; i < 20; i++) {
      theirs += theirs(Operation.VERIFY, Material.Size.SMALL).seconds();
    }
    double seconds = Median.of(ours.stream().mapToDouble(Run::seconds).toArray());
    page.heading("Cold start: " + BATCH + " small messages");
    page.paragraph(
        String.format(
            Locale.ROOT,
            "`signet verify --batch` of a folder, one process from start to end: **%.2f s** (%.2f s"
                + " of processor), %.1f ms a message. `openssl cms -verify`, one process for each:"
                + " %.2f s.",
            seconds,
            Median.of(ours.stream().mapToDouble(Run::cpuSeconds).toArray()),
            seconds * 1000 / BATCH,
            theirs / 20 * BATCH));
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
