package org.signetmail.smtp.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * What of an envelope's parameters goes to a server that offers this and that. What it does not
 * offer and the message does not need is dropped; what the message needs is a refusal, because text
 * is never converted on the way: that would break signatures.
 *
 * @param mail for MAIL FROM, each with a blank before it
 * @param refusal when the message cannot go there as it is
 */
record MailParameters(String mail, boolean dsn, Optional<Answer> refusal) {

  static MailParameters of(Envelope envelope, Octets message, Offer offer) throws IOException {
    if (offer.size().isPresent() && message.size() > offer.size().get()) {
      return refused(
          new Answer(
              552,
              "5.3.4",
              "message: is larger than the "
                  + offer.size().get()
                  + " octets that the next server takes (RFC 1870 §6.1); send it in parts or as a"
                  + " link"));
    }
    StringBuilder mail = new StringBuilder();
    if (offer.has("SIZE")) {
      mail.append(" SIZE=").append(message.size());
    }
    for (String parameter : envelope.parameters()) {
      switch (keyword(parameter)) {
        case "BODY" -> {
          if (offer.has("8BITMIME")) {
            mail.append(' ').append(parameter);
          } else if (parameter.equalsIgnoreCase("BODY=8BITMIME") && beyondAscii(message)) {
            return refused(
                new Answer(
                    554,
                    "5.6.3",
                    "message: is 8-bit and the next server takes 7-bit only"
                        + " (RFC 6152 §3); send it as quoted-printable or base64"));
          }
        }
        case "SMTPUTF8" -> {
          if (offer.has("SMTPUTF8")) {
            mail.append(' ').append(parameter);
          } else if (beyondAscii(envelope) || isHeaderBeyondAscii(message)) {
            return refused(
                new Answer(
                    553,
                    "5.6.7",
                    "message: needs SMTPUTF8, which the next server does not"
                        + " offer (RFC 6531 §3.5); use ASCII addresses and header fields"));
          }
        }
        case "RET", "ENVID" -> {
          if (offer.has("DSN")) {
            mail.append(' ').append(parameter);
          }
        }
        default -> {} // SIZE is told anew; nothing else is offered to clients
      }
    }
    boolean said = envelope.parameters().stream().anyMatch(p -> keyword(p).equals("BODY"));
    if (!said && offer.has("8BITMIME") && beyondAscii(message)) {
      mail.append(" BODY=8BITMIME"); // its sender's duty (RFC 6152 §3), and not always done
    }
    return new MailParameters(mail.toString(), offer.has("DSN"), Optional.empty());
  }

  /** For RCPT TO, each with a blank before it. */
  String rcpt(Envelope.Recipient recipient) {
    return dsn
        ? recipient.parameters().stream().map(p -> " " + p).collect(Collectors.joining())
        : "";
  }

  private static MailParameters refused(Answer answer) {
    return new MailParameters("", false, Optional.of(answer));
  }

  private static boolean beyondAscii(Envelope envelope) {
    return envelope.sender().map(Mailbox::isInternationalized).orElse(false)
        || envelope.recipients().stream().anyMatch(r -> r.mailbox().isInternationalized());
  }

  private static boolean beyondAscii(Octets message) throws IOException {
    try (InputStream in = message.stream()) {
      byte[] buffer = new byte[1 << 13];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int all = 0; // looking at each octet alone takes ten times as long
        for (int i = 0; i < n; i++) {
          all |= buffer[i];
        }
        if (all < 0) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean isHeaderBeyondAscii(Octets message) throws IOException {
    try (InputStream in = message.stream()) {
      byte[] buffer = new byte[1 << 13];
      int before = -1;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          if (buffer[i] < 0) {
            return true;
          }
          if (buffer[i] == '\n' && before == '\n') {
            return false;
          }
          before = buffer[i] == '\r' ? before : buffer[i];
        }
      }
      return false;
    }
  }

  private static String keyword(String parameter) {
    return List.of(parameter.split("=", 2)).getFirst().toUpperCase(Locale.ROOT);
  }
}
