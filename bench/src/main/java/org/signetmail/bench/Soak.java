package org.signetmail.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.MailHandler;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;

/**
 * A whole system that signs and encrypts for an hour at seven tenths of what it can: its memory and
 * its answers' times at the end are those of the beginning, and the next hop has every message.
 */
public final class Soak {
  private static final double LOAD = 0.7;
  private static final int OCTETS = 10 << 10;
  private static final int SESSIONS = 16;
  private static final int WARM = 6_000;
  private static final int MEASURED = 4_000;
  private static final String HEAP = "512m";

  /** What the last quarter may be of the first: no more than runs differ by. */
  private static final double MORE_MEMORY = 1.15;

  private static final double MORE_TIME = 1.5;

  /** What one stretch of some seconds came to. */
  private record Stretch(
      double minute, double median, double of99, double heap, double resident, long files) {}

  private Soak() {}

  /**
   * @param arguments a folder to work in, the page to write, minutes
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    double minutes = Double.parseDouble(arguments[2]);
    AtomicLong taken = new AtomicLong();
    MailHandler counting =
        (arrival, envelope, message) -> {
          taken.incrementAndGet();
          return Answer.OK;
        };
    try (SmtpServer sink =
            SmtpServer.start(
                ServerSettings.loopback(0, "sink.example.test"),
                counting,
                Spool.standard(),
                InstantSource.system());
        GatewayHost.Running gateway =
            new GatewayHost.Running(folder.resolve("home"), "p-256", sink.port(), 50, HEAP)) {
      new MailLoad(SESSIONS, WARM, OCTETS).send(gateway.port(), GatewayHost.PROTECTED);
      double most =
          MEASURED
              / new MailLoad(SESSIONS, MEASURED, OCTETS)
                  .send(gateway.port(), GatewayHost.PROTECTED);
      long before = taken.get();
      List<Stretch> stretches = new ArrayList<>();
      long sent = run(gateway, most * LOAD, minutes, stretches);
      long lost = sent - (taken.get() - before);
      boolean isFlat = report(Path.of(arguments[1]), stretches, most, minutes, sent, lost);
      System.exit(isFlat && lost == 0 ? 0 : 1);
    }
  }

  private static long run(
      GatewayHost.Running gateway, double rate, double minutes, List<Stretch> stretches)
      throws IOException, InterruptedException {
    int seconds = (int) Math.clamp(minutes * 60 / 12, 10, 60);
    long begin = System.nanoTime();
    long end = begin + (long) (minutes * 60e9);
    long sent = 0;
    while (System.nanoTime() < end) {
      MailLatency latency =
          MailLatency.at(gateway.port(), GatewayHost.PROTECTED, rate, seconds, OCTETS);
      sent += (int) (rate * seconds);
      Stretch stretch =
          new Stretch(
              (System.nanoTime() - begin) / 60e9,
              latency.percentile(50),
              latency.percentile(99),
              gateway.heap() / 1e6,
              gateway.kilobytes("VmRSS") / 1e3,
              gateway.openFiles());
      stretches.add(stretch);
      System.out.printf(Locale.ROOT, "%.1f min: %s%n", stretch.minute, stretch);
    }
    return sent;
  }

  private static boolean report(
      Path file, List<Stretch> all, double most, double minutes, long sent, long lost)
      throws IOException {
    boolean isMemoryFlat = growth(all, Stretch::heap) <= MORE_MEMORY;
    boolean isTimeFlat = growth(all, Stretch::median) <= MORE_TIME;
    Page page = new Page();
    page.title("Measured: endurance");
    page.paragraph(
        String.format(
            Locale.ROOT,
            "Made by `bench/soak %.0f` on %s: %d processors, Java %s, a load of %.1f at the end,"
                + " the measurement's own among it. A whole system as `signet up` runs it (SQLite,"
                + " a heap of %s) signs and encrypts messages of 10 KB with P-256, at %.0f a"
                + " second: seven tenths of the %.0f that it did before.",
            minutes,
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            HEAP,
            most * LOAD,
            most));
    page.paragraph(
        String.format(
            Locale.ROOT,
            "%,d messages sent, **%d lost**. The last quarter against the first: heap in use after"
                + " a collection %.2f (at most %.2f wanted), median time to the answer %.2f (at"
                + " most %.2f).%s",
            sent,
            lost,
            growth(all, Stretch::heap),
            MORE_MEMORY,
            growth(all, Stretch::median),
            MORE_TIME,
            isMemoryFlat && isTimeFlat ? "" : " **Not flat.**"));
    page.head("minute", "median, ms", "99 %, ms", "heap, MB", "resident memory, MB", "open files");
    for (Stretch one : all) {
      page.row(
          String.format(Locale.ROOT, "%.1f", one.minute),
          String.format(Locale.ROOT, "%.1f", one.median),
          String.format(Locale.ROOT, "%.1f", one.of99),
          String.format(Locale.ROOT, "%.1f", one.heap),
          String.format(Locale.ROOT, "%.0f", one.resident),
          Long.toString(one.files));
    }
    Files.writeString(file, page.text());
    return isMemoryFlat && isTimeFlat;
  }

  /** The mean of the last quarter, by that of the first. */
  private static double growth(List<Stretch> all, ToDoubleFunction<Stretch> what) {
    int quarter = Math.max(1, all.size() / 4);
    double first = all.subList(0, quarter).stream().mapToDouble(what).average().orElse(1);
    double last =
        all.subList(all.size() - quarter, all.size()).stream()
            .mapToDouble(what)
            .average()
            .orElse(1);
    return last / first;
  }
}
