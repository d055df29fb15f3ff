package org.signetmail.smtp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * Which server mail goes on to, and how it is spoken to.
 *
 * @param host its name, which a certificate must have when TLS is checked
 * @param address where it is; empty to look its name up
 * @param hostname what we call ourselves in EHLO
 * @param tlsContext whose trust decides when {@link Tls#isChecked}, and which shows our own
 *     certificate when asked for one; the platform's own when empty
 * @param login whom we say to be, over TLS only
 * @param ignored extensions that are not used though they are offered, in capital letters
 * @param connections at the same time; more mail than that waits
 * @param idle how long a connection is kept for the next message
 */
public record RelaySettings(
    String host,
    int port,
    Optional<InetAddress> address,
    String hostname,
    Protocol protocol,
    Tls tls,
    Optional<SSLContext> tlsContext,
    Optional<Login> login,
    Set<String> ignored,
    int connections,
    Duration idle,
    Timeouts timeouts) {
  public RelaySettings {
    ignored =
        ignored.stream()
            .map(word -> word.toUpperCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    if (login.isPresent() && tls == Tls.NEVER) {
      throw new IllegalArgumentException(
          "login: goes over TLS only (RFC 4954 §4); set tls to required");
    }
  }

  /** What is spoken. */
  public enum Protocol {
    /** One answer to a message (RFC 5321). */
    SMTP,
    /** One answer for each recipient after the message (RFC 2033). */
    LMTP
  }

  /** Whether the way to the next hop is encrypted (RFC 3207). */
  public enum Tls {
    NEVER,
    /**
     * When it is offered, whoever the certificate names, and in clear when that fails: against
     * those who only listen (RFC 7435).
     */
    IF_OFFERED,
    /** Or nothing is sent; the certificate must be trusted and name the host. */
    REQUIRED,
    /** From the first octet (RFC 8314 §3.3); the certificate must be trusted and name the host. */
    FROM_START;

    /** Whether a server that cannot show who it is gets nothing. */
    public boolean isChecked() {
      return this == REQUIRED || this == FROM_START;
    }

    /** As it stands in configuration. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * How long the next hop may take (RFC 5321 §4.5.3.2).
   *
   * @param connect also how long mail waits for a free connection
   * @param reply to a command
   * @param accept from the end of a message to its answer
   */
  public record Timeouts(Duration connect, Duration reply, Duration accept) {
    public static final Timeouts STANDARD =
        new Timeouts(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(10));
  }

  /** In clear, for a neighbour on the same machine or in the same rack. */
  public static RelaySettings plain(String host, int port, String hostname) {
    return new RelaySettings(
        host,
        port,
        Optional.empty(),
        hostname,
        Protocol.SMTP,
        Tls.NEVER,
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        20,
        Duration.ofSeconds(10),
        Timeouts.STANDARD);
  }

  public RelaySettings withTls(Tls use, Optional<SSLContext> context) {
    return but(draft -> {
      draft.tls = use;
      draft.tlsContext = context;
    });
  }

  public RelaySettings withTimeouts(Timeouts changed) {
    return but(draft -> draft.timeouts = changed);
  }

  public RelaySettings withConnections(int maximum) {
    return but(draft -> draft.connections = maximum);
  }

  public RelaySettings withProtocol(Protocol spoken) {
    return but(draft -> draft.protocol = spoken);
  }

  /**
   * @throws IllegalArgumentException when there is never TLS
   */
  public RelaySettings withLogin(Login used) {
    return but(draft -> draft.login = Optional.of(used));
  }

  /** Without extensions that the server offers and does badly. */
  public RelaySettings ignoring(Set<String> keywords) {
    return but(draft -> draft.ignored = keywords);
  }

  /** Another server of this kind. */
  public RelaySettings at(String name) {
    return at(name, Optional.empty());
  }

  /** Another server of this kind, which is there. */
  public RelaySettings at(String name, InetAddress place) {
    return at(name, Optional.of(place));
  }

  private RelaySettings at(String name, Optional<InetAddress> place) {
    return but(draft -> {
      draft.host = name;
      draft.address = place;
    });
  }

  private RelaySettings but(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** These settings while some of them change. */
  private static final class Draft {
    private final RelaySettings before;
    private String host;
    private Optional<InetAddress> address;
    private Protocol protocol;
    private Tls tls;
    private Optional<SSLContext> tlsContext;
    private Optional<Login> login;
    private Set<String> ignored;
    private int connections;
    private Timeouts timeouts;

    Draft(RelaySettings before) {
      this.before = before;
      host = before.host;
      address = before.address;
      protocol = before.protocol;
      tls = before.tls;
      tlsContext = before.tlsContext;
      login = before.login;
      ignored = before.ignored;
      connections = before.connections;
      timeouts = before.timeouts;
    }

    RelaySettings settings() {
      return new RelaySettings(
          host,
          before.port,
          address,
          before.hostname,
          protocol,
          tls,
          tlsContext,
          login,
          ignored,
          connections,
          before.idle,
          timeouts);
    }
  }
}
