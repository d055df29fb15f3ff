package org.signetmail.smtp.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/** MAIL, RCPT, DATA and the text; in one go as far as the server offers PIPELINING. */
final class RelayTransaction {
  /**
   * Commands sent before their replies are read: neither side's buffers may fill (RFC 2920 §3.1).
   */
  private static final int WINDOW = 100;

  private final RelayConnection connection;
  private final Envelope envelope;
  private final Octets message;
  private boolean textBegun;
  private final Map<Mailbox, Answer> answers = new LinkedHashMap<>();

  RelayTransaction(RelayConnection connection, Envelope envelope, Octets message) {
    this.connection = connection;
    this.envelope = envelope;
    this.message = message;
  }

  /** Whether the text had begun to go out: then nobody may send it again unasked. */
  boolean textBegun() {
    return textBegun;
  }

  Map<Mailbox, Answer> run() throws IOException {
    MailParameters parameters = MailParameters.of(envelope, message, connection.offer());
    if (parameters.refusal().isPresent()) {
      return forAll(parameters.refusal().get());
    }
    List<String> commands = new ArrayList<>();
    commands.add(
        "MAIL FROM:<"
            + envelope.sender().map(Mailbox::toString).orElse("")
            + ">"
            + parameters.mail());
    for (Envelope.Recipient recipient : envelope.recipients()) {
      commands.add("RCPT TO:<" + recipient.mailbox() + ">" + parameters.rcpt(recipient));
    }
    return connection.offer().has("PIPELINING") ? pipelined(commands) : oneByOne(commands);
  }

  private Map<Mailbox, Answer> pipelined(List<String> commands) throws IOException {
    List<String> all = new ArrayList<>(commands);
    all.add("DATA");
    List<Reply> replies = new ArrayList<>();
    for (int from = 0; from < all.size(); from += WINDOW) {
      List<String> window = all.subList(from, Math.min(all.size(), from + WINDOW));
      connection
          .out()
          .write((String.join("\r\n", window) + "\r\n").getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < window.size(); i++) {
        replies.add(connection.reply());
      }
    }
    for (int i = 1; i < commands.size(); i++) {
      record(envelope.recipients().get(i - 1), replies.get(i));
    }
    Reply mail = replies.getFirst();
    Reply data = replies.getLast();
    if (data.code() == 354 && (!mail.positive() || noneAccepted())) {
      new TextWriter(connection.out())
          .end(); // RFC 2920 §3.1: the server waits for a text that must not be sent
      connection.reply();
    }
    if (!mail.positive()) {
      return forAll(mail.answer());
    }
    return noneAccepted() ? answers : text(data);
  }

  private Map<Mailbox, Answer> oneByOne(List<String> commands) throws IOException {
    connection.command(commands.getFirst());
    Reply mail = connection.reply();
    if (!mail.positive()) {
      return forAll(mail.answer());
    }
    for (int i = 1; i < commands.size(); i++) {
      connection.command(commands.get(i));
      record(envelope.recipients().get(i - 1), connection.reply());
    }
    if (noneAccepted()) {
      return answers;
    }
    connection.command("DATA");
    return text(connection.reply());
  }

  private Map<Mailbox, Answer> text(Reply data) throws IOException {
    if (data.code() != 354) {
      return forAccepted(positiveIsNonsense(data));
    }
    textBegun = true;
    TextWriter text = new TextWriter(connection.out());
    message.writeTo(text);
    text.end();
    return forAccepted(connection.lastReply().answer());
  }

  private Answer positiveIsNonsense(Reply data) throws IOException {
    if (data.code() < 400) {
      throw new IOException("DATA answered with " + data.code() + " (RFC 5321 §4.3.2)");
    }
    return data.answer();
  }

  /** A mailbox named twice has the worse of its answers. */
  private void record(Envelope.Recipient recipient, Reply reply) {
    answers.merge(recipient.mailbox(), reply.answer(), (a, b) -> a.code() >= b.code() ? a : b);
  }

  private boolean noneAccepted() {
    return answers.values().stream().noneMatch(a -> a.kind() == Answer.Kind.ACCEPTED);
  }

  private Map<Mailbox, Answer> forAll(Answer answer) {
    envelope.recipients().forEach(r -> answers.put(r.mailbox(), answer));
    return answers;
  }

  private Map<Mailbox, Answer> forAccepted(Answer answer) {
    answers.replaceAll((m, a) -> a.kind() == Answer.Kind.ACCEPTED ? answer : a);
    return answers;
  }
}
