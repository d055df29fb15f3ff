package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.testkit.Fixtures;

/**
 * A Postfix of its own on loopback, which sends everything on to one place and tries again soon.
 */
record PostfixInstance(Path folder, int port) implements AutoCloseable {
  private static final List<String> IMPATIENT =
      List.of(
          "minimal_backoff_time=1s",
          "maximal_backoff_time=3s",
          "queue_run_delay=1s",
          "transport_retry_time=1s",
          "default_destination_concurrency_failed_cohort_limit=1000",
          "initial_destination_concurrency=10",
          "smtp_connection_cache_on_demand=no");

  static PostfixInstance start(Path folder, int port, int next) {
    return start(folder, port, "smtp:" + next);
  }

  /**
   * One that is configured as a page of the manual says.
   *
   * @param next where it sends what it does not send elsewhere: {@code smtp:PORT}, {@code
   *     lmtp:PORT}
   * @param main lines for {@code main.cf}
   * @param master the services in {@code master.cf} that are not every Postfix's own
   * @param ports on which these listen
   */
  static PostfixInstance configured(
      Path folder, String next, String main, String master, List<Integer> ports)
      throws IOException, InterruptedException {
    PostfixInstance instance = start(folder, SignetProcess.freePorts(1).getFirst(), next);
    try {
      instance.configure(main, master, ports);
      return instance;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      instance.close();
      throw e;
    }
  }

  private void configure(String main, String master, List<Integer> ports)
      throws IOException, InterruptedException {
    Path etc = folder.resolve("etc");
    for (String line : main.split("\n")) {
      if (!line.isBlank() && !line.startsWith("#")) {
        Tool.run("/usr/sbin/postconf", "-c", etc.toString(), "-e", line).succeeded();
      }
    }
    Path services = etc.resolve("master.cf");
    String own = Files.readString(services).replaceFirst("[^\n]*smtpd\n", "");
    Files.writeString(services, master + own);
    String unknown = Tool.run("/usr/sbin/postconf", "-c", etc.toString(), "-n").errors();
    unknown += Tool.run("/usr/sbin/postconf", "-c", etc.toString(), "-M").errors();
    assertEquals("", unknown, "postconf warns");
    Tool.run("/usr/sbin/postfix", "-c", etc.toString(), "reload").succeeded();
    for (int port : ports) {
      awaitListener(port);
    }
  }

  private void awaitListener(int port) throws IOException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (attempt == 100) {
          throw new IOException("postfix: nobody at " + port + "\n" + log(), e);
        }
        Thread.sleep(100);
      }
    }
  }

  /** What it wrote down of itself. */
  String log() throws IOException {
    return Files.readString(folder.resolve("mail.log"));
  }

  /** Until its queue is empty, a minute at most. */
  void awaitEmpty() throws IOException, InterruptedException {
    awaitEmpty(Duration.ofMinutes(1));
  }

  /**
   * Until its queue is empty. It is asked to try everything again at times: what it meets while the
   * same is still being delivered, it puts aside for minutes.
   *
   * @param patience after which the test fails
   */
  void awaitEmpty(Duration patience) throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (int attempt = 1; queued() > 0; attempt++) {
      if (System.nanoTime() > end) {
        throw new AssertionError("postfix: still has mail\n" + log());
      }
      if (attempt % 50 == 0) {
        Tool.run("/usr/sbin/postqueue", "-c", folder.resolve("etc").toString(), "-f").succeeded();
      }
      Thread.sleep(200);
    }
  }

  private static PostfixInstance start(Path folder, int port, String next) {
    if (!Tool.isInstalled("postconf") && !Files.exists(Path.of("/usr/sbin/postconf"))) {
      throw Fixtures.absent("postfix", "install postfix");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                script(),
                "start",
                folder.toString(),
                Integer.toString(port),
                "--next",
                next));
    for (String setting : IMPATIENT) {
      command.addAll(List.of("--set", setting));
    }
    Tool.run(command).succeeded();
    return new PostfixInstance(folder, port);
  }

  /** How many messages it still has. */
  long queued() {
    return Tool.run("bash", script(), "queue", folder.toString()).succeeded().out().lines().count();
  }

  @Override
  public void close() throws IOException {
    Tool.run("bash", script(), "stop", folder.toString());
  }

  private static String script() {
    return Fixtures.peer("postfix-inst.sh").toString();
  }
}
