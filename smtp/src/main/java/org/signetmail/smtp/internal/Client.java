package org.signetmail.smtp.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.ForwardedClient;
import org.signetmail.gateway.ForwardedClient.Attribute;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smtp.Peers;
import org.signetmail.smtp.ServerSettings;

/**
 * Who a server speaks with: what the connection shows, what a listed neighbour said, what the
 * client claims and what it has proven. For one thread.
 */
final class Client {
  private final ServerSettings settings;
  private InetAddress address;
  private int port;
  private String name = "";
  private String greeting = "";
  private boolean extended;
  private boolean secured;
  private Optional<Mailbox> login = Optional.empty();
  private final Map<Attribute, String> forwarded = new EnumMap<>(Attribute.class);
  private boolean isForwarded;

  Client(ServerSettings settings, InetAddress address, int port) {
    this.settings = settings;
    this.address = address;
    this.port = port;
  }

  InetAddress address() {
    return address;
  }

  boolean isIn(Peers peers) {
    return peers.contains(address);
  }

  /** Whether it is a listed host, which may do more than strangers. */
  boolean isPeer() {
    return isIn(settings.access().relay());
  }

  boolean hasGreeted() {
    return !greeting.isEmpty();
  }

  /** Whether it greeted with EHLO. */
  boolean isExtended() {
    return extended;
  }

  boolean isSecured() {
    return secured;
  }

  Optional<Mailbox> login() {
    return login;
  }

  /** Whether AUTH is for it, now (RFC 4954 §4). */
  boolean mayLogIn() {
    return settings.logins().isPresent() && secured && login.isEmpty();
  }

  /** A proxy's word, before anything else is said. */
  void comesFrom(InetAddress client, int clientPort) {
    address = client;
    port = clientPort;
  }

  void greets(String claimed, boolean withExtensions) {
    greeting = claimed;
    extended = withExtensions;
  }

  /** Everything that it said in clear is forgotten (RFC 3207 §4.2). */
  void isSecuredNow() {
    secured = true;
    greeting = "";
    extended = false;
    forgetForwarded();
  }

  void hasProven(Mailbox mailbox) {
    login = Optional.of(mailbox);
  }

  /** A neighbour's word that it speaks for another from now on: a session begins anew. */
  void becomes(ClientAttributes other, Optional<Mailbox> otherLogin) {
    if (other.has("ADDR")) {
      // Of whom nothing is known must not keep the rights of the neighbour.
      address = other.address().orElse(InetAddress.ofLiteral("0.0.0.0"));
      port = 0;
      name = "";
    }
    port = other.value("PORT").map(Integer::valueOf).orElse(port);
    name = other.has("NAME") ? other.value("NAME").orElse("") : name;
    greeting = other.value("HELO").orElse("");
    extended = other.value("PROTO").filter("ESMTP"::equalsIgnoreCase).isPresent();
    login = otherLogin;
    forgetForwarded();
  }

  /** A neighbour's word about the next message. */
  void forwards(ClientAttributes other) {
    isForwarded = true;
    for (Attribute attribute : Attribute.values()) {
      if (other.has(attribute.name())) {
        forwarded.remove(attribute);
        other.value(attribute.name()).ifPresent(value -> forwarded.put(attribute, value));
      }
    }
  }

  void forgetForwarded() {
    isForwarded = false;
    forwarded.clear();
  }

  /** For the {@code Received} line: where a message is forwarded, its first client is named. */
  Arrival arrival(String id, boolean smtpUtf8, java.time.Instant at) {
    InetAddress from =
        Optional.ofNullable(forwarded.get(Attribute.ADDR))
            .flatMap(ClientAttributes::literal)
            .orElse(address);
    String said = forwarded.getOrDefault(Attribute.HELO, greeting);
    return new Arrival(id, from, said, protocol(smtpUtf8), at, login);
  }

  /** For the next hop's log: what was forwarded and nothing else, or else what is seen here. */
  ForwardedClient first(String id) {
    if (isForwarded) {
      return new ForwardedClient(forwarded);
    }
    Map<Attribute, String> seen = new EnumMap<>(Attribute.class);
    if (!name.isEmpty()) {
      seen.put(Attribute.NAME, name);
    }
    boolean six = address instanceof Inet6Address;
    seen.put(Attribute.ADDR, (six ? "IPV6:" : "") + textOf(address));
    seen.put(Attribute.PORT, Integer.toString(port));
    seen.put(Attribute.PROTO, extended ? "ESMTP" : "SMTP");
    seen.put(Attribute.HELO, greeting);
    seen.put(Attribute.IDENT, id);
    seen.put(Attribute.SOURCE, "REMOTE");
    return new ForwardedClient(seen);
  }

  /** The registered name (RFC 3848, RFC 6531 §4.3). */
  private String protocol(boolean smtpUtf8) {
    if (!extended && !secured) {
      return "SMTP";
    }
    return (smtpUtf8 ? "UTF8SMTP" : "ESMTP")
        + (secured ? "S" : "")
        + (login.isPresent() ? "A" : "");
  }

  /** For logs. */
  @Override
  public String toString() {
    return textOf(address) + login.map(mailbox -> " (" + mailbox + ")").orElse("");
  }

  /** Without the name of an interface here. */
  private static String textOf(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
