package org.signetmail.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.signetmail.store.StoreUrl;

/** {@code bench/ca}: what the certificate services do in a second, with everything on. */
public final class CertificateServices {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final List<String> lines = new ArrayList<>();

  private CertificateServices() {}

  /**
   * @param arguments a PostgreSQL address or {@code none}, and the page to write
   */
  public static void main(String[] arguments) throws Exception {
    CertificateServices page = new CertificateServices();
    page.head();
    Path folder = Files.createTempDirectory("signet-bench");
    if (!arguments[0].equals("none")) {
      Issuing.Rate rate = Issuing.measure(StoreUrl.of(arguments[0]), 64, 12_000);
      page.row("issue, P-256, PostgreSQL, 64 at once", rate, "1,000/s");
    }
    StoreUrl sqlite = StoreUrl.sqlite(folder.resolve("bench.db"));
    page.row("issue, P-256, SQLite, one at a time", Issuing.measure(sqlite, 1, 2_000), "200/s");
    StatusLoad.Rates rates = StatusLoad.measure(folder);
    page.row("OCSP over HTTP, ready, connections kept", rates.kept(), "10,000/s on one core");
    page.row("OCSP over HTTP, ready, one connection each", rates.each(), "");
    page.row("`openssl ocsp`, one connection each", rates.openssl(), "");
    page.list();
    Files.writeString(Path.of(arguments[1]), String.join("\n", page.lines) + "\n");
    System.exit(0);
  }

  /** What this process has kept processors busy for, in seconds. */
  static double cpuSeconds() {
    return SYSTEM.getProcessCpuTime() / 1e9;
  }

  private void head() {
    line("# Measured: certificate services");
    line("");
    line(
        "Made by `bench/ca` on %s: %d processors, Java %s, a load of %.1f at the start."
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                SYSTEM.getSystemLoadAverage()));
    line(
        "Issuing is whole: proof of possession, lint, signature, log leaf, durable commit. CPU is");
    line("what this process alone was busy for: on a machine with other work, the only figure to");
    line("compare. A core could do so many as the last column but one says.");
    line("");
    line("| what | a second | CPU s for 1,000 | a CPU second | target |");
    line("|---|---:|---:|---:|---|");
  }

  private void row(String what, Issuing.Rate rate, String target) {
    line(
        "| %s | %,.0f | %.3f | %,.0f | %s |"
            .formatted(
                what,
                rate.count() / rate.seconds(),
                1000 * rate.cpu() / rate.count(),
                rate.count() / rate.cpu(),
                target));
  }

  private void list() throws IOException {
    LargeList.Result result = LargeList.measure();
    line("");
    line(
        ("A complete CRL of %,d entries, from entries in memory: **%.2f s** (%.2f s of CPU), %,d MB"
                + " of DER, %,d MB of heap in use at most, in a heap of %,d MB. Target: under 10 s,"
                + " under 1 GB.")
            .formatted(
                result.entries(),
                result.seconds(),
                result.cpu(),
                result.octets() >> 20,
                result.heap() >> 20,
                Runtime.getRuntime().maxMemory() >> 20));
    line("");
    line("Load at the end: %.1f.".formatted(SYSTEM.getSystemLoadAverage()));
  }

  private void line(String text) {
    lines.add(text);
    System.out.printf(Locale.ROOT, "%s%n", text);
  }
}
