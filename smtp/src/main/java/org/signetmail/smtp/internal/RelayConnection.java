package org.signetmail.smtp.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.smtp.RelaySettings.Tls;

/**
 * One conversation with the next hop, for one message after the other. For one thread at a time.
 */
public final class RelayConnection implements Closeable {
  private final RelaySettings settings;
  private final Watchdog watchdog;
  private Socket socket;
  private WireInput in;
  private WireOutput out;
  private Offer offer = Offer.NOTHING;
  private String greeting = "";
  private boolean textBegun;
  private boolean usable = true;
  private long lastUsed = System.nanoTime();

  private RelayConnection(RelaySettings settings, Watchdog watchdog, Socket socket)
      throws IOException {
    this.settings = settings;
    this.watchdog = watchdog;
    this.socket = socket;
    this.in = new WireInput(socket);
    this.out = new WireOutput(socket);
    watchdog.add(in);
    watchdog.add(out);
  }

  /**
   * Begins a conversation. Where TLS is used only if it is offered and does not come about, it goes
   * on without, from the start.
   *
   * @throws IOException when no conversation could be begun; nothing was sent then
   */
  public static RelayConnection open(RelaySettings settings, Watchdog watchdog) throws IOException {
    try {
      return begin(settings, watchdog, settings.tls());
    } catch (TlsClient.Failed e) {
      if (settings.tls() != Tls.IF_OFFERED || settings.login().isPresent()) {
        throw e;
      }
      return begin(settings, watchdog, Tls.NEVER);
    }
  }

  private static RelayConnection begin(RelaySettings settings, Watchdog watchdog, Tls tls)
      throws IOException {
    RelayConnection connection = new RelayConnection(settings, watchdog, connect(settings));
    try {
      connection.greet(tls);
      return connection;
    } catch (IOException | RuntimeException e) {
      connection.usable = false;
      connection.close();
      throw e;
    }
  }

  /** To the first of its addresses that is reached. */
  private static Socket connect(RelaySettings settings) throws IOException {
    List<InetAddress> places =
        settings.address().isPresent()
            ? List.of(settings.address().get())
            : List.of(InetAddress.getAllByName(settings.host()));
    IOException last = new IOException("has no address");
    for (InetAddress place : places) {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(
            new InetSocketAddress(place, settings.port()),
            (int) settings.timeouts().connect().toMillis());
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
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
    RelayTransaction transaction = new RelayTransaction(this, envelope, message);
    Map<Mailbox, Answer> answers;
    try {
      answers = transaction.run();
    } finally {
      textBegun = transaction.textBegun();
    }
    boolean farewell = answers.values().stream().anyMatch(answer -> answer.code() == 421);
    usable = !farewell && (transaction.isComplete() || reset());
    lastUsed = System.nanoTime();
    return answers;
  }

  @Override
  public void close() throws IOException {
    try {
      if (usable && !in.hasBuffered()) {
        command("QUIT");
      }
    } finally {
      watchdog.remove(in);
      watchdog.remove(out);
      socket.close();
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

  private void greet(Tls tls) throws IOException {
    if (tls == Tls.FROM_START) {
      secure();
    }
    Reply banner = reply();
    if (banner.code() != 220) {
      throw refused("greeting", banner);
    }
    greeting = banner.lines().getFirst();
    hello();
    switch (tls) {
      case NEVER, FROM_START -> {}
      case IF_OFFERED -> {
        if (offer.has("STARTTLS")) {
          startTls();
        }
      }
      case REQUIRED -> {
        if (!offer.has("STARTTLS")) {
          throw new IOException("offers no STARTTLS, which is required (RFC 3207 §4.1)");
        }
        startTls();
      }
    }
    if (settings.login().isPresent()) {
      if (!isSecured()) {
        throw new IOException("offers no STARTTLS, and a login goes over TLS only (RFC 4954 §4)");
      }
      new Authentication(this, settings.login().get()).run();
    }
  }

  private void hello() throws IOException {
    boolean lmtp = settings.protocol() == RelaySettings.Protocol.LMTP;
    command((lmtp ? "LHLO " : "EHLO ") + settings.hostname());
    Reply reply = reply();
    if (reply.positive()) {
      offer = Offer.of(reply.lines(), settings.ignored());
      return;
    }
    if (lmtp) {
      throw refused("LHLO", reply); // RFC 2033 §4.1 knows no older greeting
    }
    command("HELO " + settings.hostname());
    reply = reply();
    if (!reply.positive()) {
      throw refused("HELO", reply);
    }
    offer = Offer.NOTHING;
  }

  private void startTls() throws IOException {
    command("STARTTLS");
    Reply reply = reply();
    if (reply.code() != 220) {
      throw new TlsClient.Failed("STARTTLS refused: " + reply.answer());
    }
    if (in.hasBuffered()) {
      throw new IOException("says more before TLS than it may (RFC 3207 §4.2)");
    }
    secure();
    hello();
  }

  private void secure() throws IOException {
    SSLSocket secured = TlsClient.secure(socket, settings);
    watchdog.remove(in);
    watchdog.remove(out);
    socket = secured;
    in = new WireInput(secured);
    out = new WireOutput(secured);
    watchdog.add(in);
    watchdog.add(out);
  }

  /** Whether what is said now is said over TLS. */
  public boolean isSecured() {
    return socket instanceof SSLSocket;
  }

  /** The version of TLS, or empty in clear. */
  public Optional<String> security() {
    return socket instanceof SSLSocket secured
        ? Optional.of(secured.getSession().getProtocol())
        : Optional.empty();
  }

  /** The text of what the server said first (RFC 5321 §4.2). */
  public String greeting() {
    return greeting;
  }

  /** What the server said last of what it can do. */
  public Offer offer() {
    return offer;
  }

  WireOutput out() {
    return out;
  }

  /** Whether each recipient has an answer of its own after the text (RFC 2033 §4.2). */
  boolean answersEach() {
    return settings.protocol() == RelaySettings.Protocol.LMTP;
  }

  /** The answer to a text. */
  Reply lastReply() throws IOException {
    return Reply.read(in, settings.timeouts().accept());
  }

  Reply reply() throws IOException {
    return Reply.read(in, settings.timeouts().reply());
  }

  void command(String line) throws IOException {
    if (line.chars().anyMatch(c -> c == '\r' || c == '\n')) {
      throw new IllegalArgumentException("command: has a line end within");
    }
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private IOException refused(String what, Reply reply) {
    return new IOException(what + " refused: " + reply.answer());
  }
}
