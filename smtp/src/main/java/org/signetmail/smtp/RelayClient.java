package org.signetmail.smtp;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.NextHop;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smtp.internal.RelayConnection;
import org.signetmail.smtp.internal.RelayPool;
import org.signetmail.smtp.internal.Watchdog;

/**
 * Hands mail to one server over SMTP (RFC 5321) or LMTP (RFC 2033) and waits for its word: with
 * PIPELINING, CHUNKING, SIZE, 8BITMIME, SMTPUTF8 and DSN where they are offered, over TLS and with
 * a login as is set, and with connections that are used again.
 *
 * <p>A message is sent a second time by itself only when a kept connection turns out to be dead
 * before any of the text was sent. Safe for use by many threads.
 */
public final class RelayClient implements NextHop, AutoCloseable {
  private final RelaySettings settings;
  private final RelayPool pool;
  private final List<RelayPool.Way> ways;
  private final Watchdog watchdog;
  private volatile Optional<Long> largest = Optional.empty();

  public RelayClient(RelaySettings settings) {
    this.settings = settings;
    this.watchdog = new Watchdog("relay-" + settings.port(), settings.timeouts().reply());
    this.pool = new RelayPool(settings.connections(), settings.timeouts().connect());
    this.ways = List.of(this::open);
  }

  private RelayConnection open() throws IOException {
    RelayConnection connection = RelayConnection.open(settings, watchdog);
    largest = connection.offer().size();
    return connection;
  }

  /**
   * Greets the server and leaves, so that {@link #largest} is known.
   *
   * @throws IOException with one line when no conversation could be begun
   */
  public void ask() throws IOException {
    try (RelayConnection asked = open()) {
      asked.offer();
    }
  }

  @Override
  public Optional<Long> largest() {
    return largest;
  }

  @Override
  public Map<Mailbox, Answer> send(Envelope envelope, Octets message) throws IOException {
    if (envelope.recipients().isEmpty()) {
      return Map.of();
    }
    try {
      return pool.send(envelope, message, ways);
    } catch (IOException e) {
      throw new IOException(
          "next hop " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
    }
  }

  /** Says goodbye on connections that are kept; messages under way end as they would. */
  @Override
  public void close() {
    pool.close();
    watchdog.close();
  }
}
