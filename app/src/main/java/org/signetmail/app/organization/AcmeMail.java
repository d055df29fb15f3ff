package org.signetmail.app.organization;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.signetmail.enrolment.acme.ChallengePost;
import org.signetmail.enrolment.emailreply.TokenPart;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.NextHop;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Challenges as mail (RFC 8823 §3.1), signed by the organisation's seal with their header
 * protected. They wait in files until the next hop has taken them, or nobody would wait for the
 * answer any more. Thread-safe.
 */
final class AcmeMail implements ChallengePost {
  private static final Logger LOG = LoggerFactory.getLogger(AcmeMail.class);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Organization organization;
  private final Mailbox mailbox;
  private final NextHop nextHop;
  private final Seals seals;
  private final NoticeOutbox outbox;

  AcmeMail(Organization organization, Mailbox mailbox, NextHop nextHop) throws IOException {
    this.organization = organization;
    this.mailbox = mailbox;
    this.nextHop = nextHop;
    this.seals = organization.mailing().seals();
    this.outbox = new NoticeOutbox(organization.home().outbox().resolve("acme"), _ -> true);
  }

  @Override
  public Mailbox from() {
    return mailbox;
  }

  @Override
  public void send(Mailbox to, TokenPart byMail, Instant at, Instant until) {
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    try (Octets plain = Octets.of(text(to, byMail, at, until))) {
      new MessageSigner(seals.sealOf(mailbox), MessageSigner.Options.standard())
          .sign(plain, at, organization.random(), signed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    outbox.keep(at, signed.toByteArray());
  }

  /** Hands over what waits. A mail that is refused for good, or too old, is dropped. */
  void sendWaiting() throws IOException {
    for (NoticeOutbox.Waiting waiting : outbox.waiting()) {
      Instant kept = Files.getLastModifiedTime(waiting.file()).toInstant();
      if (kept.plus(organization.configuration().acme().orderLife()).isBefore(organization.now())) {
        Files.deleteIfExists(waiting.file());
        continue;
      }
      try {
        send(waiting.file(), waiting.to());
      } catch (NoSuchFileException e) {
        LOG.debug("acme: challenge {} went out meanwhile", waiting.file());
      }
    }
  }

  private void send(Path file, Mailbox to) throws IOException {
    Envelope envelope =
        new Envelope(Optional.empty(), List.of(new Envelope.Recipient(to, List.of())), List.of());
    Answer answer;
    try (Octets message = Octets.of(Files.readAllBytes(file))) {
      answer = nextHop.send(envelope, message).values().iterator().next();
    }
    switch (answer.kind()) {
      case ACCEPTED -> Files.deleteIfExists(file);
      case REFUSED -> {
        Files.deleteIfExists(file);
        LOG.warn("acme: the next hop refuses a challenge: {}", answer);
      }
      case TRY_AGAIN -> LOG.info("acme: the next hop takes a challenge later: {}", answer);
    }
  }

  private byte[] text(Mailbox to, TokenPart byMail, Instant at, Instant until) {
    return """
    From: %s
    To: %s
    Date: %s
    Message-ID: <%s@%s>
    Subject: ACME: %s
    Auto-Submitted: auto-generated; type=acme
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 8bit

    Somebody ordered a certificate for your address, %s.

    If that was you or your organisation, answer this mail before %s
    with the lines that your ACME client shows, as plain text, and leave the subject as it is.
    Most clients do so by themselves.

    If you know of nothing, do not answer: without your answer nothing is issued.
    """
        .formatted(
            mailbox,
            to,
            DATE.format(at),
            UUID.randomUUID(),
            mailbox.domain(),
            byMail.text(),
            to,
            until)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
