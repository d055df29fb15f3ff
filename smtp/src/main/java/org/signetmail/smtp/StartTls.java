package org.signetmail.smtp;

import javax.net.ssl.SSLContext;

/**
 * That a server can turn a connection into TLS (RFC 3207), version 1.2 or later.
 *
 * @param context with the certificate it shows; nothing is asked of the client
 */
public record StartTls(SSLContext context, Demand demand) {
  /** Whether a client must. */
  public enum Demand {
    OFFERED,
    /** Before TLS there are no commands but EHLO, NOOP, STARTTLS and QUIT (RFC 3207 §4). */
    REQUIRED
  }
}
