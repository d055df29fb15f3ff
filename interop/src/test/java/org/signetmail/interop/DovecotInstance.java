package org.signetmail.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.signetmail.testkit.Fixtures;

/** A Dovecot of its own on loopback: LMTP in, IMAP out; the password of everybody is {@code x}. */
record DovecotInstance(Path folder, int imap, int lmtp) implements AutoCloseable {
  static DovecotInstance start(Path folder, String... mailboxes) throws IOException {
    if (!Tool.isInstalled("doveadm")) {
      throw Fixtures.absent("dovecot", "install dovecot-imapd and dovecot-lmtpd");
    }
    List<Integer> ports = SignetProcess.freePorts(2);
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                script(),
                "start",
                folder.toString(),
                ports.get(0).toString(),
                ports.get(1).toString()));
    Stream.of(mailboxes).map(mailbox -> mailbox + ":x").forEach(command::add);
    Tool.run(command).succeeded();
    return new DovecotInstance(folder, ports.get(0), ports.get(1));
  }

  /** The messages in a mailbox. */
  List<Path> messages(String mailbox) throws IOException {
    Path fresh = folder.resolve("mail").resolve(mailbox).resolve("new");
    if (!Files.isDirectory(fresh)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(fresh)) {
      return files.sorted().toList();
    }
  }

  @Override
  public void close() {
    Tool.run("bash", script(), "stop", folder.toString());
  }

  private static String script() {
    return Fixtures.peer("dovecot-inst.sh").toString();
  }
}
