package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.testkit.Fixtures;

/**
 * Mail through Postfix and a Signet that has no room on its disks, or no database, to a next hop
 * that has bad days: for each recipient there is one message, or one report, and never two, because
 * nobody died. {@code interop/loss} runs it with more.
 */
class OutageTest {
  /** In each of two floods for each outage. */
  private static final int MESSAGES = Math.min(500, Integer.getInteger("signet.messages", 400) / 8);

  @TempDir Path folder;

  private final List<MailFlood> floods = new ArrayList<>();

  /** Trouble that begins and ends. */
  private interface Step {
    void run() throws Exception;
  }

  @Test
  void nothingIsLostOrDoubledWhileDisksAreFull() throws Exception {
    try (TinyDisk spool = TinyDisk.mount(folder.resolve("spool"), 32);
        TinyDisk store = TinyDisk.mount(folder.resolve("store"), 48);
        FaultyHop hop = new FaultyHop()) {
      SignetProcess signet =
          new SignetProcess(store.folder().resolve("home"), hop.port(), LossTest.POLICY)
              .with(MailFlood.SENDER);
      int port = SignetProcess.freePorts(1).getFirst();
      try (PostfixInstance postfix =
          PostfixInstance.start(folder.resolve("postfix"), port, signet.outbound())) {
        SignetProcess.Running running = signet.start("-Djava.io.tmpdir=" + spool.folder());
        during(port, "a", spool::fill, spool::empty);
        during(port, "b", store::fill, store::empty);
        during(
            port,
            "c",
            () -> {
              spool.fill();
              store.fill();
            },
            () -> {
              spool.empty();
              store.empty();
            });
        postfix.awaitEmpty();
        running.stop();
      }
      count("disks full", hop);
    }
  }

  @Test
  void nothingIsLostOrDoubledWhileTheDatabaseIsAway() throws Exception {
    Path database = Files.createDirectories(folder.resolve("postgresql"));
    int databasePort = SignetProcess.freePorts(1).getFirst();
    String url =
        postgres("start", database, Integer.toString(databasePort), "signet").out().strip();
    try (FaultyHop hop = new FaultyHop()) {
      SignetProcess signet =
          new SignetProcess(
                  folder.resolve("home"),
                  hop.port(),
                  LossTest.POLICY,
                  SignetProcess.freePorts(2),
                  "--store=" + url)
              .with(MailFlood.SENDER);
      int port = SignetProcess.freePorts(1).getFirst();
      try (PostfixInstance postfix =
          PostfixInstance.start(folder.resolve("postfix"), port, signet.outbound())) {
        SignetProcess.Running running = signet.start();
        Step again = () -> postgres("start", database, Integer.toString(databasePort), "signet");
        during(port, "d", () -> postgres("kill", database), again);
        during(port, "e", () -> postgres("stop", database), again);
        postfix.awaitEmpty();
        running.stop();
      }
      count("database away", hop);
    } finally {
      Tool.run("bash", Fixtures.peer("pg-inst.sh").toString(), "stop", database.toString());
    }
  }

  /** Mail before, while and after something is wrong; it goes wrong with mail on its way. */
  private void during(int port, String name, Step begin, Step end) throws Exception {
    MailFlood under = MailFlood.of(name + "under", MESSAGES);
    MailFlood within = MailFlood.of(name + "within", MESSAGES);
    floods.addAll(List.of(under, within));
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> under.send(port));
    Thread.sleep(300);
    begin.run();
    sending.join();
    within.send(port);
    Thread.sleep(2_000);
    end.run();
  }

  private void count(String what, FaultyHop hop) throws Exception {
    MailCount count = MailCount.of(hop.taken());
    floods.forEach(flood -> flood.isWholeIn(count));
    assertTrue(count.sealed() > floods.size(), "nothing was sealed, so nothing was split");
    assertEquals(List.of(), count.twice(), "twice, though nobody died");
    int messages = floods.stream().mapToInt(MailFlood::messages).sum();
    int recipients = floods.stream().mapToInt(MailFlood::recipients).sum();
    assertTrue(messages > 0);
    String line =
        "%s: %d messages, %d recipients: %d delivered, %d reported, 0 twice, 0 lost"
            .formatted(
                what, messages, recipients, count.delivered().size(), count.reported().size());
    System.out.println(line);
    Files.writeString(
        Scratch.folder("outage-" + what.replace(' ', '-')).resolve("result.txt"), line + "\n");
  }

  private static Tool postgres(String what, Path folder, String... more) {
    List<String> command = new ArrayList<>(List.of("bash", Fixtures.peer("pg-inst.sh").toString()));
    command.addAll(List.of(what, folder.toString()));
    command.addAll(List.of(more));
    return Tool.run(command).succeeded();
  }
}
