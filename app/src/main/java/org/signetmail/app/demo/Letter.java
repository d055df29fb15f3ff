package org.signetmail.app.demo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.signetmail.pkix.Mailbox;

/** A message as a mail program would write it (RFC 5322). */
record Letter(Mailbox from, String fromName, Mailbox to, String subject, String text) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  byte[] octets(Instant now) {
    return """
    From: %s <%s>
    To: %s
    Date: %s
    Message-ID: <%s@%s>
    Subject: %s
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 8bit

    %s
    """
        .formatted(
            fromName, from, to, DATE.format(now), UUID.randomUUID(), from.domain(), subject, text)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
