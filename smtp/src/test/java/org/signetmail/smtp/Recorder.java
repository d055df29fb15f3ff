package org.signetmail.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.MailHandler;
import org.signetmail.smime.Octets;

/** Keeps what came in, and answers as it is told. */
final class Recorder implements MailHandler {
  record Message(Arrival arrival, Envelope envelope, byte[] octets) {
    String text() {
      return new String(octets, StandardCharsets.ISO_8859_1);
    }
  }

  final List<Message> messages = new CopyOnWriteArrayList<>();
  volatile Function<Envelope, Answer> answer = e -> new Answer(250, "2.0.0", "kept");
  volatile Function<Envelope.Recipient, Answer> recipient = r -> Answer.OK;

  @Override
  public Answer recipient(Arrival arrival, Envelope envelope, Envelope.Recipient asked) {
    return recipient.apply(asked);
  }

  @Override
  public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
    Answer given = answer.apply(envelope);
    if (given.kind() == Answer.Kind.ACCEPTED) {
      try (var in = message.stream()) {
        messages.add(new Message(arrival, envelope, in.readAllBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return given;
  }
}
