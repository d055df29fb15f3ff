package org.signetmail.smtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.signetmail.gateway.SubmissionLogins;

/**
 * Where a server listens, what it says of itself, and whom it serves.
 *
 * @param listen port 0 takes any that is free
 * @param hostname in the greeting and in {@code Received} lines
 * @param tls when there is one, STARTTLS is offered (RFC 3207)
 * @param logins when there are some, AUTH is offered, under TLS only (RFC 4954)
 */
public record ServerSettings(
    InetSocketAddress listen,
    String hostname,
    ServerLimits limits,
    Optional<StartTls> tls,
    Access access,
    Optional<SubmissionLogins> logins) {

  /** On this machine only, for everybody on it, without TLS. */
  public static ServerSettings loopback(int port, String hostname) {
    return new ServerSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        hostname,
        ServerLimits.STANDARD,
        Optional.empty(),
        Access.OPEN,
        Optional.empty());
  }

  public ServerSettings withLimits(ServerLimits changed) {
    return new ServerSettings(listen, hostname, changed, tls, access, logins);
  }

  /** With STARTTLS for those who want it. */
  public ServerSettings withTls(SSLContext context) {
    return withTls(new StartTls(context, StartTls.Demand.OFFERED));
  }

  public ServerSettings withTls(StartTls changed) {
    return new ServerSettings(listen, hostname, limits, Optional.of(changed), access, logins);
  }

  public ServerSettings withAccess(Access changed) {
    return new ServerSettings(listen, hostname, limits, tls, changed, logins);
  }

  public ServerSettings withLogins(SubmissionLogins changed) {
    return new ServerSettings(listen, hostname, limits, tls, access, Optional.of(changed));
  }
}
