package org.signetmail.smtp.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.gateway.ForwardedClient;
import org.signetmail.gateway.ForwardedClient.Attribute;

/**
 * What a next hop is told of the client that a message first came from, for its log (Postfix's
 * XFORWARD): those attributes that it asks for, in two commands, so that none is too long.
 */
final class Forwarding {
  private static final List<List<Attribute>> COMMANDS =
      List.of(
          List.of(Attribute.NAME, Attribute.ADDR, Attribute.PORT),
          List.of(Attribute.PROTO, Attribute.HELO, Attribute.IDENT, Attribute.SOURCE));
  private static final String UNKNOWN = "[UNAVAILABLE]";

  private Forwarding() {}

  static List<String> commands(ForwardedClient client, Offer offer) {
    List<String> commands = new ArrayList<>();
    if (client.values().isEmpty()) {
      return commands;
    }
    for (List<Attribute> together : COMMANDS) {
      StringBuilder command = new StringBuilder();
      for (Attribute attribute : together) {
        if (offer.says("XFORWARD " + attribute)) {
          String value = client.value(attribute).map(Forwarding::xtext).orElse(UNKNOWN);
          command.append(' ').append(attribute).append('=').append(value);
        }
      }
      if (!command.isEmpty()) {
        commands.add("XFORWARD" + command);
      }
    }
    return commands;
  }

  /** RFC 3461 §4. */
  private static String xtext(String value) {
    StringBuilder text = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && b != '+' && b != '=') {
        text.append((char) b);
      } else {
        text.append(String.format("+%02X", b));
      }
    }
    return text.toString();
  }
}
