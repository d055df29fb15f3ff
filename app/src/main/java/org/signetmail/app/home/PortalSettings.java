package org.signetmail.app.home;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.lookup.LdapSignIn;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;
import org.signetmail.web.openid.OpenIdClient;

/**
 * The portal, from the group {@code portal} of {@code signet.yaml}. Codes by mail sign in always.
 *
 * @param address where browsers find it, without a slash at its end; empty for the host of {@code
 *     public-url} and the port of {@code listen.https}
 * @param ldap the directory that people may sign in at with its password
 * @param openid the identity provider that they may sign in at
 * @param newcomers who of those may come in
 * @param renewalNotices how many days before the end of their certificates people are told; empty
 *     for never
 */
public record PortalSettings(
    Optional<String> address,
    Optional<Ldap> ldap,
    Optional<OpenId> openid,
    Newcomers newcomers,
    List<Integer> renewalNotices) {
  /** What becomes of people whom the directory or the provider knows, and nobody added here. */
  public enum Newcomers {
    /** They stay outside. */
    REFUSED,
    /** They are added when they sign in, as an administrator would add them. */
    ADDED
  }

  /** Codes by mail alone; notices a month and a week before the end. */
  public static final PortalSettings STANDARD =
      new PortalSettings(
          Optional.empty(), Optional.empty(), Optional.empty(), Newcomers.REFUSED, List.of(30, 7));

  private static final int MOST_DAYS = 366;

  public PortalSettings {
    renewalNotices = List.copyOf(renewalNotices);
  }

  private static final String NAME = "[^\\p{Cntrl}\"\\\\]{1,60}";

  /**
   * @param name as people know it
   * @param at {@code ldaps://host/base}, or {@code ldap://host/base} with StartTLS
   * @param attribute that holds people's mailboxes
   * @param bind as whom they are searched; empty for anonymously
   * @param passwordFile of {@code bind}, relative to the home folder
   * @param trust a file of roots for its certificate; empty for those of the platform
   */
  public record Ldap(
      String name,
      URI at,
      LdapSignIn.Transport transport,
      String attribute,
      Optional<String> bind,
      Optional<String> passwordFile,
      Optional<String> trust) {}

  /**
   * @param name as people know it
   * @param client our name there
   * @param secretFile what we share with it, relative to the home folder; empty for nothing
   * @param trust a file of roots for its certificate; empty for those of the platform
   */
  public record OpenId(
      String name,
      URI issuer,
      String client,
      Optional<String> secretFile,
      Optional<String> trust,
      OpenIdClient.Mailboxes mailboxes) {}

  static PortalSettings read(YamlMapping portal) throws YamlProblem {
    portal.allow("address", "sign-in", "renewal-notices");
    YamlMapping ways = portal.group("sign-in");
    ways.allow("ldap", "openid", "newcomers");
    return new PortalSettings(
        portal.optional("address", PortalSettings::https),
        ways.entries().containsKey("ldap")
            ? Optional.of(ldap(ways.group("ldap")))
            : Optional.empty(),
        ways.entries().containsKey("openid")
            ? Optional.of(openId(ways.group("openid")))
            : Optional.empty(),
        ways.optional("newcomers", PortalSettings::newcomers).orElse(Newcomers.REFUSED),
        notices(portal));
  }

  private static List<Integer> notices(YamlMapping portal) throws YamlProblem {
    List<String> words = portal.texts("renewal-notices");
    if (words.isEmpty()) {
      return STANDARD.renewalNotices;
    }
    if (words.equals(List.of("none"))) {
      return List.of();
    }
    List<Integer> days = new ArrayList<>();
    for (String word : words) {
      try {
        days.add(ConfigurationValues.within(word, 1, MOST_DAYS));
      } catch (IllegalArgumentException e) {
        throw new YamlProblem(
            portal.placeOf("renewal-notices"),
            "renewal-notices " + e.getMessage(),
            "write days before the end such as [30, 7], or [none]");
      }
    }
    return days;
  }

  private static Ldap ldap(YamlMapping ldap) throws YamlProblem {
    ldap.allow("name", "at", "tls", "attribute", "bind", "password-file", "trust");
    URI at = ldap.required("at", PortalSettings::directory);
    Optional<String> bind = ldap.optionalText("bind");
    Optional<String> password = ldap.optionalText("password-file");
    if (bind.isPresent() != password.isPresent()) {
      throw new YamlProblem(
          ldap.placeOf(bind.isPresent() ? "bind" : "password-file"),
          "bind and password-file go together (RFC 4513 §5.1.3)",
          "name both, or neither where the directory is searched anonymously");
    }
    return new Ldap(
        ldap.optional("name", PortalSettings::name).orElse("directory"),
        at,
        transport(ldap, at),
        ldap.optional("attribute", PortalSettings::attribute).orElse("mail"),
        bind,
        password,
        ldap.optionalText("trust"));
  }

  private static LdapSignIn.Transport transport(YamlMapping ldap, URI at) throws YamlProblem {
    boolean isTls = at.getScheme().equals("ldaps");
    Optional<String> word = ldap.optionalText("tls");
    if (word.isEmpty()) {
      return isTls ? LdapSignIn.Transport.TLS : LdapSignIn.Transport.STARTTLS;
    }
    if (isTls || !word.get().equals("dangerously-none")) {
      throw new YamlProblem(
          ldap.placeOf("tls"),
          "tls '" + word.get() + "' is not known for " + at.getScheme() + "://",
          "leave it out: ldaps:// is TLS and ldap:// StartTLS; passwords in clear want"
              + " ldap:// and 'tls: dangerously-none'");
    }
    return LdapSignIn.Transport.DANGEROUSLY_PLAIN;
  }

  private static OpenId openId(YamlMapping openid) throws YamlProblem {
    openid.allow("name", "issuer", "client", "secret-file", "trust", "unverified-mailboxes");
    return new OpenId(
        openid.optional("name", PortalSettings::name).orElse("single sign-on"),
        URI.create(openid.required("issuer", PortalSettings::https)),
        openid.text("client"),
        openid.optionalText("secret-file"),
        openid.optionalText("trust"),
        openid
            .optional("unverified-mailboxes", PortalSettings::mailboxes)
            .orElse(OpenIdClient.Mailboxes.VERIFIED));
  }

  private static OpenIdClient.Mailboxes mailboxes(String word) {
    return switch (word) {
      case "refused" -> OpenIdClient.Mailboxes.VERIFIED;
      case "dangerously-accepted" -> OpenIdClient.Mailboxes.DANGEROUSLY_ALL;
      default ->
          throw new IllegalArgumentException(
              "'" + word + "' is not refused or dangerously-accepted");
    };
  }

  private static Newcomers newcomers(String word) {
    return switch (word) {
      case "refused" -> Newcomers.REFUSED;
      case "added" -> Newcomers.ADDED;
      default -> throw new IllegalArgumentException("'" + word + "' is not refused or added");
    };
  }

  private static String https(String text) {
    if (!text.matches("https://[^/?#\\s\"]+(/[^?#\\s\"]*[^/?#\\s\"])?")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no https address without a slash at its end");
    }
    return URI.create(text).toString();
  }

  private static URI directory(String text) {
    if (!text.matches("ldaps?://[^/?#\\s\"]+/[^/?#\\s\"]+") || URI.create(text).getHost() == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is no ldaps://host/ou=people,dc=example,dc=com (RFC 4516)");
    }
    return URI.create(text);
  }

  private static String name(String text) {
    if (!text.matches(NAME)) {
      throw new IllegalArgumentException("'" + text + "' is no name of at most 60 characters");
    }
    return text;
  }

  private static String attribute(String text) {
    if (!text.matches("[A-Za-z][A-Za-z0-9-]{0,63}")) {
      throw new IllegalArgumentException("'" + text + "' is no attribute (RFC 4512 §1.4)");
    }
    return text;
  }

  /** The group as it stands in the file; nothing where nothing is said. */
  String text() {
    if (equals(STANDARD)) {
      return "";
    }
    return "portal:                         # docs/operate/portal.md\n"
        + line("  ", "address", address)
        + "  renewal-notices: "
        + (renewalNotices.isEmpty() ? "[none]" : renewalNotices.toString())
        + "   # days before the end\n"
        + (ldap.isPresent() || openid.isPresent() || newcomers == Newcomers.ADDED
            ? "  sign-in:\n"
            : "")
        + ldap.map(PortalSettings::text).orElse("")
        + openid.map(PortalSettings::text).orElse("")
        + (newcomers == Newcomers.ADDED ? "    newcomers: added\n" : "");
  }

  private static String text(Ldap ldap) {
    String deep = "      ";
    return "    ldap:\n"
        + line(deep, "name", Optional.of(ldap.name))
        + line(deep, "at", Optional.of(ldap.at.toString()))
        + (ldap.transport == LdapSignIn.Transport.DANGEROUSLY_PLAIN
            ? deep + "tls: dangerously-none\n"
            : "")
        + line(deep, "attribute", Optional.of(ldap.attribute))
        + line(deep, "bind", ldap.bind)
        + line(deep, "password-file", ldap.passwordFile)
        + line(deep, "trust", ldap.trust);
  }

  private static String text(OpenId openid) {
    String deep = "      ";
    return "    openid:\n"
        + line(deep, "name", Optional.of(openid.name))
        + line(deep, "issuer", Optional.of(openid.issuer.toString()))
        + line(deep, "client", Optional.of(openid.client))
        + line(deep, "secret-file", openid.secretFile)
        + line(deep, "trust", openid.trust)
        + (openid.mailboxes == OpenIdClient.Mailboxes.DANGEROUSLY_ALL
            ? deep + "unverified-mailboxes: dangerously-accepted\n"
            : "");
  }

  private static String line(String indent, String name, Optional<String> value) {
    return value
        .map(text ->
            indent + name + ": \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n")
        .orElse("");
  }
}
