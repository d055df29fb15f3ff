package org.signetmail.smtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where a server listens and what it says of itself.
 *
 * @param listen port 0 takes any that is free
 * @param hostname in the greeting and in {@code Received} lines
 * @param tls when there is one, STARTTLS is offered (RFC 3207)
 */
public record ServerSettings(
    InetSocketAddress listen, String hostname, ServerLimits limits, Optional<SSLContext> tls) {

  /** On this machine only, without TLS. */
  public static ServerSettings loopback(int port, String hostname) {
    return new ServerSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        hostname,
        ServerLimits.STANDARD,
        Optional.empty());
  }

  public ServerSettings withLimits(ServerLimits changed) {
    return new ServerSettings(listen, hostname, changed, tls);
  }

  public ServerSettings withTls(SSLContext context) {
    return new ServerSettings(listen, hostname, limits, Optional.of(context));
  }
}
