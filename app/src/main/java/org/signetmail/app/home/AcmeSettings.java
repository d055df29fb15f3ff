package org.signetmail.app.home;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.signetmail.enrolment.acme.AcmeRules;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;

/**
 * The ACME server, from the group {@code acme} of {@code signet.yaml}; without the group there is
 * none.
 *
 * @param mailbox whom challenges come from and where answers go; empty where there is no server
 * @param url where clients find the HTTPS listener; empty for what {@code listen.https} says
 * @param binding whether an account must be bound to somebody
 * @param caa whether the domains' CAA records count
 * @param identities our names in CAA records; empty for our first domain
 * @param servers mail servers whose word on DKIM counts, as authserv-id (RFC 8601)
 */
public record AcmeSettings(
    Optional<Mailbox> mailbox,
    Optional<String> url,
    AcmeRules.Binding binding,
    Caa caa,
    Set<String> identities,
    Set<String> servers,
    Duration orderLife,
    int ordersAnHour,
    int mailsADay) {
  /** No ACME server. */
  public static final AcmeSettings OFF =
      new AcmeSettings(
          Optional.empty(),
          Optional.empty(),
          AcmeRules.Binding.REQUIRED,
          Caa.CHECKED,
          Set.of(),
          Set.of(),
          Duration.ofHours(24),
          20,
          10);

  private static final Duration SHORTEST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(24); // S/MIME BR §3.2.2.2
  private static final int MOST = 1_000_000;

  public AcmeSettings {
    identities = Set.copyOf(identities);
    servers = Set.copyOf(servers);
  }

  /** RFC 9495. */
  public enum Caa {
    CHECKED,
    /** For domains whose DNS is not ours to ask. */
    DANGEROUSLY_IGNORED
  }

  /** The server of a new system. */
  public static AcmeSettings of(Mailbox mailbox) {
    return new AcmeSettings(
        Optional.of(mailbox),
        OFF.url,
        OFF.binding,
        OFF.caa,
        OFF.identities,
        OFF.servers,
        OFF.orderLife,
        OFF.ordersAnHour,
        OFF.mailsADay);
  }

  static AcmeSettings read(YamlMapping top, List<String> domains) throws YamlProblem {
    if (!top.entries().containsKey("acme")) {
      return OFF;
    }
    YamlMapping acme = top.group("acme");
    acme.allow(
        "mailbox",
        "url",
        "accounts",
        "caa",
        "caa-identities",
        "authserv-ids",
        "order-life",
        "orders-per-hour",
        "mails-per-day");
    Mailbox mailbox = acme.required("mailbox", Mailbox::of);
    if (!domains.contains(mailbox.domain())) {
      throw new YamlProblem(
          acme.placeOf("mailbox"),
          mailbox + " is in none of our domains",
          "write an address of ours that nobody has, such as acme@" + domains.getFirst());
    }
    return new AcmeSettings(
        Optional.of(mailbox),
        acme.optional("url", AcmeSettings::url),
        acme.optional("accounts", AcmeSettings::binding).orElse(OFF.binding),
        acme.optional("caa", AcmeSettings::caa).orElse(OFF.caa),
        lower(acme.texts("caa-identities")),
        lower(acme.texts("authserv-ids")),
        ConfigurationValues.between(acme, "order-life", SHORTEST, LONGEST).orElse(OFF.orderLife),
        number(acme, "orders-per-hour", OFF.ordersAnHour),
        number(acme, "mails-per-day", OFF.mailsADay));
  }

  /** What decides over accounts and orders. */
  public AcmeRules rules(List<String> domains) {
    return new AcmeRules(binding, Set.copyOf(domains), orderLife, ordersAnHour, mailsADay);
  }

  /** The group as {@code init} writes it; nothing where there is no server. */
  String text() {
    if (mailbox.isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder("acme:                           # docs/operate/acme-server.md\n");
    line(
        text, "mailbox", "\"" + mailbox.get() + "\"   # challenges come from it, answers go to it");
    url.ifPresent(one -> line(text, "url", "\"" + one + "\""));
    line(
        text,
        "accounts",
        binding == AcmeRules.Binding.REQUIRED
            ? "bound       # with a key of 'signet acme key'; or anybody"
            : "anybody");
    line(
        text,
        "caa",
        caa == Caa.CHECKED ? "checked          # issuemail (RFC 9495)" : "dangerously-ignored");
    list(text, "caa-identities", identities);
    list(text, "authserv-ids", servers);
    line(text, "order-life", orderLife.toString());
    line(text, "orders-per-hour", ordersAnHour + "       # of one account");
    line(text, "mails-per-day", mailsADay + "         # to one mailbox");
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  ").append(name).append(": ").append(value).append('\n');
  }

  private static void list(StringBuilder text, String name, Set<String> values) {
    if (!values.isEmpty()) {
      line(
          text,
          name,
          new TreeSet<>(values)
              .stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(", ", "[", "]")));
    }
  }

  private static String url(String text) {
    URI uri = URI.create(text);
    if (!"https".equals(uri.getScheme())
        || uri.getHost() == null
        || !text.matches("https://[^/?#@\\s]+")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not https://host or https://host:port (RFC 8555 §6.1)");
    }
    return text;
  }

  private static AcmeRules.Binding binding(String word) {
    return switch (word) {
      case "bound" -> AcmeRules.Binding.REQUIRED;
      case "anybody" -> AcmeRules.Binding.NOT_REQUIRED;
      default -> throw new IllegalArgumentException("'" + word + "' is not bound or anybody");
    };
  }

  private static Caa caa(String word) {
    return switch (word) {
      case "checked" -> Caa.CHECKED;
      case "dangerously-ignored" -> Caa.DANGEROUSLY_IGNORED;
      default ->
          throw new IllegalArgumentException(
              "'" + word + "' is not checked or dangerously-ignored");
    };
  }

  private static Set<String> lower(List<String> names) {
    return names.stream().map(one -> one.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  private static int number(YamlMapping acme, String name, int standard) throws YamlProblem {
    return acme.optional(name, text -> ConfigurationValues.within(text, 1, MOST)).orElse(standard);
  }
}
