package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smtp.RelayClient;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.smtp.RelaySettings.Protocol;
import org.signetmail.testkit.Fixtures;

/** Dovecot takes mail by LMTP (RFC 2033), and answers for each recipient after the text. */
@Timeout(60)
final class LmtpIntoDovecotTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Mailbox CAROL = Mailbox.of("carol@example.test");
  private static final Mailbox NOBODY = Mailbox.of("nobody@example.test");

  @Test
  void eachRecipientHasItsOwnAnswer(@TempDir Path folder) throws Exception {
    if (!Tool.isInstalled("dovecot") && !Files.exists(Path.of("/usr/sbin/dovecot"))) {
      throw Fixtures.absent("dovecot", "install dovecot-lmtpd and dovecot-imapd");
    }
    String script = Fixtures.peer("dovecot-inst.sh").toString();
    Path dovecot = folder.resolve("dovecot");
    int lmtp = freePort();
    Tool.run(
            "bash",
            script,
            "start",
            dovecot.toString(),
            Integer.toString(freePort()),
            Integer.toString(lmtp),
            "bob@example.test:x",
            "carol@example.test:x")
        .succeeded();
    try {
      // Where Carol's mailbox should be made is a file: that comes out only after the text.
      Files.writeString(dovecot.resolve("mail/carol@example.test"), "no mailbox");
      RelaySettings settings =
          RelaySettings.plain("127.0.0.1", lmtp, "signet.example.test").withProtocol(Protocol.LMTP);
      for (String ignored : List.of("NOTHING", "CHUNKING")) {
        try (RelayClient client = new RelayClient(settings.ignoring(Set.of(ignored)))) {
          deliver(client, ignored, dovecot.resolve("mail/bob@example.test/new"));
        }
      }
    } finally {
      Tool.run("bash", script, "stop", dovecot.toString());
    }
  }

  private static void deliver(RelayClient client, String marker, Path box) throws IOException {
    String text =
        "From: alice@example.test\r\nSubject: " + marker + "\r\n\r\n.\r\n..dots\r\n\r\nend\r\n";
    Map<Mailbox, Answer> answers =
        client.send(to(BOB, NOBODY, CAROL), Octets.of(text.getBytes(StandardCharsets.UTF_8)));
    assertEquals(250, code(answers, BOB), answers.toString());
    assertEquals(Answer.Kind.TRY_AGAIN, answer(answers, CAROL).kind(), answers.toString());
    assertEquals(550, code(answers, NOBODY), answers.toString());
    assertTrue(
        kept(box).stream().anyMatch(one -> one.endsWith(text.replace("\r\n", "\n"))),
        () -> marker + ": is not in Bob's mailbox as it was sent");
    assertEquals(
        250,
        code(client.send(to(BOB), Octets.of(text.getBytes(StandardCharsets.UTF_8))), BOB),
        "still in step");
  }

  private static List<String> kept(Path box) throws IOException {
    try (Stream<Path> files = Files.list(box)) {
      return files
          .map(file -> {
            try {
              return Files.readString(file, StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          })
          .toList();
    }
  }

  private static int code(Map<Mailbox, Answer> answers, Mailbox mailbox) {
    return answer(answers, mailbox).code();
  }

  private static Answer answer(Map<Mailbox, Answer> answers, Mailbox mailbox) {
    Answer answer = answers.get(mailbox);
    assertNotNull(answer, mailbox.toString());
    return answer;
  }

  private static Envelope to(Mailbox... recipients) {
    return new Envelope(
        Optional.of(Mailbox.of("alice@example.test")),
        Stream.of(recipients).map(m -> new Envelope.Recipient(m, List.of())).toList(),
        List.of());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
