package org.signetmail.app.home;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;
import org.signetmail.smtp.AddressBlock;
import org.signetmail.smtp.Peers;

/**
 * How mail is taken in: {@code smtp-outbound} or {@code smtp-inbound} in {@code signet.yaml}, as an
 * address alone or as a group.
 *
 * @param address where it listens
 * @param tls whether connections become TLS (RFC 3207)
 * @param auth whether people log in to send (RFC 4954); for mail on its way out only
 * @param peers who may hand in mail for anybody
 * @param senders in whose names those may send
 * @param proxyProtocol from whom connections begin with the PROXY protocol
 * @param xclient whose XCLIENT counts
 * @param xforward whose XFORWARD counts
 */
public record MailListener(
    Endpoint address,
    Tls tls,
    Auth auth,
    Peers peers,
    Senders senders,
    Peers proxyProtocol,
    Peers xclient,
    Peers xforward) {

  /** What a listener makes of TLS. */
  public enum Tls {
    OFF,
    OFFERED,
    REQUIRED
  }

  /** Whether people log in, which they do under TLS only. */
  public enum Auth {
    OFF,
    OFFERED
  }

  /** In whose names listed hosts send. */
  public enum Senders {
    ANY,
    /** In names of our own domains, and of nobody. */
    OWN
  }

  /** Which way its mail goes. */
  enum Way {
    OUT,
    IN
  }

  /** With less than so many bits the same, a block is nearly everybody. */
  private static final int LARGEST_BLOCK_IPV4 = 8;

  private static final int LARGEST_BLOCK_IPV6 = 16;

  /** For mail on its way out, on this machine: its programs, and people who log in. */
  public static MailListener outbound(Endpoint address) {
    return standard(address, Auth.OFFERED);
  }

  /** For mail from outside: from this machine for anybody, from strangers for our domains. */
  public static MailListener inbound(Endpoint address) {
    return standard(address, Auth.OFF);
  }

  private static MailListener standard(Endpoint address, Auth auth) {
    return new MailListener(
        address,
        Tls.OFFERED,
        auth,
        Peers.LOOPBACK,
        Senders.ANY,
        Peers.NOBODY,
        Peers.NOBODY,
        Peers.NOBODY);
  }

  static MailListener of(YamlMapping listen, String name, Way way, Endpoint standard)
      throws YamlProblem {
    if (!listen.isGroup(name)) {
      Endpoint address = listen.optional(name, Endpoint::of).orElse(standard);
      return way == Way.OUT ? outbound(address) : inbound(address);
    }
    YamlMapping group = listen.group(name);
    group.allow(
        "address", "tls", "auth", "peers", "senders", "proxy-protocol", "xclient", "xforward");
    Tls tls = group.optional("tls", MailListener::tls).orElse(Tls.OFFERED);
    return new MailListener(
        group.optional("address", Endpoint::of).orElse(standard),
        tls,
        auth(group, way, tls),
        group.entries().containsKey("peers") ? peers(group, "peers") : Peers.LOOPBACK,
        group.optional("senders", MailListener::senders).orElse(Senders.ANY),
        peers(group, "proxy-protocol"),
        peers(group, "xclient"),
        peers(group, "xforward"));
  }

  private static Tls tls(String word) {
    return switch (word) {
      case "off" -> Tls.OFF;
      case "offered" -> Tls.OFFERED;
      case "required" -> Tls.REQUIRED;
      default -> throw new IllegalArgumentException("'" + word + "' is not off, offered, required");
    };
  }

  private static Auth auth(YamlMapping group, Way way, Tls tls) throws YamlProblem {
    Auth auth =
        group
            .optional("auth", MailListener::auth)
            .orElse(way == Way.OUT && tls != Tls.OFF ? Auth.OFFERED : Auth.OFF);
    if (auth == Auth.OFFERED && way == Way.IN) {
      throw new YamlProblem(
          group.placeOf("auth"),
          "auth is offered for mail from outside",
          "people log in where their mail goes out: smtp-outbound");
    }
    if (auth == Auth.OFFERED && tls == Tls.OFF) {
      throw new YamlProblem(
          group.placeOf("auth"),
          "auth is offered without TLS (RFC 4954 §4)",
          "write 'tls: required', or 'auth: off'");
    }
    return auth;
  }

  private static Senders senders(String word) {
    return switch (word) {
      case "any" -> Senders.ANY;
      case "own" -> Senders.OWN;
      default -> throw new IllegalArgumentException("'" + word + "' is not any or own");
    };
  }

  private static Auth auth(String word) {
    return switch (word) {
      case "off" -> Auth.OFF;
      case "offered" -> Auth.OFFERED;
      default -> throw new IllegalArgumentException("'" + word + "' is not off or offered");
    };
  }

  private static Peers peers(YamlMapping group, String name) throws YamlProblem {
    List<String> blocks = group.texts(name);
    try {
      Peers peers = Peers.of(blocks.toArray(String[]::new));
      for (AddressBlock block : peers.blocks()) {
        boolean four = block.first().getAddress().length == 4;
        if (block.length() < (four ? LARGEST_BLOCK_IPV4 : LARGEST_BLOCK_IPV6)) {
          throw new IllegalArgumentException("'" + block + "' is nearly everybody");
        }
      }
      return peers;
    } catch (IllegalArgumentException e) {
      throw new YamlProblem(
          group.placeOf(name),
          name + " " + e.getMessage(),
          "list hosts that are yours, as blocks of addresses");
    }
  }

  /** As it stands in the file after its name: an address alone where that says it all. */
  String text(Way way) {
    if (equals(way == Way.OUT ? outbound(address) : inbound(address))) {
      return " \"" + address + '"';
    }
    return """

        address: "%s"
        tls: %s
        auth: %s
        peers: %s
        senders: %s
        proxy-protocol: %s
        xclient: %s
        xforward: %s\
    """
        .formatted(
            address,
            word(tls),
            word(auth),
            text(peers),
            word(senders),
            text(proxyProtocol),
            text(xclient),
            text(xforward));
  }

  private static String text(Peers peers) {
    return peers.blocks().stream()
        .map(block -> "\"" + block + "\"")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }
}
