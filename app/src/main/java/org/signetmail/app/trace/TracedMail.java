package org.signetmail.app.trace;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.Optional;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.MailHandler;
import org.signetmail.smime.Octets;

/** A handler whose sessions and messages are spans: sizes, counts and codes, nobody's address. */
record TracedMail(MailHandler handler, String direction, Traces traces) implements MailHandler {
  @Override
  public Optional<Long> largest() {
    return handler.largest();
  }

  @Override
  public void session(Runnable conversation) {
    Traces.Running running = traces.begin("smtp session", SpanKind.SERVER, Context.root());
    running.span().setAttribute("signet.direction", direction);
    try {
      handler.session(conversation);
    } finally {
      running.end();
    }
  }

  @Override
  public Answer sender(Arrival arrival, Envelope envelope) {
    return handler.sender(arrival, envelope);
  }

  @Override
  public Answer recipient(Arrival arrival, Envelope envelope, Envelope.Recipient recipient) {
    return handler.recipient(arrival, envelope, recipient);
  }

  @Override
  public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
    Traces.Running running = traces.begin("message", SpanKind.INTERNAL, Context.current());
    running
        .span()
        .setAttribute("signet.direction", direction)
        .setAttribute("signet.message.id", arrival.id())
        .setAttribute("signet.message.octets", message.size())
        .setAttribute("signet.message.recipients", envelope.recipients().size());
    try {
      Answer answer = handler.handle(arrival, envelope, message);
      running.span().setAttribute("signet.answer", answer.code() + " " + answer.status());
      if (answer.kind() == Answer.Kind.TRY_AGAIN) {
        running.span().setStatus(StatusCode.ERROR);
      }
      return answer;
    } finally {
      running.end();
    }
  }
}
