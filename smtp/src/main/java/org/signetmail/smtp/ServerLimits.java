package org.signetmail.smtp;

import java.time.Duration;

/**
 * What a client may ask of a server before it is told to stop (RFC 5321 §4.5.3).
 *
 * @param connections at the same time; one more hears 421
 * @param recipients of one message, at least 100 (RFC 5321 §4.5.3.1.8)
 * @param messageOctets announced as SIZE (RFC 1870): keep it below the next hop's own by a third,
 *     because a signature and base64 make mail grow
 * @param headerOctets of the header section
 * @param lineOctets of one line of a message with its CR LF; RFC 5321 §4.5.3.1.6 asks for 1000, and
 *     senders that know no better write longer ones
 * @param errors of one connection before it is closed
 * @param idleCommands in a row that lead to no message before the connection is closed
 * @param traffic of one client that is not listed to relay
 */
public record ServerLimits(
    int connections,
    int recipients,
    long messageOctets,
    int headerOctets,
    int lineOctets,
    int errors,
    int idleCommands,
    Traffic traffic,
    Timeouts timeouts) {

  /**
   * How long a client may take (RFC 5321 §4.5.3.2), however slowly its octets drip.
   *
   * @param command from one command to the end of the next, and for all of a TLS handshake
   * @param silence within a message
   * @param message for all of a message
   * @param drain for transactions that are under way when the server closes
   */
  public record Timeouts(Duration command, Duration silence, Duration message, Duration drain) {
    public static final Timeouts STANDARD =
        new Timeouts(
            Duration.ofMinutes(5),
            Duration.ofMinutes(3),
            Duration.ofMinutes(30),
            Duration.ofSeconds(30));
  }

  /**
   * How much one client brings: an IPv4 address, or the first 64 bits of an IPv6 address. A rate is
   * a bucket that holds a minute's worth and fills evenly.
   *
   * @param connections at the same time
   * @param messages a minute
   * @param recipients a minute
   * @param loginFailures that are forgotten over an hour; ten times as many for one account
   */
  public record Traffic(int connections, int messages, int recipients, int loginFailures) {
    public static final Traffic STANDARD = new Traffic(50, 100, 1_000, 20);
  }

  public static final ServerLimits STANDARD =
      new ServerLimits(
          10_000, 1_000, 50L << 20, 256 << 10, 8_192, 20, 500, Traffic.STANDARD, Timeouts.STANDARD);

  public ServerLimits withConnections(int maximum) {
    return new ServerLimits(
        maximum,
        recipients,
        messageOctets,
        headerOctets,
        lineOctets,
        errors,
        idleCommands,
        traffic,
        timeouts);
  }

  public ServerLimits withRecipients(int maximum) {
    return new ServerLimits(
        connections,
        maximum,
        messageOctets,
        headerOctets,
        lineOctets,
        errors,
        idleCommands,
        traffic,
        timeouts);
  }

  public ServerLimits withMessageOctets(long maximum) {
    return new ServerLimits(
        connections,
        recipients,
        maximum,
        headerOctets,
        lineOctets,
        errors,
        idleCommands,
        traffic,
        timeouts);
  }

  public ServerLimits withTraffic(Traffic changed) {
    return new ServerLimits(
        connections,
        recipients,
        messageOctets,
        headerOctets,
        lineOctets,
        errors,
        idleCommands,
        changed,
        timeouts);
  }

  public ServerLimits withTimeouts(Timeouts changed) {
    return new ServerLimits(
        connections,
        recipients,
        messageOctets,
        headerOctets,
        lineOctets,
        errors,
        idleCommands,
        traffic,
        changed);
  }
}
