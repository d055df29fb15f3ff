package org.signetmail.smtp.internal;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.smtp.ServerLimits;

/**
 * One client's connection: the state machine of RFC 5321 §4.1.4, with PIPELINING (RFC 2920), SIZE
 * (RFC 1870), 8BITMIME (RFC 6152), SMTPUTF8 (RFC 6531), DSN (RFC 3461), CHUNKING (RFC 3030),
 * ENHANCEDSTATUSCODES (RFC 2034) and STARTTLS (RFC 3207).
 *
 * <p>Runs in one thread; {@link #drain} alone may be called from another.
 */
public final class ServerSession implements Runnable {
  private static final System.Logger LOG = System.getLogger(ServerSession.class.getName());

  /** Commands that bring a message forward; others are counted. */
  private static final Set<String> CARRIES = Set.of("RCPT", "DATA", "BDAT");

  private final ServerContext shared;
  private final ServerLimits limits;
  private final String id;
  private final Intake intake;
  private final ServerConnection connection;

  private String greeting = "";
  private boolean extended;
  private @Nullable Transaction transaction;
  private int messages;
  private int errors;
  private int idleCommands;
  private boolean open = true;
  private volatile boolean busy;
  private volatile boolean draining;

  public ServerSession(ServerContext shared, Socket socket, String id) throws IOException {
    this.shared = shared;
    this.limits = shared.settings().limits();
    this.id = id;
    this.intake = new Intake(shared.handler(), shared.spool(), limits);
    this.connection = new ServerConnection(socket, shared.watchdog());
  }

  @Override
  public void run() {
    try {
      converse();
    } catch (SocketTimeoutException e) {
      farewell(new Answer(421, "4.4.2", "no complete line in time; closing"));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "smtp " + id + ": lost: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "smtp " + id + ": session failed", e);
      farewell(new Answer(421, "4.3.0", "something went wrong here; try again later"));
    } finally {
      discard();
      connection.close();
    }
  }

  private void converse() throws IOException {
    connection.replies().say(220, List.of(shared.settings().hostname() + " ESMTP Signet"));
    while (open) {
      if (!connection.in().hasBuffered()) {
        connection.replies().flush();
      }
      if (draining && transaction == null) {
        close(421, "4.3.2", "closing for maintenance; try again later");
      } else {
        step();
      }
    }
    connection.replies().flush();
    connection.linger();
  }

  /** Lets a transaction that is under way finish and closes then; an idle session closes now. */
  public void drain() {
    draining = true;
    if (!busy) {
      connection.endInput();
    }
  }

  /** Ends it without a word, whatever it is doing. */
  public void abort() {
    connection.close();
  }

  private void step() throws IOException {
    switch (connection.in().line(Command.LONGEST, limits.timeouts().command())) {
      case WireInput.Line.End end -> {
        if (draining) {
          close(421, "4.3.2", "closing for maintenance; try again later");
        }
        open = false;
      }
      case WireInput.Line.BareLineEnd bare ->
          close(
              521, "5.5.2", "command: has a bare CR or LF (RFC 5321 §2.3.8); end lines with CR LF");
      case WireInput.Line.TooLong tooLong ->
          close(521, "5.5.2", "command: is too long (RFC 5321 §4.5.3.1.4)");
      case WireInput.Line.Text text -> {
        try {
          obey(Command.of(text.octets()));
        } catch (SyntaxFault fault) {
          say(fault.answer());
        }
      }
    }
    busy = transaction != null;
  }

  private void obey(Command command) throws IOException, SyntaxFault {
    if (!CARRIES.contains(command.verb()) && ++idleCommands > limits.idleCommands()) {
      close(421, "4.7.0", "too many commands without a message; closing");
      return;
    }
    switch (command.verb()) {
      case "EHLO" -> ehlo(command.argument());
      case "HELO" -> helo(command.argument());
      case "MAIL" -> mail(command);
      case "RCPT" -> rcpt(command);
      case "DATA" -> data(command);
      case "BDAT" -> bdat(command);
      case "RSET" -> {
        discard();
        say(250, "2.0.0", "ok");
      }
      case "NOOP" -> say(250, "2.0.0", "ok");
      case "QUIT" -> close(221, "2.0.0", "bye");
      case "STARTTLS" -> startTls(command);
      case "VRFY" -> say(252, "2.5.2", "send some mail, and it will be tried");
      case "HELP" -> say(214, "2.0.0", "RFC 5321 tells how to speak here");
      default -> say(500, "5.5.1", "command: is not known here (RFC 5321 §4.2.4)");
    }
  }

  private void ehlo(String name) throws SyntaxFault {
    greet(name);
    extended = true;
    connection.replies().say(250, shared.offer(connection.isSecured()));
  }

  private void helo(String name) throws SyntaxFault {
    greet(name);
    extended = false;
    connection.replies().say(250, List.of(shared.settings().hostname()));
  }

