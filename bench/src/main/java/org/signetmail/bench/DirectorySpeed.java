package org.signetmail.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLContext;
import org.signetmail.bench.DirectoryClient.Question;
import org.signetmail.directory.AskingLimits;
import org.signetmail.directory.CertificateSource;
import org.signetmail.directory.ListedPeople;
import org.signetmail.directory.Purses;
import org.signetmail.lookup.served.DirectoryServer;
import org.signetmail.lookup.served.ServedAuthorities;
import org.signetmail.lookup.served.ServedSettings;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUrl;

/** {@code bench/directory}: how fast a certificate is found among a million. */
public final class DirectorySpeed {
  private static final int LOOKUPS = 100_000;
  private static final int SECONDS = 10;

  private final StringBuilder page = new StringBuilder();
  private final int count;

  private DirectorySpeed(int count) {
    this.count = count;
  }

  /**
   * @param arguments how many certificates, the page to write, a folder for the store
   */
  public static void main(String[] arguments) throws Exception {
    DirectorySpeed speed = new DirectorySpeed(Integer.parseInt(arguments[0]));
    Path database = Path.of(arguments[2]).resolve("directory.db");
    try {
      speed.measure(database);
    } finally {
      Files.deleteIfExists(database);
    }
    Files.writeString(Path.of(arguments[1]), speed.page);
    System.exit(0);
  }

  private void measure(Path database) throws Exception {
    line("# Measured: the directory of certificates");
    line("");
    line(
        String.format(
            Locale.ROOT,
            "Made by `bench/directory %d` on %s: %d processors, Java %s, a load of %.1f at the"
                + " start.",
            count,
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            load()));
    double seconds = DirectoryFill.fill(database, DirectoryFill.pattern(), count);
    line(
        String.format(
            Locale.ROOT,
            "%,d certificates in SQLite, %,d MB, put there in %.0f s by rows; each is asked for at"
                + " random, so that caches of answers do not help.",
            count,
            Files.size(database) / 1_000_000,
            seconds));
    try (Store store = Store.open(StoreUrl.sqlite(database))) {
      lookups(store);
      searches(store.listedPeople());
    }
    line("");
    line(
        String.format(
            Locale.ROOT, "Load at the end, the measurement's own among it: %.1f.", load()));
  }

  private void lookups(Store store) {
    CertificateSource own = store.certificateSource();
    ListedPeople people = store.listedPeople();
    Instant now = Instant.now();
    line("");
    line("## In the process, one thread");
    line("");
    line("| what | a second | median | 99 % | 99.9 % | target |");
    line("|---|---:|---:|---:|---:|---|");
    timed(
        "certificates of a mailbox, as the gateway asks its own store",
        "99 % < 5 ms",
        number -> require(!find(own, number).isEmpty()));
    timed(
        "a person of the directory",
        "",
        number -> require(people.of(Mailbox.of(DirectoryFill.mailboxOf(number)), now).isPresent()));
    timed(
        "nobody",
        "",
        number ->
            require(people.of(Mailbox.of("x" + DirectoryFill.mailboxOf(number)), now).isEmpty()));
    timed(
        "mailboxes by the beginning of a name, 200 of them",
        "",
        number ->
            require(
                people
                        .beginning(
                            "example" + String.format(Locale.ROOT, "%07d", number).substring(0, 4),
                            200)
                        .size()
                    > 0));
  }

  private void timed(String what, String target, IntConsumer act) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < LOOKUPS / 10; i++) {
      act.accept(random.nextInt(count));
    }
    long[] times = new long[LOOKUPS];
    long start = System.nanoTime();
    for (int i = 0; i < LOOKUPS; i++) {
      long before = System.nanoTime();
      act.accept(random.nextInt(count));
      times[i] = System.nanoTime() - before;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Arrays.sort(times);
    line(
        String.format(
            Locale.ROOT,
            "| %s | %,.0f | %.3f ms | %.3f ms | %.3f ms | %s |",
            what,
            LOOKUPS / seconds,
            times[LOOKUPS / 2] / 1e6,
            times[(int) (LOOKUPS * 0.99)] / 1e6,
            times[(int) (LOOKUPS * 0.999)] / 1e6,
            target));
  }

  private void searches(ListedPeople people) throws Exception {
    line("");
    line("## Over LDAP, clients in another process of the same machine");
    line("");
    line(
        "| what | connections | a second | median | 99 % | 99.9 % | server's CPU s for 1,000 |"
            + " target |");
    line("|---|---:|---:|---:|---:|---:|---:|---|");
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (DirectoryServer server =
        DirectoryServer.start(
            new ServedSettings(
                any, Optional.empty(), SSLContext.getDefault(), DirectoryFill.DOMAIN, "Example"),
            people,
            new NoAuthorities(),
            new Purses(AskingLimits.STANDARD, client -> true, System::nanoTime),
            outcome -> {},
            InstantSource.system())) {
      asked(server, Question.MAILBOX, 8, 5); // warm-up
      search(server, "certificate of a mailbox", Question.MAILBOX, 1, "");
      search(server, "certificate of a mailbox", Question.MAILBOX, 8, "5,000/s on 2 cores");
      search(server, "a mailbox that is not here", Question.NOBODY, 8, "");
      search(server, "all letters of a name but one", Question.NAME, 8, "");
    }
  }

  private void search(
      DirectoryServer server, String what, Question question, int connections, String target)
      throws Exception {
    double cpu = CertificateServices.cpuSeconds();
    long[] said = asked(server, question, connections, SECONDS);
    double busy = CertificateServices.cpuSeconds() - cpu;
    line(
        String.format(
            Locale.ROOT,
            "| %s | %d | %,d | %.2f ms | %.2f ms | %.2f ms | %.3f | %s |",
            what,
            connections,
            said[0] / SECONDS,
            said[1] / 1e3,
            said[2] / 1e3,
            said[3] / 1e3,
            1000 * busy / Math.max(1, said[0]),
            target));
  }

  private long[] asked(DirectoryServer server, Question question, int connections, int seconds)
      throws Exception {
    Process client =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DirectoryClient.class.getName(),
                String.valueOf(server.port()),
                String.valueOf(count),
                question.name(),
                String.valueOf(connections),
                String.valueOf(seconds))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said =
        new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    if (client.waitFor() != 0) {
      throw new IOException("bench: the client failed");
    }
    return Arrays.stream(said.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  private static List<Certificate> find(CertificateSource own, int number) {
    try {
      return own.find(Mailbox.of(DirectoryFill.mailboxOf(number)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("bench: not the answer that was to come");
    }
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private void line(String text) {
    System.out.println(text);
    page.append(text).append('\n');
  }

  private record NoAuthorities() implements ServedAuthorities {
    @Override
    public List<Certificate> authorities() {
      return List.of();
    }

    @Override
    public Optional<byte[]> list(KeyId authority) {
      return Optional.empty();
    }
  }
}
