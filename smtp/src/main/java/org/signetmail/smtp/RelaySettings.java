package org.signetmail.smtp;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Which server mail goes on to, and how it is spoken to.
 *
 * @param hostname what we call ourselves in EHLO
 * @param tlsContext whose trust decides when {@link Tls#REQUIRED}; the platform's own when empty
 * @param connections at the same time; more mail than that waits
 * @param idle how long a connection is kept for the next message
 */
public record RelaySettings(
    String host,
    int port,
    String hostname,
    Tls tls,
    Optional<SSLContext> tlsContext,
    int connections,
    Duration idle,
    Timeouts timeouts) {

  /** Whether the way to the next hop is encrypted (RFC 3207). */
  public enum Tls {
    NEVER,
    /** When it is offered, whoever the certificate names: against those who only listen. */
    IF_OFFERED,
    /** Or nothing is sent; the certificate must be trusted and name the host. */
    REQUIRED
  }

  /**
   * How long the next hop may take (RFC 5321 §4.5.3.2).
   *
   * @param connect also how long mail waits for a free connection
   * @param reply to a command
   * @param accept from the end of a message to its answer
   */
  public record Timeouts(Duration connect, Duration reply, Duration accept) {
    public static final Timeouts STANDARD =
        new Timeouts(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(10));
  }

  /** In clear, for a neighbour on the same machine or in the same rack. */
  public static RelaySettings plain(String host, int port, String hostname) {
    return new RelaySettings(
        host,
        port,
        hostname,
        Tls.NEVER,
        Optional.empty(),
        20,
        Duration.ofSeconds(10),
        Timeouts.STANDARD);
  }

  public RelaySettings withTls(Tls use, Optional<SSLContext> context) {
    return new RelaySettings(host, port, hostname, use, context, connections, idle, timeouts);
  }

  public RelaySettings withTimeouts(Timeouts changed) {
    return new RelaySettings(host, port, hostname, tls, tlsContext, connections, idle, changed);
  }

  public RelaySettings withConnections(int maximum) {
    return new RelaySettings(host, port, hostname, tls, tlsContext, maximum, idle, timeouts);
  }
}
