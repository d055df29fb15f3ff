package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.Answers.answer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/** Mail that ends in folders, sent over real SMTP. */
@Timeout(60)
class MaildirSinkTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Mailbox ODD = Mailbox.of("\"../../o d/d\"@example.test");
  private static final Mailbox NOBODY = Mailbox.of("nobody@example.test");

  @Test
  void eachMailboxHasItsFolder(@TempDir Path folder) throws Exception {
    MaildirSink sink = new MaildirSink(folder.resolve("mail"), m -> !m.equals(NOBODY));
    try (SmtpServer server =
            SmtpServer.start(
                ServerSettings.loopback(0, "sink.example.test"),
                sink,
                Spool.standard(),
                Clock.systemUTC());
        RelayClient client =
            new RelayClient(
                RelaySettings.plain("127.0.0.1", server.port(), "signet.example.test"))) {
      assertEquals(List.of(), sink.messages(BOB));
      for (int i = 0; i < 12; i++) {
        Map<Mailbox, Answer> answers = client.send(to(BOB, ODD, NOBODY), message(i));
        assertEquals(250, answer(answers, BOB).code());
        assertEquals("5.1.1", answer(answers, NOBODY).status());
      }
      List<Path> messages = sink.messages(Mailbox.of("Bob@EXAMPLE.test"));
      assertEquals(12, messages.size());
      for (int i = 0; i < 12; i++) {
        assertEquals("X: " + i + "\r\n\r\n.stop\r\n", Files.readString(messages.get(i)));
      }
      assertEquals(12, sink.messages(ODD).size());
      assertEquals(List.of(), sink.messages(NOBODY));
    }
    try (Stream<Path> all = Files.list(folder)) {
      assertTrue(all.allMatch(p -> p.endsWith("mail")), "nothing beside the folder");
    }
  }

  private static Octets message(int number) {
    return Octets.of(("X: " + number + "\r\n\r\n.stop\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static Envelope to(Mailbox... recipients) {
    return new Envelope(
        Optional.empty(),
        Stream.of(recipients).map(m -> new Envelope.Recipient(m, List.of())).toList(),
        List.of());
  }
}
