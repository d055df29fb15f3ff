package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.archive.Notice;
import org.signetmail.pkix.Mailbox;

class NoticeOutboxTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");

  @TempDir Path folder;

  @Test
  void aNoticeSaysWhatHappenedToWhichCaseAndWaitsInOrder() throws Exception {
    NoticeOutbox outbox = new NoticeOutbox(folder, BOB::equals);
    Instant first = Instant.parse("2026-11-23T12:00:00Z");

    outbox.tell(BOB, notice(Notice.Event.RELEASED, first.plusSeconds(1)));
    outbox.tell(BOB, notice(Notice.Event.REQUESTED, first));

    List<NoticeOutbox.Waiting> waiting = outbox.waiting();
    assertEquals(2, waiting.size());
    assertEquals(BOB, waiting.getFirst().to());
    String mail = Files.readString(waiting.getFirst().file());
    assertTrue(mail.contains("asked to have your archived encryption keys back"), mail);
    assertTrue(mail.contains("About     recovery case R-TEST"), mail);
    assertTrue(mail.contains("Given as reason: laptop stolen"), mail);
    assertFalse(mail.replace("\r\n", "").contains("\n"), "mail has CR LF line ends");
  }

  @Test
  void aReasonCannotForgeAHeaderField() throws Exception {
    NoticeOutbox outbox = new NoticeOutbox(folder, BOB::equals);

    outbox.tell(
        BOB,
        new Notice(
            Notice.Event.REQUESTED,
            "R-TEST",
            BOB,
            Mailbox.of("eve@example.test"),
            Instant.EPOCH,
            "x\r\nTo: eve@example.test"));

    NoticeOutbox.Waiting waiting = outbox.waiting().getFirst();
    String header = Files.readString(waiting.file()).split("\r\n\r\n", 2)[0];
    assertFalse(header.contains("eve"), header);
    assertEquals(BOB, waiting.to());
  }

  private static Notice notice(Notice.Event event, Instant at) {
    return new Notice(event, "R-TEST", BOB, Mailbox.of("bob@example.test"), at, "laptop stolen");
  }
}
