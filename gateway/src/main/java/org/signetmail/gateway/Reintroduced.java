package org.signetmail.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * An old message that comes to its reader once more: with the fields that say so (RFC 5322 §3.6.6),
 * and under another Message-ID, for mail servers drop without a word what they have delivered
 * before.
 *
 * @param by the address that it was sent to for this
 */
record Reintroduced(Mailbox by, Mailbox to) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * A view of the message with them.
   *
   * @param id the same in every attempt, of letters and figures
   */
  Octets form(Octets message, String id, Instant at) throws IOException {
    MessageHeader header = MessageHeader.read(message);
    String identifier = "<" + id + "@" + by.domain() + ">\r\n";
    StringBuilder fields = new StringBuilder();
    fields
        .append("Resent-Date: " + DATE.format(at) + "\r\n")
        .append("Resent-From: " + by + "\r\n")
        .append("Resent-To: " + to + "\r\n")
        .append("Resent-Message-ID: " + identifier)
        .append("Message-ID: " + identifier);
    byte[] top = fields.toString().getBytes(StandardCharsets.UTF_8);
    StringBuilder kept = new StringBuilder();
    for (String field : RawFields.of(message, header)) {
      if (!RawFields.name(field).equals("message-id")) {
        kept.append(field);
      }
    }
    return Octets.concat(
        List.of(
            Octets.of(top),
            Octets.of(kept.toString().getBytes(StandardCharsets.ISO_8859_1)),
            message.slice(header.octets(), message.size() - header.octets())));
  }
}
