package org.signetmail.app.home;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.signetmail.directory.AskingLimits;
import org.signetmail.policy.Yaml;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;
import org.signetmail.smtp.Peers;

/**
 * The directory of certificates: how ours is served, and where others' are looked for.
 *
 * @param ldap where it is served over LDAP (RFC 4511), in clear and by StartTLS
 * @param ldaps where TLS begins at once; empty for nowhere
 * @param limits for clients, over LDAP and HTTP together
 * @param free who asks without limit: our own mail servers
 * @param sources where certificates of others are looked for, in order of rank
 * @param smimea a resolver that validates DNSSEC, asked for SMIMEA records (RFC 8162); empty for no
 * @param keepHarvested how long a certificate from signed mail is kept since it was heard of last
 */
public record DirectorySettings(
    Endpoint ldap,
    Optional<Endpoint> ldaps,
    AskingLimits limits,
    Peers free,
    List<Source> sources,
    Optional<Endpoint> smimea,
    Duration keepHarvested) {
  private static final int LDAP_PORT = 1389;
  private static final Duration HARVESTED = Duration.ofDays(400);

  public DirectorySettings {
    sources = List.copyOf(sources);
  }

  /**
   * One place where certificates of others are.
   *
   * @param address {@code ldap://host:389/ou=people,dc=partner,dc=example}, {@code ldaps://…}, or
   *     {@code https://partner.example/certificates/search} (RFC 4387)
   * @param domains whose mailboxes it is asked about; never empty
   */
  public record Source(String name, URI address, Set<String> domains) {
    public Source {
      domains = Set.copyOf(domains);
    }
  }

  /** As usual: served on this machine alone, and no source but our own. */
  static DirectorySettings at(Endpoint ldap) {
    return new DirectorySettings(
        ldap,
        Optional.empty(),
        AskingLimits.STANDARD,
        Peers.NOBODY,
        List.of(),
        Optional.empty(),
        HARVESTED);
  }

  /** As usual, on the host of another listener; at any port where that is at any. */
  static DirectorySettings beside(Endpoint other) {
    return at(new Endpoint(other.host(), other.port() == 0 ? 0 : LDAP_PORT));
  }

  static DirectorySettings read(YamlMapping listen, YamlMapping directory) throws YamlProblem {
    directory.allow(
        "letters",
        "entries",
        "questions-per-minute",
        "questions-at-once",
        "searching-freely",
        "sources",
        "smimea",
        "keep-harvested");
    AskingLimits standard = AskingLimits.STANDARD;
    return new DirectorySettings(
        listen.optional("ldap", Endpoint::of).orElse(new Endpoint("127.0.0.1", LDAP_PORT)),
        listen.optional("ldaps", Endpoint::of),
        new AskingLimits(
            number(directory, "letters", 64, standard.letters()),
            number(directory, "entries", 1_000, standard.entries()),
            number(directory, "questions-per-minute", 10_000_000, standard.perMinute()),
            number(directory, "questions-at-once", 10_000_000, standard.purse()),
            standard.patience()),
        free(directory),
        sources(directory),
        directory.optional("smimea", Endpoint::of),
        ConfigurationValues.between(
                directory, "keep-harvested", Duration.ofDays(1), Duration.ofDays(36_500))
            .orElse(HARVESTED));
  }

  private static int number(YamlMapping directory, String name, int most, int standard)
      throws YamlProblem {
    return directory
        .optional(name, text -> ConfigurationValues.within(text, 1, most))
        .orElse(standard);
  }

  private static Peers free(YamlMapping directory) throws YamlProblem {
    List<String> blocks = directory.texts("searching-freely");
    try {
      return Peers.of(blocks.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      throw new YamlProblem(
          directory.placeOf("searching-freely"),
          String.valueOf(e.getMessage()),
          "write addresses or blocks such as 10.1.0.0/16");
    }
  }

  private static List<Source> sources(YamlMapping directory) throws YamlProblem {
    List<Source> sources = new ArrayList<>();
    for (Yaml item : directory.items("sources")) {
      if (!(item instanceof YamlMapping source)) {
        throw new YamlProblem(
            item.place(), "a source is a group", "write '- at: ldaps://…' and 'domains: […]'");
      }
      source.allow("name", "at", "domains");
      URI address = source.required("at", DirectorySettings::address);
      Set<String> domains = new LinkedHashSet<>();
      source.texts("domains").forEach(one -> domains.add(one.toLowerCase(Locale.ROOT)));
      if (domains.isEmpty()) {
        throw new YamlProblem(
            source.place(),
            "a source without domains would hear of everybody we write to",
            "add 'domains: [partner.example]'");
      }
      sources.add(
          new Source(
              source.optionalText("name").orElse(String.valueOf(address.getHost())),
              address,
              domains));
    }
    return sources;
  }

  private static URI address(String text) {
    if (!text.matches("ldaps?://[^/?#\\s]+/[^/?#\\s]+|https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no ldaps://host/base and no https://host/certificates/search");
    }
    try {
      URI address = URI.create(text);
      if (address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // falls through to the one message
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no address; write spaces of a base as %20 (RFC 4516)");
  }

  /** Its lines below {@code listen:}. */
  String listenText() {
    return "  ldap: \"%s\"     # the directory of certificates; docs/operate/directory.md\n%s"
        .formatted(ldap, ldaps.map(at -> "  ldaps: \"" + at + "\"\n").orElse(""));
  }

  /** The group as it stands in the file; nothing where all is as usual. */
  String text() {
    if (equals(
        new DirectorySettings(
            ldap,
            ldaps,
            AskingLimits.STANDARD,
            Peers.NOBODY,
            List.of(),
            Optional.empty(),
            HARVESTED))) {
      return "";
    }
    return """
    directory:
      letters: %d
      entries: %d
      questions-per-minute: %d
      questions-at-once: %d
      searching-freely: [%s]
      keep-harvested: %s
    %s%s\
    """
        .formatted(
            limits.letters(),
            limits.entries(),
            limits.perMinute(),
            limits.purse(),
            free.blocks().stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(", ")),
            keepHarvested,
            smimea.map(at -> "  smimea: \"" + at + "\"\n").orElse(""),
            sources.isEmpty()
                ? ""
                : sources.stream()
                    .map(DirectorySettings::text)
                    .collect(Collectors.joining("", "  sources:\n", "")));
  }

  private static String text(Source source) {
    return "  - name: \"%s\"\n    at: \"%s\"\n    domains: [%s]\n"
        .formatted(
            source.name().replace("\\", "\\\\").replace("\"", "\\\""),
            source.address(),
            String.join(", ", new TreeSet<>(source.domains())));
  }
}
