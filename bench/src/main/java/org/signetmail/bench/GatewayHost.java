package org.signetmail.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.signetmail.app.Main;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;
import org.signetmail.enrolment.EnrolmentKit;
import org.signetmail.enrolment.EnrolmentOutcome;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;

/**
 * A whole system, as {@code signet up} runs it, in a process that is measured from outside: Alice
 * is sealed for, Bob is encrypted to, and what goes to {@code leave.test} is left as it is. Says
 * {@code port N} when it is ready, and {@code heap N} when it is asked for {@code memory}; ends
 * with its input.
 */
public final class GatewayHost {
  static final String LEFT = "bob@leave.test";
  static final String PROTECTED = "bob@example.test";

  private static final String POLICY =
      """
      outbound:
        rules:
          - name: left as it is
            when: recipient.domain == 'leave.test'
            deliver: { sign: no, encrypt: no }
        default:
          deliver: { sign: required, encrypt: required }
      inbound:
        default:
          deliver: { sign: no, encrypt: no }
      """;

  private GatewayHost() {}

  /**
   * @param arguments a new home, the kind of keys, the next hop's port, megabytes of the largest
   *     message
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    KeyAlgorithm kind = KeyAlgorithm.ofWord(arguments[1]).orElseThrow();
    lay(folder, arguments[2], arguments[3]);
    Home home = new Home(folder);
    home.vault().put(KeyName.SEAL, KeyPairs.signing(kind, new java.security.SecureRandom()));
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      enrol(organization, "alice@example.test", kind);
      enrol(organization, PROTECTED, kind);
      try (Services services = Services.start(organization)) {
        System.out.println("port " + services.smtpOutboundPort());
        obey();
      }
    }
    System.exit(0);
  }

  private static void lay(Path folder, String nextHop, String megabytes) throws IOException {
    command(
        "init",
        folder.toString(),
        "--organization=Example Corp",
        "--domain=example.test",
        "--officers=3",
        "--quorum=2",
        "--next-hop=127.0.0.1:" + nextHop);
    Path settings = folder.resolve("signet.yaml");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replaceAll("\"127\\.0\\.0\\.1:(8443|8080|2525|2526|1389)\"", "\"127.0.0.1:0\"")
            .replaceAll("maximum-size: \\w+", "maximum-size: " + megabytes + "MB"));
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    Path password = Files.writeString(folder.resolve("bench.password"), "x\n");
    for (String officer : List.of("olga", "omar", "otto")) {
      command(
          "officer",
          "enrol",
          officer + "@example.test",
          "--name=" + officer,
          "--home=" + folder,
          "--password-file=" + password,
          "-o",
          folder.resolve(officer + ".p12").toString());
    }
    command("user", "add", "alice@example.test", "--name=Alice", "--home=" + folder);
    command("user", "add", PROTECTED, "--name=Bob", "--home=" + folder);
  }

  private static void command(String... words) {
    if (Main.run(words, System.err) != 0) {
      throw new IllegalStateException(String.join(" ", words) + ": failed");
    }
  }

  private static void enrol(Organization organization, String person, KeyAlgorithm kind)
      throws IOException {
    EnrolmentKit kit =
        EnrolmentKit.make(
            Mailbox.of(person), "Bench", KeyAlgorithm.P_256, kind, organization.random());
    EnrolmentOutcome outcome =
        organization
            .enrolling()
            .enrolment()
            .enrol(
                kit.request(organization.home().certificate("archive")),
                new Proof.AdministratorVouches(Mailbox.of("olga@example.test")));
    if (!(outcome instanceof EnrolmentOutcome.Enrolled)) {
      throw new IllegalStateException("bench: " + outcome);
    }
  }

  private static void obey() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("memory")) {
        memory.gc();
        memory.gc();
        System.out.println("heap " + memory.getHeapMemoryUsage().getUsed());
      }
    }
  }

  /** One of these, running. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final int port;

    Running(Path home, String kind, int nextHop, int megabytes, String heap) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx" + heap,
                  "-XX:+UseG1GC",
                  "-Dsignet.primitives=native",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow"));
      command.addAll(List.of(System.getProperty("signet.bench.host", "").split(" ")));
      command.removeIf(String::isBlank);
      command.addAll(
          List.of(
              "-cp",
              System.getProperty("java.class.path"),
              GatewayHost.class.getName(),
              home.toString(),
              kind,
              Integer.toString(nextHop),
              Integer.toString(megabytes)));
      this.process =
          new ProcessBuilder(command)
              .redirectError(home.resolveSibling(home.getFileName() + ".log").toFile())
              .start();
      this.out = process.inputReader();
      this.port = (int) answer("port ");
    }

    int port() {
      return port;
    }

    /** Octets of heap that are in use after a collection. */
    long heap() throws IOException {
      process.outputWriter().write("memory\n");
      process.outputWriter().flush();
      return answer("heap ");
    }

    /** What it kept processors busy for, in seconds. */
    double cpuSeconds() {
      return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    /** Kilobytes: {@code VmRSS} for now, {@code VmHWM} for the most there ever was. */
    long kilobytes(String which) throws IOException {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(line -> line.startsWith(which + ":"))
          .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }

    /** How many files and sockets it has open. */
    long openFiles() throws IOException {
      try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
        return open.count();
      }
    }

    @Override
    public void close() throws IOException {
      process.outputWriter().close();
      try {
        process.onExit().orTimeout(40, TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        process.destroyForcibly();
      }
    }

    private long answer(String start) throws IOException {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(start)) {
          return Long.parseLong(line.substring(start.length()));
        }
      }
      throw new IOException("bench: the gateway's process ended; see its log");
    }
  }
}
