package org.signetmail.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * A message that is kept from its recipients: whole, as it came, in a message/rfc822 part (RFC 2046
 * §5.2.1) of a message to those who look at such mail. It comes from nobody, so that it bounces to
 * nobody.
 */
final class Quarantine {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String hostname;

  Quarantine(String hostname) {
    this.hostname = hostname;
  }

  static Envelope envelope(Mailbox keeper, Envelope original) {
    List<String> parameters =
        original.parameters().stream()
            .filter(one ->
                one.toUpperCase(Locale.ROOT).startsWith("BODY=")
                    || one.equalsIgnoreCase("SMTPUTF8"))
            .toList();
    return new Envelope(
        Optional.empty(),
        List.of(new Envelope.Recipient(keeper, List.of("NOTIFY=NEVER"))),
        parameters);
  }

  /**
   * Writes it.
   *
   * @param identity of the message; the same message always gives the same
   */
  void write(
      Mailbox keeper,
      Arrival arrival,
      Envelope original,
      List<Mailbox> keptFrom,
      Set<String> codes,
      String identity,
      Octets message,
      OutputStream out)
      throws IOException {
    String boundary = "quarantine-" + identity.substring(0, 32);
    StringBuilder text = new StringBuilder();
    text.append("From: Mail Gateway <postmaster@" + hostname + ">\n")
        .append("To: " + keeper + "\n")
        .append("Subject: Kept from its recipients: a message from outside\n")
        .append("Date: " + DATE.format(arrival.at()) + "\n")
        .append("Message-ID: <" + identity.substring(0, 40) + ".quarantine@" + hostname + ">\n")
        .append("Auto-Submitted: auto-generated\nMIME-Version: 1.0\n")
        .append("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\n")
        .append("Content-Transfer-Encoding: 8bit\n\n")
        .append("--" + boundary + "\nContent-Type: text/plain; charset=utf-8\n")
        .append("Content-Transfer-Encoding: 8bit\n\n")
        .append("The message in the attachment was kept from these recipients:\n\n");
    keptFrom.forEach(mailbox -> text.append("    " + mailbox + "\n"));
    text.append("\nSender     " + original.sender().map(Mailbox::toString).orElse("nobody") + "\n")
        .append("Came from  " + arrival.peer().getHostAddress() + "\n")
        .append("Arrived    " + DATE.format(arrival.at()) + "\n");
    if (!codes.isEmpty()) {
      text.append("Findings   " + String.join(", ", new TreeSet<>(codes)) + "\n");
    }
    text.append("\nIt is as it came. Open it with care; nothing in it was proven.\n")
        .append("\n--" + boundary + "\nContent-Type: message/rfc822\n")
        .append("Content-Transfer-Encoding: 8bit\nContent-Disposition: attachment\n\n");
    out.write(text.toString().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    message.writeTo(out);
    out.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
  }
}
