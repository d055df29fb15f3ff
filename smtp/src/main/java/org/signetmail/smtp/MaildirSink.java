package org.signetmail.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.MailHandler;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * Keeps mail in folders, one Maildir a mailbox: the end of the line for demonstrations and tests. A
 * file holds the octets that came over SMTP and nothing else. It does not survive a power cut; use
 * a real server for real mail. Safe for use by many threads.
 */
public final class MaildirSink implements MailHandler {
  private final Path folder;
  private final Predicate<Mailbox> known;
  private final AtomicLong count = new AtomicLong();

  /** Takes mail for everybody. */
  public MaildirSink(Path folder) {
    this(folder, mailbox -> true);
  }

  /**
   * @param known whose mail is taken; others hear 550 5.1.1
   */
  public MaildirSink(Path folder, Predicate<Mailbox> known) {
    this.folder = folder;
    this.known = known;
  }

  @Override
  public Answer recipient(Arrival arrival, Envelope envelope, Envelope.Recipient recipient) {
    return known.test(recipient.mailbox())
        ? Answer.OK
        : new Answer(550, "5.1.1", recipient.mailbox() + ": no such mailbox here");
  }

  @Override
  public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
    String name = arrival.id() + "." + count.incrementAndGet() + ".eml";
    try {
      for (Envelope.Recipient recipient : envelope.recipients()) {
        store(maildir(recipient.mailbox()), name, message);
      }
      return new Answer(250, "2.0.0", "kept as " + name);
    } catch (IOException e) {
      return new Answer(452, "4.3.1", "message: could not be kept; try again later");
    }
  }

  /** The folder of a mailbox, with {@code new}, {@code cur} and {@code tmp} once it has mail. */
  public Path maildir(Mailbox mailbox) {
    String name = URLEncoder.encode(mailbox.key(), StandardCharsets.UTF_8).replace("%40", "@");
    return folder.resolve(name);
  }

  /** The messages of a mailbox, oldest first. */
  public List<Path> messages(Mailbox mailbox) throws IOException {
    Path fresh = maildir(mailbox).resolve("new");
    if (!Files.isDirectory(fresh)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(fresh)) {
      return files.sorted(Comparator.comparingLong(MaildirSink::order)).toList();
    }
  }

  private static long order(Path file) {
    String[] parts = file.getFileName().toString().split("\\.");
    return Long.parseLong(parts[parts.length - 2]);
  }

  private static void store(Path maildir, String name, Octets message) throws IOException {
    for (String part : List.of("tmp", "new", "cur")) {
      Files.createDirectories(maildir.resolve(part));
    }
    Path draft = maildir.resolve("tmp").resolve(name);
    try (OutputStream out = Files.newOutputStream(draft)) {
      message.writeTo(out);
    }
    Files.move(draft, maildir.resolve("new").resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
