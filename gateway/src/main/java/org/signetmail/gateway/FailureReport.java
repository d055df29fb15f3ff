package org.signetmail.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * The report to a sender that some of the recipients were refused after others were not (RFC 3464,
 * in the multipart/report of RFC 6522). Of the message it returns the header only, as with
 * RET=HDRS: a report never carries content.
 */
final class FailureReport {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Pattern XTEXT = Pattern.compile("\\+([0-9A-F]{2})");

  private final String hostname;

  FailureReport(String hostname) {
    this.hostname = hostname;
  }

  /** The recipients of whom the sender wants to hear (RFC 3461 §4.1). */
  static List<Envelope.Recipient> wanted(Envelope envelope, Map<Mailbox, Answer> refused) {
    return envelope.recipients().stream()
        .filter(r -> refused.containsKey(r.mailbox()))
        .filter(r -> r.parameters().stream().noneMatch(p -> p.equalsIgnoreCase("NOTIFY=NEVER")))
        .toList();
  }

  /** Goes to {@code sender} from nobody, so that it cannot bounce itself. */
  static Envelope envelope(Mailbox sender) {
    List<String> parameters = sender.isInternationalized() ? List.of("SMTPUTF8") : List.of();
    return new Envelope(
        Optional.empty(),
        List.of(new Envelope.Recipient(sender, List.of("NOTIFY=NEVER"))),
        parameters);
  }

  /**
   * Writes it.
   *
   * @param identity of the message; the same message always gives the same report
   */
  Octets write(
      Arrival arrival,
      Envelope envelope,
      List<Envelope.Recipient> recipients,
      Map<Mailbox, Answer> refused,
      String identity,
      Octets message)
      throws IOException {
    String boundary = "report-" + identity.substring(0, 32);
    String date = DATE.format(arrival.at());
    StringBuilder text = new StringBuilder();
    text.append("From: Mail Delivery System <postmaster@" + hostname + ">\n")
        .append("To: " + envelope.sender().orElseThrow() + "\n")
        .append("Subject: Undelivered mail: some recipients were refused\n")
        .append("Date: " + date + "\n")
        .append("Message-ID: <" + identity.substring(0, 40) + ".report@" + hostname + ">\n")
        .append("Auto-Submitted: auto-replied\nMIME-Version: 1.0\n")
        .append(
            "Content-Type: multipart/report; report-type=delivery-status;\n boundary=\""
                + boundary
                + "\"\n\n")
        .append(
            "--"
                + boundary
                + "\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n")
        .append("Your message was delivered to some of its recipients, and not to these:\n\n");
    for (Envelope.Recipient recipient : recipients) {
      text.append(recipient.mailbox() + "\n    " + refused.get(recipient.mailbox()) + "\n");
    }
    text.append("\n--" + boundary + "\nContent-Type: message/delivery-status\n\n")
        .append("Reporting-MTA: dns; " + hostname + "\n");
    value(envelope.parameters(), "ENVID")
        .ifPresent(id -> text.append("Original-Envelope-Id: " + id + "\n"));
    text.append("Arrival-Date: " + date + "\n");
    for (Envelope.Recipient recipient : recipients) {
      Answer answer = Objects.requireNonNull(refused.get(recipient.mailbox()));
      text.append('\n');
      value(recipient.parameters(), "ORCPT")
          .ifPresent(o -> text.append("Original-Recipient: " + o + "\n"));
      text.append(
              "Final-Recipient: "
                  + (recipient.mailbox().isInternationalized() ? "utf-8" : "rfc822"))
          .append(
              "; " + recipient.mailbox() + "\nAction: failed\nStatus: " + answer.status() + "\n")
          .append("Diagnostic-Code: smtp; " + answer + "\n");
    }
    text.append("\n--" + boundary + "\nContent-Type: text/rfc822-headers; charset=utf-8\n")
        .append("Content-Transfer-Encoding: 8bit\n\n");
    byte[] before = text.toString().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    byte[] after = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    return Octets.concat(List.of(Octets.of(before), Octets.of(header(message)), Octets.of(after)));
  }

  private static byte[] header(Octets message) throws IOException {
    long octets = MessageHeader.read(message).octets();
    try (InputStream in = message.stream()) {
      return in.readNBytes((int) octets);
    }
  }

  /** A parameter's value, decoded from xtext (RFC 3461 §4) as far as it is printable. */
  private static Optional<String> value(List<String> parameters, String keyword) {
    return parameters.stream()
        .filter(p -> p.regionMatches(true, 0, keyword + "=", 0, keyword.length() + 1))
        .map(p -> p.substring(keyword.length() + 1))
        .map(FailureReport::decoded)
        .findFirst();
  }

  private static String decoded(String xtext) {
    Matcher matcher = XTEXT.matcher(xtext);
    return matcher.replaceAll(m -> {
      int c = Integer.parseInt(m.group(1), 16);
      return Matcher.quoteReplacement(c > 0x20 && c < 0x7f ? String.valueOf((char) c) : "?");
    });
  }
}
