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

/**
 * MAIL, RCPT and the text; in one go as far as the server offers PIPELINING. The text goes by BDAT
 * where CHUNKING is offered (RFC 3030), which changes no octet and lets a server refuse early; by
 * DATA otherwise. For one thread.
 */
final class RelayTransaction {
  /**
   * Commands sent before their replies are read: neither side's buffers may fill (RFC 2920 §3.1).
   */
  private static final int WINDOW = 100;

  private static final Answer CUT_OFF =
      new Answer(451, "4.4.2", "next hop: ended before its answer for this recipient");

  private final RelayConnection connection;
  private final Envelope envelope;
  private final Octets message;
  private boolean textBegun;
  private boolean complete;
  private final Map<Mailbox, Answer> answers = new LinkedHashMap<>();

  /** As often as RCPT was answered positively: so many answers follow an LMTP text. */
  private final List<Mailbox> accepted = new ArrayList<>();

  RelayTransaction(RelayConnection connection, Envelope envelope, Octets message) {
    this.connection = connection;
    this.envelope = envelope;
    this.message = message;
  }

  /** Whether the text had begun to go out: then nobody may send it again unasked. */
  boolean textBegun() {
    return textBegun;
  }

  /** Whether the server said its last word, so that another message may follow at once. */
  boolean isComplete() {
    return complete;
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
    List<String> all = forwarding();
    int before = all.size();
    all.addAll(commands);
    if (!chunks()) {
      all.add("DATA");
    }
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
      record(envelope.recipients().get(i - 1), replies.get(before + i));
    }
    Reply mail = replies.get(before);
    if (chunks()) {
      return !mail.positive() ? forAll(mail.answer()) : noneAccepted() ? answers : inChunks();
    }
    Reply data = replies.getLast();
    if (data.code() == 354 && (!mail.positive() || noneAccepted())) {
      new TextWriter(connection.out(), TextWriter.Form.DATA)
          .end(); // RFC 2920 §3.1: the server waits for a text that must not be sent
      for (int i = connection.answersEach() ? accepted.size() : 1; i > 0; i--) {
        connection.reply();
      }
    }
    if (!mail.positive()) {
      return forAll(mail.answer());
    }
    return noneAccepted() ? answers : text(data);
  }

  private Map<Mailbox, Answer> oneByOne(List<String> commands) throws IOException {
    for (String command : forwarding()) {
      connection.command(command);
      connection.reply(); // for its log: what it says changes nothing
    }
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
    if (chunks()) {
      return inChunks();
    }
    connection.command("DATA");
    return text(connection.reply());
  }

  private List<String> forwarding() {
    return Forwarding.commands(envelope.client(), connection.offer());
  }

  private boolean chunks() {
    return connection.offer().has("CHUNKING");
  }

  private Map<Mailbox, Answer> inChunks() throws IOException {
    textBegun = true;
    ChunkOutput chunks = new ChunkOutput(connection, message.size());
    TextWriter text = new TextWriter(chunks, TextWriter.Form.CHUNKS);
    try {
      message.writeTo(text);
      text.end();
      chunks.last();
    } catch (ChunkOutput.Refused e) {
      return forAccepted(e.answer()); // RSET follows (RFC 3030 §2)
    }
    return lastAnswers();
  }

  private Map<Mailbox, Answer> text(Reply data) throws IOException {
    if (data.code() != 354) {
      return forAccepted(positiveIsNonsense(data));
    }
    textBegun = true;
    TextWriter text = new TextWriter(connection.out(), TextWriter.Form.DATA);
    message.writeTo(text);
    text.end();
    return lastAnswers();
  }

  /** One for all, or one for each recipient that was accepted, in their order. */
  private Map<Mailbox, Answer> lastAnswers() throws IOException {
    if (!connection.answersEach()) {
      Answer answer = connection.lastReply().answer();
      complete = true;
      return forAccepted(answer);
    }
    Map<Mailbox, Answer> last = new LinkedHashMap<>();
    try {
      for (Mailbox mailbox : accepted) {
        last.merge(mailbox, connection.lastReply().answer(), RelayTransaction::worse);
      }
      complete = true;
    } catch (IOException e) {
      if (last.isEmpty()) {
        throw e;
      }
      accepted.forEach(mailbox -> last.putIfAbsent(mailbox, CUT_OFF));
    }
    answers.replaceAll((mailbox, before) ->
        before.kind() == Answer.Kind.ACCEPTED ? last.getOrDefault(mailbox, before) : before);
    return answers;
  }

  private Answer positiveIsNonsense(Reply data) throws IOException {
    if (data.code() < 400) {
      throw new IOException("DATA answered with " + data.code() + " (RFC 5321 §4.3.2)");
    }
    return data.answer();
  }

  /** A mailbox named twice has the worse of its answers. */
  private void record(Envelope.Recipient recipient, Reply reply) {
    answers.merge(recipient.mailbox(), reply.answer(), RelayTransaction::worse);
    if (reply.positive()) {
      accepted.add(recipient.mailbox());
    }
  }

  private static Answer worse(Answer a, Answer b) {
    return a.code() >= b.code() ? a : b;
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
