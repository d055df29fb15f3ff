package org.signetmail.app.organization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.archive.Notice;
import org.signetmail.archive.Notices;
import org.signetmail.pkix.Mailbox;

/**
 * Notices to people as mail that waits in files until the running system has handed it to the next
 * hop: what was told cannot be lost, nor prevented by stopping a server.
 */
public final class NoticeOutbox implements Notices {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Predicate<Mailbox> isRead;

  /**
   * @param isRead whether somebody of ours reads what goes to a mailbox
   */
  public NoticeOutbox(Path folder, Predicate<Mailbox> isRead) {
    this.folder = folder;
    this.isRead = isRead;
  }

  /** A notice on its way. */
  public record Waiting(Path file, Mailbox to) {}

  @Override
  public void tell(Mailbox owner, Notice notice) {
    keep(notice.at(), message(owner, notice));
  }

  /**
   * A letter about something else than a recovery; kept when this returns.
   *
   * @param body lines that end with a line feed
   */
  public void letter(Mailbox to, Instant at, String subject, String body) {
    keep(at, message(to, at, subject, body));
  }

  private void keep(Instant at, String message) {
    keep(at, message.getBytes(StandardCharsets.UTF_8));
  }

  /** A mail as it is to go out, with one {@code To}; kept when this returns. */
  void keep(Instant at, byte[] message) {
    // The name sorts by time; the address is in the file, not in the name.
    String name = at.toEpochMilli() + "-" + UUID.randomUUID() + ".eml";
    try {
      PrivateFiles.write(folder.resolve(name), message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean reaches(Mailbox owner) {
    return isRead.test(owner);
  }

  /** What has not gone out yet, oldest first. */
  public List<Waiting> waiting() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".eml"))
          .sorted()
          .map(NoticeOutbox::addressed)
          .toList();
    }
  }

  private static Waiting addressed(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      String to = lines.filter(line -> line.startsWith("To: ")).findFirst().orElseThrow();
      return new Waiting(file, Mailbox.of(to.substring("To: ".length()).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String message(Mailbox owner, Notice notice) {
    String what =
        switch (notice.event()) {
          case REQUESTED -> "asked to have your archived encryption keys back";
          case APPROVED -> "approved the request as a recovery officer";
          case DENIED -> "denied the request as a recovery officer";
          case WITHDRAWN -> "withdrew the request";
          case REFUSED -> "tried what is not allowed and was refused: nothing was given";
          case RELEASED ->
              "received your keys, sealed so that only the named receiver can open them";
          case REJECTED -> "asked for your archived encryption keys and was refused";
          case EXPIRED -> "did not collect your keys in time: the case has ended";
          case TOLD_LATER ->
              "asked for your archived encryption keys; an order withheld this notice until now";
          case CODE_SET ->
              "set a recovery code for your keys: with it and your certificate they come back";
        };
    String of = notice.caseId().isEmpty() ? "a recovery code" : "recovery case " + notice.caseId();
    String body =
        """
        %s %s.

        About     %s
        When      %s
        %s
        If you do not know why this happens, ask your administrator now and name the case.
        The public log of your organisation holds this step; it cannot be taken out again.
        """
            .formatted(
                notice.by(),
                what,
                of,
                notice.at(),
                notice.detail().isEmpty() ? "" : "Given as reason: " + notice.detail() + "\n");
    return message(owner, notice.at(), "Your encryption key: " + of, body);
  }

  private static String message(Mailbox owner, Instant at, String subject, String body) {
    return """
    From: postmaster@%s
    To: %s
    Date: %s
    Message-ID: <%s@%s>
    Subject: %s
    Auto-Submitted: auto-generated
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 8bit

    %s\
    """
        .formatted(
            owner.domain(),
            owner,
            DATE.format(at),
            UUID.randomUUID(),
            owner.domain(),
            subject,
            body)
        .replace("\n", "\r\n");
  }
}
