package org.signetmail.smtp.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smtp.RelaySettings;

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
    watchdog.add(out);
  }

  /**
   * @throws IOException when no conversation could be begun; nothing was sent then
   */
  public static RelayConnection open(RelaySettings settings, Watchdog watchdog) throws IOException {
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
    RelayTransaction transaction = new RelayTransaction(this, envelope, message);
    Map<Mailbox, Answer> answers;
    try {
      answers = transaction.run();
    } finally {
      textBegun = transaction.textBegun();
    }
    boolean farewell = answers.values().stream().anyMatch(answer -> answer.code() == 421);
    usable = !farewell && (textBegun || reset());
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
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, settings.host(), settings.port(), true);
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

  Offer offer() {
    return offer;
  }

  WireOutput out() {
    return out;
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
