package org.signetmail.app.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
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
    StoreSettings store = StoreSettings.read(top.group("store"));
    return new Configuration(
        top.text("organization"),
        domains(top),
        store,
        AuthorityGroups.archive(
            top.group("archive"),
            RecoverySettings.read(top.group("recovery")),
            AuthorityGroups.roles(top.group("roles"))),
        top.optional("public-url", ConfigurationFile::plainHttp).orElse("http://" + listen.http()),
        listen,
        MailSettings.read(top.group("mail")),
        top.optionalText("policy").orElse("policy.yaml"),
        AuthorityGroups.log(top),
        AuthorityGroups.certificates(top.group("certificates")),
        AuthorityGroups.status(top.group("status")),
        backup(top.group("backup"), store.url()),
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

  private static String plainHttp(String url) {
    if (!url.matches("http://[^/?#\\s]+(/[^?#\\s]*[^/?#\\s])?")) {
      throw new IllegalArgumentException(
          "'" + url + "' is not a plain http address without a slash at its end (RFC 5280 §8)");
    }
    return url;
  }
}
