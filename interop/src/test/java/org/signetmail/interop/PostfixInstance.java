package org.signetmail.interop;

import java.io.IOException;
import java.nio.file.Path;
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
    if (!Tool.isInstalled("postconf")
        && !java.nio.file.Files.exists(Path.of("/usr/sbin/postconf"))) {
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
                "smtp:" + next));
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
