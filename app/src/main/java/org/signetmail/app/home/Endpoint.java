package org.signetmail.app.home;

import java.net.InetSocketAddress;

/**
 * A host and a port, as written in configuration: {@code 127.0.0.1:2525}, {@code [::1]:25}.
 *
 * @param port 0 lets the system choose a free one when listening
 */
public record Endpoint(String host, int port) {
  public Endpoint {
    if (host.isEmpty() || port < 0 || port > 65535) {
      throw new IllegalArgumentException("'" + host + ":" + port + "': is not host:port");
    }
  }

  /**
   * @throws IllegalArgumentException with one clear line
   */
  public static Endpoint of(String text) {
    int colon = text.lastIndexOf(':');
    try {
      if (colon > 0) {
        String host = text.substring(0, colon);
        boolean literal = host.startsWith("[") && host.endsWith("]");
        return new Endpoint(
            literal ? host.substring(1, host.length() - 1) : host,
            Integer.parseInt(text.substring(colon + 1)));
      }
    } catch (NumberFormatException e) {
      // falls through to the one message
    }
    throw new IllegalArgumentException("'" + text + "': is not host:port; write 127.0.0.1:2525");
  }

  public InetSocketAddress socketAddress() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
