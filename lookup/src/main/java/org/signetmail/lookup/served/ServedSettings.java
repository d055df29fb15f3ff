package org.signetmail.lookup.served;

import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How the directory is served.
 *
 * @param plain where clients connect in clear, and may ask for TLS (StartTLS, RFC 4511 §4.14)
 * @param tls where TLS begins at once; empty for nowhere
 * @param context the server's certificate
 * @param domain gives the name of everything: {@code example.test} is {@code dc=example,dc=test}
 * @param organization as people read it
 */
public record ServedSettings(
    InetSocketAddress plain,
    Optional<InetSocketAddress> tls,
    SSLContext context,
    String domain,
    String organization) {}
