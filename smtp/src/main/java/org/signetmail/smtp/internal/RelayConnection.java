package org.signetmail.smtp.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smtp.RelaySettings;

/** One conversation with the next hop, for one message after the other. For one thread at a time. */
public final class RelayConnection implements Closeable {
  /** Commands sent before their replies are read: neither side's buffers may fill (RFC 2920 §3.1). */
  private static final int WINDOW = 100;

  private final RelaySettings settings;
  private final Watchdog watchdog;
  private Socket socket;
  private WireInput in;
  private WireOutput out;
  private Offer offer = Offer.NOTHING;
  private boolean textBegun;
  private boolean usable = true;
  private long lastUsed = System.nanoTime();

  private RelayConnection(RelaySettings settings, Watchdog watchdog, Socket socket) throws IOException {
    this.settings = settings;
    this.watchdog = watchdog;
    this.socket = socket;
    this.in = new WireInput(socket);
    this.out = new WireOutput(socket);
    watchdog.add(out);
  }

  /** @throws IOException when no conversation could be begun; nothing was sent then */
  public static RelayConnection open(RelaySettings settings, Watchdog watchdog)
      throws IOException {
    RelayConnection connection = new RelayConnection(settings, watchdog, connect(settings));
    try {
      connection.greet();
      return connection;
    } catch (IOException | RuntimeException e) {
      connection.usable = false;
      connection.close();
      throw e;
    }
  }

