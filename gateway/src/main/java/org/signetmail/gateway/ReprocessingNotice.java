package org.signetmail.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.signetmail.pkix.Mailbox;

/**
 * Tells a person which of the messages that they handed in were not opened, in the words that stand
 * outside of these: nothing that was opened is in it. From nobody in the envelope, so that it
 * cannot bounce.
 */
record ReprocessingNotice(String hostname, Mailbox address, Mailbox person) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int LONGEST = 200; // characters of a subject

  /**
   * The message; the same for the same attempt.
   *
   * @param id of letters and figures
   */
  byte[] message(List<Reopening.Result> closed, int handedIn, String id, Instant at) {
    StringBuilder text = new StringBuilder();
    text.append("From: Mail Gateway <postmaster@" + hostname + ">\n")
        .append("To: " + person + "\n")
        .append("Subject: Not opened: " + closed.size() + " of " + handedIn)
        .append(handedIn == 1 ? " message\n" : " messages\n")
        .append("Date: " + DATE.format(at) + "\n")
        .append("Message-ID: <" + id + ".closed@" + hostname + ">\n")
        .append("Auto-Submitted: auto-replied\nMIME-Version: 1.0\n")
        .append("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n")
        .append("Of what you sent to " + address + ", this was not opened:\n");
    for (Reopening.Result one : closed) {
      text.append("\n  " + name(one) + "\n    " + why(one.end()) + "\n");
    }
    text.append("\nWhat opened comes to you in messages of its own.\n");
    return text.toString().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String name(Reopening.Result one) {
    String subject = plain(one.header().map(MessageHeader::subject).orElse(""));
    String from =
        plain(one.header().flatMap(MessageHeader::from).map(Mailbox::toString).orElse("nobody"));
    return "'" + subject + "' from " + from;
  }

  private static String plain(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\x80-\\x9f\\p{Cf}]+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }

  private static String why(Reopening.End end) {
    return switch (end) {
      case OPENED -> throw new IllegalArgumentException("it was opened");
      case CLOSED ->
          "is encrypted to a key that the gateway holds, and stays closed: it was changed on the"
              + " way, nothing proves it, nothing shows that it was for you, or a rule of your"
              + " organisation keeps it closed";
      case NOT_FOR_US ->
          "is not encrypted to a key that the gateway holds for you; your own program may open it,"
              + " or your administrator can bring a former key back";
      case NOT_ENCRYPTED -> "is not encrypted as a whole";
    };
  }
}
