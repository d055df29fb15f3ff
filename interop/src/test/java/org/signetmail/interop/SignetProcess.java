package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.signetmail.app.Main;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.PersonLeaf;
import org.signetmail.pkix.Mailbox;
import org.signetmail.testkit.CommandRun;

/** A running system of ours in a process of its own, which can be killed and come again. */
final class SignetProcess {
  private final Path home;
  private final int outbound;
  private final int inbound;
  private final int http;

  /**
   * Lays a home.
   *
   * @param policy what is done to mail
   */
  SignetProcess(Path home, int nextHop, String policy) throws IOException {
    this(home, nextHop, policy, freePorts(2));
  }

  /**
   * @param smtp where mail comes in: from our own people, and from outside
   * @param more options of {@code signet init}
   */
  SignetProcess(Path home, int nextHop, String policy, List<Integer> smtp, String... more)
      throws IOException {
    this.home = home;
    this.outbound = smtp.getFirst();
    this.inbound = smtp.getLast();
    List<String> words =
        new ArrayList<>(
            List.of(
                "init",
                home.toString(),
                "--organization=Example Corp",
                "--domain=example.test",
                "--officers=3",
                "--quorum=2",
                "--next-hop=127.0.0.1:" + nextHop));
    words.addAll(List.of(more));
    CommandRun init =
        CommandRun.of(new byte[0], errors -> Main.run(words.toArray(String[]::new), errors));
    assertEquals(0, init.status(), init.errors());
    Path settings = home.resolve("signet.yaml");
    List<Integer> ports = freePorts(3);
    this.http = ports.get(1);
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace("127.0.0.1:8443", "127.0.0.1:" + ports.get(0))
            .replace("127.0.0.1:8080", "127.0.0.1:" + ports.get(1))
            .replace("127.0.0.1:1389", "127.0.0.1:" + ports.get(2))
            .replace("127.0.0.1:2526", "127.0.0.1:" + inbound)
            .replace("127.0.0.1:2525", "127.0.0.1:" + outbound));
    Files.writeString(home.resolve("policy.yaml"), policy);
  }

  /** With a sender who is one of its people: what they write can be sealed. Before it starts. */
  SignetProcess with(String sender) throws IOException {
    try (Organization organization = Organization.open(new Home(home), InstantSource.system())) {
      Instant now = organization.now();
      Person person = new Person(Mailbox.of(sender), "Sender", Set.of(), Person.State.ACTIVE, now);
      organization.store().people().put(person, PersonLeaf.of(person, now, organization.random()));
    }
    return this;
  }

  /** Where the organisation's own server hands mail in. */
  int outbound() {
    return outbound;
  }

  /** Where mail from outside is handed in. */
  int inbound() {
    return inbound;
  }

  /** What it answers there over plain HTTP, in two seconds; empty when it does not. */
  Optional<String> http(String path) throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI address = URI.create("http://127.0.0.1:" + http + path);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build(),
              HttpResponse.BodyHandlers.ofString());
      return Optional.of(answer.statusCode() + " " + answer.body());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What it wrote on standard error in its last life. */
  String log() throws IOException {
    return Files.readString(home.resolveSibling("signet.log"));
  }

  /** Its folder. */
  Path home() {
    return home;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param options of the JVM
   */
  Running start(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m"));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "up",
            "--home=" + home));
    Process process =
        new ProcessBuilder(command)
            .redirectError(home.resolveSibling("signet.log").toFile())
            .start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
      if (line == null) {
        throw new IOException(
            "signet up ended: " + Files.readString(home.resolveSibling("signet.log")));
      }
    }
    return new Running(process);
  }

  /** One life of it, which ends with the test at the latest. */
  record Running(Process process) implements AutoCloseable {
    /** {@code kill -9}. */
    void kill() throws InterruptedException {
      process.toHandle().destroyForcibly();
      process.waitFor(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      process.toHandle().destroyForcibly();
    }

    /** SIGTERM: it drains. */
    void stop() throws InterruptedException {
      process.destroy();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        kill();
      }
    }
  }

  static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }
}
