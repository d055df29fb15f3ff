package org.signetmail.gateway;

import java.io.IOException;
import java.net.InetAddress;

/**
 * What DNS says of the servers that take mail for a domain. Names are A-labels without a dot at
 * their end. An exception means that nobody knows: no answer, or one that DNSSEC proves false. Safe
 * for use by many threads.
 */
public interface MailDns {
  /** The servers of a domain (RFC 5321 §5.1), in no order. */
  DnsAnswer<MailExchange> exchanges(String domain) throws IOException;

  /** The addresses of a host, IPv4 first. */
  DnsAnswer<InetAddress> addresses(String host) throws IOException;

  /** What certificates a host shows on a TCP port (RFC 6698 §3). */
  DnsAnswer<TlsAssociation> associations(String host, int port) throws IOException;

  /** The texts at a name, the strings of each put together (RFC 7208 §3.3). */
  DnsAnswer<String> texts(String name) throws IOException;
}