  private static Socket connect(RelaySettings settings) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(settings.host(), settings.port()),
          (int) settings.timeouts().connect().toMillis());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Whether the last message's text had begun to go out: then nobody may send it again unasked. */
  public boolean textBegun() {
    return textBegun;
  }

  /** Whether another message may follow on this connection. */
  public boolean usable() {
    try {
      // Something said unasked is a farewell.
      return usable
          && System.nanoTime() - lastUsed < settings.idle().toNanos()
          && !in.hasBuffered()
          && socket.getInputStream().available() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Sends one message.
   *
   * @return the final answer for each recipient
   * @throws IOException when there is no final answer; the connection is of no use after that
   */
  public Map<Mailbox, Answer> send(Envelope envelope, Octets message) throws IOException {
    textBegun = false;
    usable = false;
    Map<Mailbox, Answer> answers = new Transaction(envelope, message).run();
    boolean farewell = answers.values().stream().anyMatch(answer -> answer.code() == 421);
    usable = !farewell && (textBegun || reset());
    lastUsed = System.nanoTime();
    return answers;
  }

  @Override
  public void close() throws IOException {
    try (Socket last = socket) {
      if (usable && !in.hasBuffered()) {
        command("QUIT");
      }
    } finally {
      watchdog.remove(out);
    }
  }

  /** Ends a transaction that came to no text; the answers stand even if that fails. */
  private boolean reset() {
    try {
      command("RSET");
      return reply().positive();
    } catch (IOException e) {
      return false;
    }
  }

  private void greet() throws IOException {
    Reply banner = reply();
    if (banner.code() != 220) {
      throw refused("greeting", banner);
    }
    hello();
    switch (settings.tls()) {
      case NEVER -> {}
      case IF_OFFERED -> {
        if (offer.has("STARTTLS")) {
          secure();
        }
      }
      case REQUIRED -> {
        if (!offer.has("STARTTLS")) {
          throw new IOException("offers no STARTTLS, which is required (RFC 3207 §4.1)");
        }
        secure();
      }
    }
  }

  private void hello() throws IOException {
    command("EHLO " + settings.hostname());
    Reply reply = reply();
    if (reply.positive()) {
      offer = Offer.of(reply.lines());
      return;
    }
    command("HELO " + settings.hostname());
    reply = reply();
    if (!reply.positive()) {
      throw refused("HELO", reply);
    }
    offer = Offer.NOTHING;
  }

  private void secure() throws IOException {
    command("STARTTLS");
    Reply reply = reply();
    if (reply.code() != 220 || in.hasBuffered()) {
      throw refused("STARTTLS", reply);
    }
    SSLContext context = settings.tlsContext().orElseGet(RelayConnection::platformTls);
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(socket, settings.host(), settings.port(), true);
    if (settings.tls() == RelaySettings.Tls.REQUIRED) {
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
    }
    secured.setSoTimeout((int) settings.timeouts().connect().toMillis());
    secured.startHandshake();
    socket = secured;
    in = new WireInput(secured);
    watchdog.remove(out);
    out = new WireOutput(secured);
    watchdog.add(out);
    hello();
  }

  private static SSLContext platformTls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private Reply reply() throws IOException {
    return Reply.read(in, settings.timeouts().reply());
  }

  private void command(String line) throws IOException {
    if (line.chars().anyMatch(c -> c == '\r' || c == '\n')) {
      throw new IllegalArgumentException("command: has a line end within");
    }
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private IOException refused(String what, Reply reply) {
    return new IOException(what + " refused: " + reply.answer());
  }

  /** MAIL, RCPT, DATA and the text; in one go as far as the server offers PIPELINING. */
  private final class Transaction {
    private final Envelope envelope;
    private final Octets message;
    private final Map<Mailbox, Answer> answers = new LinkedHashMap<>();

    Transaction(Envelope envelope, Octets message) {
      this.envelope = envelope;
      this.message = message;
    }

    Map<Mailbox, Answer> run() throws IOException {
      MailParameters parameters = MailParameters.of(envelope, message, offer);
      if (parameters.refusal().isPresent()) {
        return forAll(parameters.refusal().get());
      }
      List<String> commands = new ArrayList<>();
      commands.add(
          "MAIL FROM:<" + envelope.sender().map(Mailbox::toString).orElse("") + ">" + parameters.mail());
      for (Envelope.Recipient recipient : envelope.recipients()) {
        commands.add("RCPT TO:<" + recipient.mailbox() + ">" + parameters.rcpt(recipient));
      }
      return offer.has("PIPELINING") ? pipelined(commands) : oneByOne(commands);
    }

    private Map<Mailbox, Answer> pipelined(List<String> commands) throws IOException {
      List<String> all = new ArrayList<>(commands);
      all.add("DATA");
      List<Reply> replies = new ArrayList<>();
      for (int from = 0; from < all.size(); from += WINDOW) {
        List<String> window = all.subList(from, Math.min(all.size(), from + WINDOW));
        out.write((String.join("\r\n", window) + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < window.size(); i++) {
          replies.add(reply());
        }
      }
      for (int i = 1; i < commands.size(); i++) {
        record(envelope.recipients().get(i - 1), replies.get(i));
      }
      Reply mail = replies.getFirst();
      Reply data = replies.getLast();
      if (data.code() == 354 && (!mail.positive() || noneAccepted())) {
        new TextWriter(out).end(); // RFC 2920 §3.1: the server waits for a text that must not be sent
        reply();
      }
      if (!mail.positive()) {
        return forAll(mail.answer());
      }
      return noneAccepted() ? answers : text(data);
    }

    private Map<Mailbox, Answer> oneByOne(List<String> commands) throws IOException {
      command(commands.getFirst());
      Reply mail = reply();
      if (!mail.positive()) {
        return forAll(mail.answer());
      }
      for (int i = 1; i < commands.size(); i++) {
        command(commands.get(i));
        record(envelope.recipients().get(i - 1), reply());
      }
      if (noneAccepted()) {
        return answers;
      }
      command("DATA");
      return text(reply());
    }

    private Map<Mailbox, Answer> text(Reply data) throws IOException {
      if (data.code() != 354) {
        return forAccepted(positiveIsNonsense(data));
      }
      textBegun = true;
      TextWriter text = new TextWriter(out);
      message.writeTo(text);
      text.end();
      return forAccepted(Reply.read(in, settings.timeouts().accept()).answer());
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
}