  private void greet(String name) throws SyntaxFault {
    if (!name.matches("[!-~]{1,255}")) {
      throw new SyntaxFault(501, "5.5.4", "greeting: must name the client (RFC 5321 §4.1.1.1)");
    }
    discard();
    greeting = name;
  }

  private void mail(Command command) throws SyntaxFault {
    if (greeting.isEmpty() || transaction != null) {
      say(503, "5.5.1", greeting.isEmpty() ? "say EHLO first" : "a message is already begun");
      return;
    }
    Command.Path path = command.reversePath();
    if (!extended && !path.parameters().isEmpty()) {
      throw new SyntaxFault(555, "5.5.4", "MAIL: parameters need EHLO (RFC 5321 §4.1.1.11)");
    }
    messages++;
    Transaction begun = new Transaction(shared, arrival(path.has("SMTPUTF8")), path);
    Answer answer = begun.admitted();
    if (answer.kind() == Answer.Kind.ACCEPTED) {
      transaction = begun;
    }
    say(answer);
  }

  private void rcpt(Command command) throws SyntaxFault {
    Transaction current = transaction;
    if (current == null || current.chunks() != null) {
      say(503, "5.5.1", "say MAIL first");
      return;
    }
    say(current.add(command));
  }

  private void data(Command command) throws IOException {
    Transaction current = transaction;
    if (connection.in().hasBuffered()) {
      // What is already here was sent without waiting for 354: it is neither text nor commands.
      close(521, "5.5.1", "DATA: must be the last command sent before its reply (RFC 2920 §3.1)");
      return;
    }
    if (current == null || current.recipients().isEmpty() || current.chunks() != null) {
      say(503, "5.5.1", current == null ? "say MAIL first" : "say RCPT first");
      return;
    }
    if (!command.argument().isEmpty()) {
      say(501, "5.5.4", "DATA: takes no argument (RFC 5321 §4.1.1.4)");
      return;
    }
    connection.replies().say(354, List.of("end with a full stop on a line of its own"));
    connection.replies().flush();
    settle(intake.data(connection.in(), current));
  }

  private void bdat(Command command) throws IOException {
    if (!command.argument().matches("(?i)[0-9]{1,15}( +LAST)?")) {
      close(
          521,
          "5.5.4",
          "BDAT: must be followed by a size (RFC 3030 §2); its octets cannot be told from"
              + " commands");
      return;
    }
    String[] words = command.argument().split(" +");
    long size = Long.parseLong(words[0]);
    Transaction current = transaction;
    connection.replies().flush();
    if (current == null || current.recipients().isEmpty()) {
      open = ChunkReader.skip(connection.in(), size, limits.timeouts());
      say(503, "5.5.1", current == null ? "say MAIL first" : "say RCPT first");
      return;
    }
    settle(intake.chunk(connection.in(), current, size, words.length == 2));
  }

  private void settle(Intake.Outcome outcome) {
    switch (outcome.next()) {
      case MORE -> say(outcome.answer());
      case DONE -> {
        say(outcome.answer());
        discard();
        idleCommands = 0;
      }
      case CLOSE -> close(outcome.answer());
      case LOST -> open = false;
    }
  }

  private void startTls(Command command) throws IOException {
    if (shared.settings().tls().isEmpty() || connection.isSecured() || !extended) {
      say(503, "5.5.1", "STARTTLS: is not offered here");
      return;
    }
    if (!command.argument().isEmpty()) {
      say(501, "5.5.4", "STARTTLS: takes no argument (RFC 3207 §4)");
      return;
    }
    if (connection.in().hasBuffered()) {
      close(
          521, "5.5.1", "STARTTLS: must be the last command sent before its reply (RFC 3207 §4.2)");
      return;
    }
    say(220, "2.0.0", "ready for TLS");
    connection.replies().flush();
    connection.secure(shared.settings().tls().orElseThrow(), limits.timeouts().silence());
    discard();
    greeting = "";
    extended = false;
  }

  private Arrival arrival(boolean smtpUtf8) {
    String base = smtpUtf8 ? "UTF8SMTP" : extended ? "ESMTP" : "SMTP";
    String protocol = connection.isSecured() ? base + "S" : base;
    return new Arrival(
        id + "." + messages, connection.peer(), greeting, protocol, shared.clock().instant());
  }

  private void say(Answer answer) {
    connection.replies().say(answer);
    if (answer.kind() == Answer.Kind.REFUSED && ++errors >= limits.errors()) {
      close(421, "4.7.0", "too many errors; closing");
    }
  }

  private void say(int code, String status, String text) {
    say(new Answer(code, status, text));
  }

  private void close(int code, String status, String text) {
    close(new Answer(code, status, text));
  }

  private void close(Answer answer) {
    if (open) {
      open = false;
      connection.replies().say(answer);
    }
  }

  private void farewell(Answer answer) {
    try {
      connection.replies().say(answer);
      connection.replies().flush();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "smtp " + id + ": gone before the farewell");
    }
  }

  /** Forgets the transaction and what it kept. */
  private void discard() {
    Transaction current = transaction;
    transaction = null;
    if (current != null) {
      current.discard();
    }
  }
}
