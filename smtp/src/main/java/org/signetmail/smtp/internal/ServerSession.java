package org.signetmail.smtp.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.gateway.Answer;
import org.signetmail.smtp.ServerLimits;

/**
 * One client's connection: the state machine of RFC 5321 §4.1.4, with PIPELINING (RFC 2920), SIZE
 * (RFC 1870), 8BITMIME (RFC 6152), SMTPUTF8 (RFC 6531), DSN (RFC 3461), CHUNKING (RFC 3030),
 * ENHANCEDSTATUSCODES (RFC 2034). Who the client is, {@link Introduction} finds out.
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
  private final Client client;
  private final Conversation conversation;
  private final Introduction introduction;

  private @Nullable Transaction transaction;
  private int messages;
  private int idleCommands;
  private volatile boolean busy;
  private volatile boolean draining;

  public ServerSession(ServerContext shared, Socket socket, String id) throws IOException {
    this.shared = shared;
    this.limits = shared.settings().limits();
    this.id = id;
    this.intake = new Intake(shared.handler(), shared.spool(), limits);
    this.connection = new ServerConnection(socket, shared.watchdog());
    this.client = new Client(shared.settings(), socket.getInetAddress(), socket.getPort());
    this.conversation = new Conversation(connection, limits.errors());
    this.introduction = new Introduction(shared, id, conversation, client);
  }

  @Override
  public void run() {
    try {
      introduction.proxied();
      if (conversation.isOpen()) {
        enter();
      }
    } catch (SocketTimeoutException e) {
      conversation.farewell(new Answer(421, "4.4.2", "no complete line in time; closing"));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "smtp {0} {1}: lost: {2}", id, client, e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "smtp " + id + " " + client + ": session failed", e);
      conversation.farewell(new Answer(421, "4.3.0", "something went wrong here; try again later"));
    } finally {
      discard();
      connection.close();
    }
  }

  private void enter() throws IOException {
    InetAddress peer = client.address();
    if (client.isPeer()) {
      converse();
    } else if (shared.traffic().enter(peer)) {
      try {
        converse();
      } finally {
        shared.traffic().leave(peer);
      }
    } else {
      conversation.farewell(
          new Answer(421, "4.7.0", "too many connections from here; try again later"));
    }
  }

  private void converse() throws IOException {
    introduction.banner();
    while (conversation.isOpen()) {
      if (!connection.in().hasBuffered()) {
        conversation.flush();
      }
      if (draining && transaction == null) {
        conversation.close(421, "4.3.2", "closing for maintenance; try again later");
      } else {
        step();
      }
    }
    conversation.flush();
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
    int longest = client.mayLogIn() ? LoginExchange.LONGEST : Command.LONGEST;
    switch (connection.in().line(longest, limits.timeouts().command())) {
      case WireInput.Line.End end -> {
        if (draining) {
          conversation.close(421, "4.3.2", "closing for maintenance; try again later");
        }
        conversation.end();
      }
      case WireInput.Line.BareLineEnd bare ->
          conversation.close(
              521, "5.5.2", "command: has a bare CR or LF (RFC 5321 §2.3.8); end lines with CR LF");
      case WireInput.Line.TooLong tooLong -> tooLong();
      case WireInput.Line.Text(byte[] octets) -> {
        try {
          Command command = Command.of(octets);
          if (octets.length + 2 > Command.LONGEST && !command.verb().equals("AUTH")) {
            tooLong();
          } else {
            obey(command);
          }
        } catch (SyntaxFault fault) {
          conversation.say(fault.answer());
        }
      }
    }
    busy = transaction != null;
  }

  private void tooLong() {
    conversation.close(521, "5.5.2", "command: is too long (RFC 5321 §4.5.3.1.4)");
  }

  private void obey(Command command) throws IOException, SyntaxFault {
    String verb = command.verb();
    if (!CARRIES.contains(verb) && ++idleCommands > limits.idleCommands()) {
      conversation.close(421, "4.7.0", "too many commands without a message; closing");
      return;
    }
    if (introduction.isTooEarly(verb)) {
      conversation.say(530, "5.7.0", "say STARTTLS first (RFC 3207 §4)");
      return;
    }
    switch (verb) {
      case "EHLO", "HELO" -> {
        introduction.greet(command);
        discard();
      }
      case "STARTTLS" -> {
        if (introduction.startTls(command)) {
          discard();
        }
      }
      case "AUTH", "XCLIENT", "XFORWARD" -> introduce(command);
      case "MAIL" -> mail(command);
      case "RCPT" -> rcpt(command);
      case "DATA" -> data(command);
      case "BDAT" -> bdat(command);
      case "RSET" -> {
        discard();
        client.forgetForwarded();
        conversation.say(250, "2.0.0", "ok");
      }
      case "NOOP" -> conversation.say(250, "2.0.0", "ok");
      case "QUIT" -> conversation.close(221, "2.0.0", "bye");
      case "VRFY" -> conversation.say(252, "2.5.2", "send some mail, and it will be tried");
      case "HELP" -> conversation.say(214, "2.0.0", "RFC 5321 tells how to speak here");
      default -> conversation.say(500, "5.5.1", "command: is not known here (RFC 5321 §4.2.4)");
    }
  }

  private void introduce(Command command) throws IOException, SyntaxFault {
    if (transaction != null) {
      conversation.say(503, "5.5.1", command.verb() + ": not within a message");
      return;
    }
    switch (command.verb()) {
      case "AUTH" -> introduction.auth(command);
      case "XCLIENT" -> introduction.xclient(command);
      default -> introduction.xforward(command);
    }
  }

  private void mail(Command command) throws SyntaxFault {
    if (!client.hasGreeted() || transaction != null) {
      conversation.say(
          503, "5.5.1", client.hasGreeted() ? "a message is already begun" : "say EHLO first");
      return;
    }
    Command.Path path = command.reversePath();
    if (!client.isExtended() && !path.parameters().isEmpty()) {
      throw new SyntaxFault(555, "5.5.4", "MAIL: parameters need EHLO (RFC 5321 §4.1.1.11)");
    }
    messages++;
    Transaction begun = new Transaction(shared, client, id + "." + messages, path);
    Answer answer = begun.admitted();
    if (answer.kind() == Answer.Kind.ACCEPTED) {
      transaction = begun;
    }
    conversation.say(answer);
  }

  private void rcpt(Command command) throws SyntaxFault {
    Transaction current = transaction;
    if (current == null || current.chunks() != null) {
      conversation.say(503, "5.5.1", "say MAIL first");
      return;
    }
    conversation.say(current.add(command));
  }

  private void data(Command command) throws IOException {
    Transaction current = transaction;
    if (connection.in().hasBuffered()) {
      // What is already here was sent without waiting for 354: it is neither text nor commands.
      conversation.close(
          521, "5.5.1", "DATA: must be the last command sent before its reply (RFC 2920 §3.1)");
      return;
    }
    if (current == null || current.recipients().isEmpty() || current.chunks() != null) {
      conversation.say(503, "5.5.1", current == null ? "say MAIL first" : "say RCPT first");
      return;
    }
    if (!command.argument().isEmpty()) {
      conversation.say(501, "5.5.4", "DATA: takes no argument (RFC 5321 §4.1.1.4)");
      return;
    }
    conversation.say(354, List.of("end with a full stop on a line of its own"));
    conversation.flush();
    settle(intake.data(connection.in(), current));
  }

  private void bdat(Command command) throws IOException {
    if (!command.argument().matches("(?i)[0-9]{1,15}( +LAST)?")) {
      conversation.close(
          521,
          "5.5.4",
          "BDAT: must be followed by a size (RFC 3030 §2); its octets cannot be told from"
              + " commands");
      return;
    }
    String[] words = command.argument().split(" +");
    long size = Long.parseLong(words[0]);
    Transaction current = transaction;
    conversation.flush();
    if (current == null || current.recipients().isEmpty()) {
      if (!ChunkReader.skip(connection.in(), size, limits.timeouts())) {
        conversation.end();
      }
      conversation.say(503, "5.5.1", current == null ? "say MAIL first" : "say RCPT first");
      return;
    }
    settle(intake.chunk(connection.in(), current, size, words.length == 2));
  }

  private void settle(Intake.Outcome outcome) {
    switch (outcome.next()) {
      case MORE -> conversation.say(outcome.answer());
      case DONE -> {
        conversation.say(outcome.answer());
        discard();
        client.forgetForwarded();
        idleCommands = 0;
      }
      case CLOSE -> conversation.close(outcome.answer());
      case LOST -> conversation.end();
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
