package org.signetmail.app.home;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.smtp.RelaySettings.Protocol;
import org.signetmail.smtp.RelaySettings.Timeouts;
import org.signetmail.smtp.RelaySettings.Tls;

/**
 * A server that takes mail, as {@code signet.yaml} has it: {@code host:port}, {@code mx}, or a
 * group with more about it.
 *
 * @param server empty when mail is delivered to the servers that DNS names for its domain
 * @param roots file of certificates that may certify it, relative to the home folder; the
 *     platform's own when empty
 * @param clientKey PKCS#12 file with our own certificate
 * @param account whom we log in as
 * @param ignored extensions that are not used though they are offered
 */
public record HopSettings(
    Optional<Endpoint> server,
    Protocol protocol,
    Tls tls,
    Optional<String> roots,
    Optional<Secret> clientKey,
    Optional<Secret> account,
    Set<String> ignored,
    int connections,
    Timeouts timeouts) {
  private static final String MX = "mx";
  private static final int SMTP_PORT = 25;
  private static final int CONNECTIONS = 20;
  private static final Duration LONGEST = Duration.ofHours(1);

  public HopSettings {
    ignored = Set.copyOf(ignored);
  }

  /**
   * What a password belongs to.
   *
   * @param name of a user, or of a key file
   * @param passwordFile relative to the home folder
   */
  public record Secret(String name, String passwordFile) {}

  /** A server without more about it: in clear on this machine, with TLS where it offers it. */
  public static HopSettings of(Endpoint server) {
    return new HopSettings(
        Optional.of(server),
        Protocol.SMTP,
        isHere(server) ? Tls.NEVER : Tls.IF_OFFERED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        CONNECTIONS,
        Timeouts.STANDARD);
  }

  /** Those that DNS names. */
  private static HopSettings mx() {
    return new HopSettings(
        Optional.empty(),
        Protocol.SMTP,
        Tls.IF_OFFERED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        CONNECTIONS,
        Timeouts.STANDARD);
  }

  /** Reads one of a group's settings, if it is there. */
  static Optional<HopSettings> read(YamlMapping parent, String name) throws YamlProblem {
    YamlMapping.Entry entry = parent.entries().get(name);
    if (entry != null && entry.value() instanceof YamlMapping group) {
      return Optional.of(group(group));
    }
    return parent.optional(name, HopSettings::place);
  }

  private static HopSettings place(String text) {
    return text.equals(MX) ? mx() : of(Endpoint.of(text));
  }

  private static HopSettings group(YamlMapping group) throws YamlProblem {
    group.allow(
        "server",
        "protocol",
        "tls",
        "roots",
        "client-key",
        "client-key-password-file",
        "user",
        "password-file",
        "ignore",
        "connections",
        "connect-within",
        "reply-within",
        "accept-within");
    HopSettings plain = group.required("server", HopSettings::place);
    Optional<Secret> account = secret(group, "user", "password-file");
    HopSettings settings =
        new HopSettings(
            plain.server,
            group
                .optional("protocol", text -> word(text, Protocol.values(), HopSettings::word))
                .orElse(plain.protocol),
            group
                .optional("tls", text -> word(text, Tls.values(), Tls::word))
                .orElse(account.isPresent() ? Tls.REQUIRED : plain.tls),
            group.optionalText("roots"),
            secret(group, "client-key", "client-key-password-file"),
            account,
            new LinkedHashSet<>(group.texts("ignore")),
            group
                .optional("connections", text -> ConfigurationValues.within(text, 1, 10_000))
                .orElse(plain.connections),
            new Timeouts(
                within(group, "connect-within", plain.timeouts.connect()),
                within(group, "reply-within", plain.timeouts.reply()),
                within(group, "accept-within", plain.timeouts.accept())));
    settings.check(group);
    return settings;
  }

  private static Duration within(YamlMapping group, String name, Duration standard)
      throws YamlProblem {
    return ConfigurationValues.between(group, name, Duration.ofSeconds(1), LONGEST)
        .orElse(standard);
  }

  private static Optional<Secret> secret(YamlMapping group, String name, String file)
      throws YamlProblem {
    Optional<String> named = group.optionalText(name);
    if (named.isPresent() != group.optionalText(file).isPresent()) {
      throw new YamlProblem(
          group.placeOf(named.isPresent() ? name : file),
          "'" + name + "' and '" + file + "' go together",
          "add the other; a password never stands in this file");
    }
    return named.isEmpty()
        ? Optional.empty()
        : Optional.of(new Secret(named.get(), group.text(file)));
  }

  private static <T> T word(String text, T[] all, Function<T, String> words) {
    return Arrays.stream(all)
        .filter(one -> words.apply(one).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + text
                    + "' is none of "
                    + Arrays.stream(all).map(words).collect(Collectors.joining(", "))));
  }

  private static String word(Protocol protocol) {
    return protocol.name().toLowerCase(Locale.ROOT);
  }

  private void check(YamlMapping group) throws YamlProblem {
    if (account.isPresent() && !tls.isChecked()) {
      throw new YamlProblem(
          group.placeOf("tls"),
          "a login with tls: " + tls.word() + " could be heard by others (RFC 4954 §4)",
          "write tls: required or tls: from-start");
    }
    if (server.isEmpty() && (tls == Tls.NEVER || tls == Tls.FROM_START)) {
      throw new YamlProblem(
          group.placeOf("tls"),
          "servers that DNS names are spoken to with STARTTLS (RFC 7672 §2.2)",
          "write tls: if-offered or tls: required");
    }
    if (server.isEmpty() && (protocol == Protocol.LMTP || account.isPresent())) {
      throw new YamlProblem(
          group.placeOf(account.isPresent() ? "user" : "protocol"),
          "servers that DNS names speak SMTP and know no login of ours (RFC 5321 §5)",
          "take it out, or name a server");
    }
    if (protocol == Protocol.LMTP && server.filter(s -> s.port() == SMTP_PORT).isPresent()) {
      throw new YamlProblem(
          group.placeOf("protocol"),
          "LMTP is not spoken on port 25 (RFC 2033 §5)",
          "name the port on which the server speaks LMTP, often 24");
    }
  }

  /** Whether mail is delivered to the servers that DNS names. */
  public boolean isMx() {
    return server.isEmpty();
  }

  /** For a conversation with this server. */
  public RelaySettings relay(Endpoint to, String hostname) {
    return RelaySettings.plain(to.host(), to.port(), hostname)
        .withProtocol(protocol)
        .withConnections(connections)
        .withTimeouts(timeouts)
        .ignoring(ignored);
  }

  /** As it stands in the file, below a name that is indented by so much. */
  String text(String indent) {
    if (equals(server.map(HopSettings::of).orElseGet(HopSettings::mx))) {
      return " " + quoted(this);
    }
    StringBuilder text = new StringBuilder();
    line(text, indent, "server", quoted(this));
    line(text, indent, "protocol", word(protocol));
    line(text, indent, "tls", tls.word());
    roots.ifPresent(file -> line(text, indent, "roots", quoted(file)));
    clientKey.ifPresent(key -> {
      line(text, indent, "client-key", quoted(key.name));
      line(text, indent, "client-key-password-file", quoted(key.passwordFile));
    });
    account.ifPresent(user -> {
      line(text, indent, "user", quoted(user.name));
      line(text, indent, "password-file", quoted(user.passwordFile));
    });
    line(
        text,
        indent,
        "ignore",
        ignored.stream()
            .sorted()
            .map(HopSettings::quoted)
            .collect(Collectors.joining(", ", "[", "]")));
    line(text, indent, "connections", String.valueOf(connections));
    line(text, indent, "connect-within", timeouts.connect().toString());
    line(text, indent, "reply-within", timeouts.reply().toString());
    line(text, indent, "accept-within", timeouts.accept().toString());
    return text.toString();
  }

  private static void line(StringBuilder text, String indent, String name, String value) {
    text.append("\n").append(indent).append("  ").append(name).append(": ").append(value);
  }

  private static String quoted(Object value) {
    return "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static boolean isHere(Endpoint server) {
    return server.host().matches("localhost|127(\\.[0-9]+){3}|::1");
  }

  /** Where it is. */
  @Override
  public String toString() {
    return server.map(Endpoint::toString).orElse(MX);
  }
}
