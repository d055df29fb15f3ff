package org.signetmail.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.app.Main;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.NoticeOutbox;
import org.signetmail.app.organization.Organization;
import org.signetmail.enrolment.Enrolment;
import org.signetmail.enrolment.EnrolmentKit;
import org.signetmail.enrolment.EnrolmentOutcome;
import org.signetmail.enrolment.EnrolmentRequest;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;

/**
 * {@code bench/people}: many people imported and invited by the commands, and their certificates
 * issued on the codes of their letters, as the portal does it, with everything on.
 */
public final class PeopleSpeed {
  private static final Pattern CODE = Pattern.compile("Your code +(\\S+)");

  private final int count;
  private final Path folder;
  private final List<String> lines = new ArrayList<>();

  private PeopleSpeed(int count, Path folder) {
    this.count = count;
    this.folder = folder;
  }

  private interface Step {
    void run() throws Exception;
  }

  /**
   * @param arguments how many people, the page to write, a folder to work in
   */
  public static void main(String[] arguments) throws Exception {
    PeopleSpeed speed = new PeopleSpeed(Integer.parseInt(arguments[0]), Path.of(arguments[2]));
    speed.measure();
    Files.writeString(Path.of(arguments[1]), String.join("\n", speed.lines) + "\n");
    System.exit(0);
  }

  private void measure() throws Exception {
    Home home = ArchiveHome.lay(folder.resolve("home"), "jdbc:sqlite:signet.db");
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      ArchiveHome.officers(organization, "olga", "omar", "otto");
    }
    head();
    row("`signet user import`", () -> command("user", "import", table().toString(), home));
    row("`signet enrol invite --everybody`", () -> command("enrol", "invite", "--everybody", home));
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      Map<Mailbox, String> codes = codes(organization);
      List<EnrolmentRequest> requests = new ArrayList<>();
      row("keys and requests, on people's machines (P-256)", () -> make(organization, requests));
      row("issued: proof, archive, two certificates", () -> issue(organization, requests, codes));
    }
    line("");
    line("Load at the end: %.1f.".formatted(load()));
  }

  private Path table() throws IOException {
    StringBuilder text = new StringBuilder("address,name,groups\n");
    for (int i = 0; i < count; i++) {
      text.append("person%06d@example.test,Person %d,staff;wave-%d%n".formatted(i, i, i % 10));
    }
    return Files.writeString(folder.resolve("people.csv"), text);
  }

  private static void command(String group, String name, String argument, Home home) {
    String[] words = {group, name, argument, "--home=" + home.folder()};
    int status = Main.run(words, System.err);
    if (status != 0) {
      throw new IllegalStateException(group + " " + name + ": ends with " + status);
    }
  }

  /** From the letters, as each person reads theirs. */
  private Map<Mailbox, String> codes(Organization organization) throws IOException {
    Map<Mailbox, String> codes = new HashMap<>();
    for (NoticeOutbox.Waiting letter : organization.notices().waiting()) {
      Matcher code = CODE.matcher(Files.readString(letter.file(), StandardCharsets.UTF_8));
      if (code.find()) {
        codes.put(letter.to(), code.group(1));
      }
    }
    if (codes.size() != count) {
      throw new IllegalStateException(codes.size() + " letters for " + count + " people");
    }
    return codes;
  }

  private void make(Organization organization, List<EnrolmentRequest> requests) throws IOException {
    Certificate archive = organization.home().certificate("archive");
    for (int i = 0; i < count; i++) {
      Mailbox mailbox = Mailbox.of("person%06d@example.test".formatted(i));
      requests.add(
          EnrolmentKit.make(
                  mailbox,
                  "Person " + i,
                  KeyAlgorithm.P_256,
                  KeyAlgorithm.P_256,
                  organization.random())
              .request(archive));
    }
  }

  private static void issue(
      Organization organization, List<EnrolmentRequest> requests, Map<Mailbox, String> codes)
      throws Exception {
    Enrolment enrolment = organization.enrolling().enrolment();
    List<Callable<EnrolmentOutcome>> work = new ArrayList<>();
    for (EnrolmentRequest request : requests) {
      work.add(() ->
          enrolment.enrol(request, new Proof.MailReply(codes.getOrDefault(request.mailbox(), ""))));
    }
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (Future<EnrolmentOutcome> outcome : executor.invokeAll(work)) {
        if (outcome.get() instanceof EnrolmentOutcome.Refused refused) {
          throw new IllegalStateException(refused.findings().getFirst().line());
        }
      }
    }
  }

  private void head() {
    line("# Measured: many people");
    line("");
    line(
        "Made by `bench/people %d` on %s: %d processors, Java %s, SQLite, a load of %.1f at the start."
            .formatted(
                count,
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                load()));
    line(
        "CPU is what this process alone was busy for: on a machine with other work, the only"
            + " figure");
    line("to compare. Each step is durable when it counts; letters wait for the next hop.");
    line("");
    line("| what | people | seconds | a second | CPU s |");
    line("|---|---:|---:|---:|---:|");
  }

  private void row(String what, Step step) throws Exception {
    double busy = CertificateServices.cpuSeconds();
    long start = System.nanoTime();
    step.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    line(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %.1f | %,.0f | %.1f |",
            what,
            count,
            seconds,
            count / seconds,
            CertificateServices.cpuSeconds() - busy));
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private void line(String text) {
    lines.add(text);
    System.out.println(text);
  }
}
