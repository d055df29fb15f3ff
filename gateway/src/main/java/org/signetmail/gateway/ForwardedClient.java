package org.signetmail.gateway;

import java.util.Map;
import java.util.Optional;

/**
 * The client that a message first came from, as far as it is known, in the attributes of Postfix's
 * XFORWARD: what a neighbour in front told, or else what the server saw. It goes on to a next hop
 * that offers XFORWARD, for its log; nothing is decided by it.
 *
 * @param values by attribute, decoded; what is not known is not there
 */
public record ForwardedClient(Map<Attribute, String> values) {
  /** What is told, in the words of the protocol. */
  public enum Attribute {
    /** The host name that its address has. */
    NAME,
    /** Its address; one of version 6 begins with {@code IPV6:}. */
    ADDR,
    PORT,
    /** {@code SMTP} or {@code ESMTP}. */
    PROTO,
    /** What it called itself in EHLO. */
    HELO,
    /** The message's name in the neighbour's log. */
    IDENT,
    /** {@code LOCAL} or {@code REMOTE}: whether the message began on the neighbour itself. */
    SOURCE
  }

  /** Of whom nothing is known. */
  public static final ForwardedClient UNKNOWN = new ForwardedClient(Map.of());

  /** Copies the map. */
  public ForwardedClient {
    values = Map.copyOf(values);
  }

  public Optional<String> value(Attribute attribute) {
    return Optional.ofNullable(values.get(attribute));
  }
}
