package org.signetmail.smtp.internal;

import java.io.IOException;
import java.util.List;
import org.signetmail.gateway.Answer;

/**
 * A server's side of one connection: what it says, how many errors it has heard, whether it goes
 * on. For one thread.
 */
final class Conversation {
  private final ServerConnection connection;
  private final int mostErrors;
  private int errors;
  private boolean open = true;

  Conversation(ServerConnection connection, int mostErrors) {
    this.connection = connection;
    this.mostErrors = mostErrors;
  }

  ServerConnection connection() {
    return connection;
  }

  WireInput in() {
    return connection.in();
  }

  boolean isOpen() {
    return open;
  }

  /** Replies; after too many refusals, for the last time. */
  void say(Answer answer) {
    connection.replies().say(answer);
    if (answer.kind() == Answer.Kind.REFUSED && ++errors >= mostErrors) {
      close(421, "4.7.0", "too many errors; closing");
    }
  }

  void say(int code, String status, String text) {
    say(new Answer(code, status, text));
  }

  /** A reply that has no enhanced status (RFC 2034 §4). */
  void say(int code, List<String> lines) {
    connection.replies().say(code, lines);
  }

  void close(int code, String status, String text) {
    close(new Answer(code, status, text));
  }

  /** Replies for the last time. */
  void close(Answer answer) {
    if (open) {
      open = false;
      connection.replies().say(answer);
    }
  }

  /** Says one more thing to a client that may be gone already. */
  void farewell(Answer answer) {
    try {
      connection.replies().say(answer);
      flush();
    } catch (IOException e) {
      System.getLogger(Conversation.class.getName())
          .log(System.Logger.Level.DEBUG, "smtp: gone before the farewell");
    }
  }

  /** Goes without a word. */
  void end() {
    open = false;
  }

  void flush() throws IOException {
    connection.replies().flush();
  }
}
