package org.signetmail.app.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.token.Pkcs11Uri;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RoleRule;
import org.signetmail.ca.CrlPartition;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SmimeBaseline;
import org.signetmail.pkix.SmimeBaseline.Level;
import org.signetmail.policy.Yaml;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;
import org.signetmail.store.SnapshotForm;
import org.signetmail.store.StoreUrl;

/** {@code signet.yaml}, read with file, line and hint for whatever is wrong. */
public final class ConfigurationFile {
  /** Its name in the home folder. */
  public static final String NAME = "signet.yaml";

  /** The address of the store, as the file has it. */
  private static final Pattern STORE =
      Pattern.compile(
          "(?m)^(store:[^\\n]*\\n(?:[ \\t]*#[^\\n]*\\n)*[ \\t]+url:[ \\t]*)"
              + "(\"(?:[^\"\\\\\\n]|\\\\.)*\"|'[^'\\n]*'|[^\\s#]+)");

  private static final long MEGABYTE = 1_000_000;
  private static final Map<String, Long> UNITS =
      Map.of("KB", 1_000L, "MB", MEGABYTE, "GB", 1_000 * MEGABYTE);

  private ConfigurationFile() {}

  /** Reads the configuration of a home folder. */
  public static Configuration read(Path home) throws IOException {
    Path file = home.resolve(NAME);
    try {
      return parse(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new Failure(
          ExitCode.USAGE,
          home
              + ": is not the home of a signet system (no signet.yaml); make one with 'signet init "
              + home
              + "', or name it with --home or SIGNET_HOME",
          e);
    } catch (YamlProblem e) {
      throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Writes another address of the store into the file, and leaves the rest of it as it is. */
  public static void moveStore(Path home, String url) throws IOException {
    Path file = home.resolve(NAME);
    String text = Files.readString(file);
    Matcher written = STORE.matcher(text);
    if (!written.find()) {
      throw new Failure(
          ExitCode.FAILED, file + ": has no store: with a line url: below; write it in two lines");
    }
    String quoted = '"' + url.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    String moved = text.substring(0, written.end(1)) + quoted + text.substring(written.end(2));
    if (!parse(moved, file.toString()).storeUrl().equals(url)) {
      throw new Failure(ExitCode.FAILED, file + ": its store cannot be changed; do it by hand");
    }
    PrivateFiles.write(file, moved.getBytes(StandardCharsets.UTF_8));
  }

  /** The same configuration, held to every rule of the file. */
  public static Configuration checked(Configuration configuration, String origin)
      throws YamlProblem {
    return parse(new String(ConfigurationText.of(configuration), StandardCharsets.UTF_8), origin);
  }

  static Configuration parse(String text, String file) throws YamlProblem {
    YamlMapping top = Yaml.parse(text, file);
    top.allow(
        "organization",
        "domains",
        "store",
        "archive",
        "recovery",
        "roles",
        "public-url",
        "listen",
        "limits",
        "mail",
        "policy",
        "log",
        "certificates",
        "status",
        "backup",
        "enrolment",
        "acme",
        "directory",
        "clients",
        "portal");
    Configuration.Listen listen = listen(top.group("listen"), top.group("limits"));
    String store = store(top.group("store"));
    return new Configuration(
        top.text("organization"),
        domains(top),
        store,
        archive(
            top.group("archive"),
            RecoverySettings.read(top.group("recovery")),
            roles(top.group("roles"))),
        top.optional("public-url", ConfigurationFile::plainHttp).orElse("http://" + listen.http()),
        listen,
        MailSettings.read(top.group("mail")),
        top.optionalText("policy").orElse("policy.yaml"),
        log(top),
        certificates(top.group("certificates")),
        status(top.group("status")),
        backup(top.group("backup"), store),
        EnrolmentSettings.of(top.group("enrolment")),
        AcmeSettings.read(top, domains(top)),
        DirectorySettings.read(top.group("listen"), top.group("directory")),
        ClientSettings.read(top.group("clients")),
        PortalSettings.read(top.group("portal")));
  }

  private static BackupSettings backup(YamlMapping backup, String store) throws YamlProblem {
    BackupSettings settings = BackupSettings.of(backup);
    if (settings.form() == SnapshotForm.PG_DUMP && !store.startsWith(StoreUrl.POSTGRESQL)) {
      throw new YamlProblem(
          backup.placeOf("method"),
          "method pg_dump reads PostgreSQL only, and the store is another",
          "write rows, or leave it out");
    }
    return settings;
  }

  private static Configuration.Certificates certificates(YamlMapping certificates)
      throws YamlProblem {
    certificates.allow("profile", "organization-identifier", "country", "authority-key");
    Optional<SmimeBaseline> baseline =
        certificates.optional("profile", ConfigurationFile::baseline).orElse(Optional.empty());
    Optional<String> identifier = certificates.optionalText("organization-identifier");
    boolean ofOrganization =
        baseline
            .filter(one -> one.level() == Level.ORGANIZATION || one.level() == Level.SPONSOR)
            .isPresent();
    if (ofOrganization && identifier.isEmpty()) {
      throw new YamlProblem(
          certificates.placeOf("profile"),
          "profile wants an organization-identifier (S/MIME BR §7.1.4.2.2 d)",
          "add one such as NTRGB-12345678");
    }
    return new Configuration.Certificates(
        baseline,
        identifier,
        certificates.optional("country", ConfigurationFile::country),
        certificates.optional("authority-key", ConfigurationFile::tokenKey));
  }

  /** Empty for private trust. */
  private static Optional<SmimeBaseline> baseline(String word) {
    if (word.equals("private")) {
      return Optional.empty();
    }
    SmimeBaseline baseline =
        SmimeBaseline.ofWord(word)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "'" + word + "' is not a type and generation such as sponsor-strict"));
    CertificateProfile.baseline(baseline, CertificateProfile.Kind.PERSON_SIGNING);
    return Optional.of(baseline);
  }

  private static String tokenKey(String text) {
    if (!Pkcs11Uri.is(text)) {
      throw new IllegalArgumentException("'" + text + "' is not a pkcs11: address (RFC 7512)");
    }
    return text;
  }

  private static String country(String text) {
    if (!Set.of(Locale.getISOCountries()).contains(text)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not two capital letters of ISO 3166-1, such as GB");
    }
    return text;
  }

  private static List<String> domains(YamlMapping top) throws YamlProblem {
    List<String> domains =
        top.texts("domains").stream().map(d -> d.toLowerCase(Locale.ROOT)).toList();
    for (String domain : domains) {
      if (!domain.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")) {
        throw new YamlProblem(
            top.placeOf("domains"), "'" + domain + "' is no domain", "write example.com");
      }
    }
    if (domains.isEmpty()) {
      throw new YamlProblem(top.place(), "'domains' is missing", "add 'domains: [example.com]'");
    }
    return domains;
  }

  private static String store(YamlMapping store) throws YamlProblem {
    store.allow("url");
    String url = store.optionalText("url").orElse("jdbc:sqlite:signet.db");
    if (!url.startsWith("jdbc:sqlite:") && !url.startsWith("jdbc:postgresql:")) {
      throw new YamlProblem(
          store.placeOf("url"),
          "'" + url + "' is no store we know",
          "write jdbc:sqlite:signet.db or jdbc:postgresql://host/database");
    }
    return url;
  }

  private static Configuration.Archive archive(
      YamlMapping archive, RecoveryPolicy recovery, RoleRule roles) throws YamlProblem {
    archive.allow("officers", "quorum", "keep-after-expiry");
    int officers = archive.required("officers", ConfigurationFile::number);
    int quorum = archive.required("quorum", ConfigurationFile::number);
    if (quorum < 2 || quorum > officers || officers > 255) {
      throw new YamlProblem(
          archive.placeOf("quorum"),
          "quorum " + quorum + " of " + officers + " officers cannot keep the promise",
          "at least 2 must act together, of at least as many and at most 255");
    }
    return new Configuration.Archive(
        officers,
        quorum,
        recovery,
        BackupSettings.orNever(archive, "keep-after-expiry", Optional.empty()),
        roles);
  }

  private static RoleRule roles(YamlMapping roles) throws YamlProblem {
    roles.allow("administrators", "auditors", "enrolment-agents");
    return new RoleRule(
        mailboxes(roles, "administrators"),
        mailboxes(roles, "auditors"),
        mailboxes(roles, "enrolment-agents"));
  }

  private static Set<Mailbox> mailboxes(YamlMapping mapping, String name) throws YamlProblem {
    Set<Mailbox> mailboxes = new LinkedHashSet<>();
    for (String text : mapping.texts(name)) {
      try {
        mailboxes.add(Mailbox.of(text));
      } catch (IllegalArgumentException e) {
        throw new YamlProblem(
            mapping.placeOf(name),
            "'" + text + "' is no mailbox (RFC 5321 §4.1.2)",
            "write addresses such as anna@example.com");
      }
    }
    return mailboxes;
  }

  private static Configuration.Listen listen(YamlMapping listen, YamlMapping limits)
      throws YamlProblem {
    listen.allow(
        "https", "http", "smtp-outbound", "smtp-inbound", "ldap", "ldaps", "certificate", "key");
    Optional<String> certificate = listen.optionalText("certificate");
    Optional<String> key = listen.optionalText("key");
    if (certificate.isPresent() != key.isPresent()) {
      throw new YamlProblem(
          listen.placeOf(key.isPresent() ? "key" : "certificate"),
          "certificate and key of TLS go together",
          "name both files, or neither");
    }
    return new Configuration.Listen(
        endpoint(listen, "https", 8443),
        endpoint(listen, "http", 8080),
        MailListener.of(
            listen, "smtp-outbound", MailListener.Way.OUT, new Endpoint("127.0.0.1", 2525)),
        MailListener.of(
            listen, "smtp-inbound", MailListener.Way.IN, new Endpoint("127.0.0.1", 2526)),
        certificate.map(file -> new Configuration.TlsFiles(file, key.orElseThrow())),
        MailLimits.read(limits));
  }

  private static Endpoint endpoint(YamlMapping listen, String name, int port) throws YamlProblem {
    return listen.optional(name, Endpoint::of).orElse(new Endpoint("127.0.0.1", port));
  }

  private static Configuration.Log log(YamlMapping top) throws YamlProblem {
    YamlMapping log = top.group("log");
    log.allow("origin", "witnesses");
    List<Configuration.WitnessAddress> witnesses = new ArrayList<>();
    for (String line : log.texts("witnesses")) {
      try {
        witnesses.add(Configuration.WitnessAddress.of(line));
      } catch (IllegalArgumentException e) {
        throw new YamlProblem(
            log.placeOf("witnesses"),
            String.valueOf(e.getMessage()),
            "write what the witness publishes (C2SP tlog-witness)");
      }
    }
    return new Configuration.Log(
        log.optionalText("origin").orElse(top.texts("domains").getFirst() + "/signet"), witnesses);
  }

  private static Configuration.Status status(YamlMapping status) throws YamlProblem {
    status.allow(
        "crl-validity",
        "crl-partitions",
        "ocsp-validity",
        "ocsp-signed-per-second",
        "time-accuracy");
    Configuration.Status standard = Configuration.Status.STANDARD;
    return new Configuration.Status(
        between(status, "crl-validity", Duration.ofHours(1), Duration.ofDays(10))
            .orElse(standard.crlValidity()),
        status
            .optional("crl-partitions", text -> within(text, 1, CrlPartition.MOST))
            .orElse(standard.crlPartitions()),
        between(status, "ocsp-validity", Duration.ofMinutes(1), Duration.ofDays(10))
            .orElse(standard.ocspValidity()),
        status
            .optional("ocsp-signed-per-second", text -> within(text, 1, 1_000_000))
            .orElse(standard.ocspSigned()),
        between(status, "time-accuracy", Duration.ofMillis(1), Duration.ofMinutes(1))
            .orElse(standard.timeAccuracy()));
  }

  static Optional<Duration> between(YamlMapping mapping, String name, Duration least, Duration most)
      throws YamlProblem {
    return mapping.optional(
        name,
        text -> {
          Duration duration = duration(text);
          if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                "'" + text + "' is not between " + least + " and " + most);
          }
          return duration;
        });
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration such as P7D or PT24H (ISO 8601)", e);
    }
  }

  static int within(String text, int least, int most) {
    int number = number(text);
    if (number < least || number > most) {
      throw new IllegalArgumentException("'" + text + "' is not between " + least + " and " + most);
    }
    return number;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a number", e);
    }
  }

  static long size(String text) {
    String unit = text.replaceAll("[0-9 ]", "").toUpperCase(Locale.ROOT);
    String count = text.replaceAll("[^0-9]", "");
    Long factor = UNITS.get(unit);
    if (factor == null || count.isEmpty() || count.length() > 6) {
      throw new IllegalArgumentException("'" + text + "' is not a size such as 50MB");
    }
    return Long.parseLong(count) * factor;
  }

  private static String plainHttp(String url) {
    if (!url.matches("http://[^/?#\\s]+(/[^?#\\s]*[^/?#\\s])?")) {
      throw new IllegalArgumentException(
          "'" + url + "' is not a plain http address without a slash at its end (RFC 5280 §8)");
    }
    return url;
  }
}
