package org.signetmail.bench;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.signetmail.app.home.BackupSettings;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.app.organization.Foundation;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RoleRule;
import org.signetmail.ca.Issuance;
import org.signetmail.directory.ListedWords;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;
import org.signetmail.policy.Policy;

/** {@code bench/console}: how long a page of the console takes with many people on SQLite. */
public final class ConsoleSpeed {
  private static final Mailbox ANNA = Mailbox.of("anna@example.test");
  private static final int TIMES = 300;
  private static final int WARM_UP = 100;
  private static final int FIRST = 1_000_000; // place in the log
  private static final Endpoint ANY_PORT = new Endpoint("127.0.0.1", 0);
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private final StringBuilder page = new StringBuilder();
  private final int count;
  private String cookie = "";

  private ConsoleSpeed(int count) {
    this.count = count;
  }

  /**
   * @param arguments how many people, the page to write, a folder for the home
   */
  public static void main(String[] arguments) throws Exception {
    ConsoleSpeed speed = new ConsoleSpeed(Integer.parseInt(arguments[0]));
    speed.measure(Path.of(arguments[2]).resolve("home"));
    Files.writeString(Path.of(arguments[1]), speed.page);
    System.exit(0);
  }

  private void measure(Path folder) throws Exception {
    Home home = new Home(folder);
    new Foundation(configuration(), new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    Path database = folder.resolve("signet.db");
    DirectoryFill.fill(database, DirectoryFill.pattern(), count, FIRST);
    people(database);
    counted(home);
    try (Organization organization = Organization.open(home, InstantSource.system());
        HttpClient client = client(organization);
        Services services = Services.start(organization)) {
      introduction(database);
      String address = "https://localhost:" + services.httpsPort();
      signIn(client, address);
      String someone = DirectoryFill.mailboxOf(count / 2);
      once(client, address + "/console/", "today, the first time after a start");
      row(client, address + "/console/", "today");
      row(client, address + "/console/people", "people, first page");
      row(
          client,
          address + "/console/people?after=" + DirectoryFill.mailboxOf(count * 9 / 10),
          "people, a page near the end");
      row(client, address + "/console/people?q=example", "people whose name begins as everybody's");
      row(
          client,
          address + "/console/people?q=ali+" + someone.substring(0, someone.indexOf('@')),
          "people by two words");
      row(client, address + "/console/people?q=zz", "people by what nobody has");
      row(client, address + "/console/people/one?mailbox=" + someone, "one person");
      row(client, address + "/console/certificates", "certificates");
      row(client, address + "/console/people?sort=people.1.down", "people by name, downwards");
      row(client, address + "/console/certificates?sort=all.3", "certificates by their end");
      row(client, address + "/console/certificates?sort=all.2", "certificates by whose they are");
      row(
          client,
          address + "/console/certificates?sort=all.2.down&before=" + (FIRST + count / 2),
          "certificates by whose they are, downwards from the middle");
      row(client, address + "/console/certificates?sort=all.5", "certificates, oldest first");
      row(client, address + "/console/people?sort=people.4", "people by group");
      row(client, address + "/console/people?sort=people.4.down", "people by group, downwards");
      row(client, address + "/console/requests", "requests");
      row(client, address + "/console/policy", "policy");
    }
    line("");
    line(
        String.format(
            Locale.ROOT, "Load at the end, the measurement's own among it: %.1f.", load()));
  }

  /** A system that ran before: its last count is in the store. */
  private static void counted(Home home) throws Exception {
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      long start = System.nanoTime();
      organization.store().census().keep(organization.store().census().take(organization.now()));
      System.out.printf(
          Locale.ROOT, "everybody counted in %.1f ms%n", (System.nanoTime() - start) / 1e6);
    }
  }

  private void introduction(Path database) throws Exception {
    line("# Measured: the console");
    line("");
    line(
        String.format(
            Locale.ROOT,
            "Made by `bench/console %d` on %s: %d processors, Java %s, a load of %.1f at the"
                + " start.",
            count,
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            load()));
    line(
        String.format(
            Locale.ROOT,
            "%,d people with a certificate each in SQLite, %,d MB; over HTTPS on loopback, one"
                + " browser, %d times each after %d to warm up. Wanted: under 50 ms.",
            count,
            Files.size(database) / 1_000_000,
            TIMES,
            WARM_UP));
    line("");
    line("| page | median | 99 % | octets |");
    line("|---|---:|---:|---:|");
  }

  private void once(HttpClient client, String address, String what) throws Exception {
    long start = System.nanoTime();
    int length = get(client, address).length();
    line(
        String.format(
            Locale.ROOT,
            "| %s | %.1f ms | | %,d |",
            what,
            (System.nanoTime() - start) / 1e6,
            length));
  }

  private void row(HttpClient client, String address, String what) throws Exception {
    long[] times = new long[TIMES];
    int length = 0;
    for (int i = -WARM_UP; i < TIMES; i++) {
      long start = System.nanoTime();
      length = get(client, address).length();
      if (i >= 0) {
        times[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(times);
    line(
        String.format(
            Locale.ROOT,
            "| %s | %.1f ms | %.1f ms | %,d |",
            what,
            times[TIMES / 2] / 1e6,
            times[TIMES * 99 / 100] / 1e6,
            length));
  }

  private String get(HttpClient client, String address) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(address)).header("Cookie", cookie).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("bench: " + address + " says " + answer.statusCode());
    }
    return answer.body();
  }

  private void signIn(HttpClient client, String address) throws Exception {
    HttpResponse<String> page =
        client.send(
            HttpRequest.newBuilder(URI.create(address + "/console/signin")).build(),
            HttpResponse.BodyHandlers.ofString());
    Matcher csrf = CSRF.matcher(page.body());
    if (!csrf.find()) {
      throw new IllegalStateException("bench: the page has no form");
    }
    HttpResponse<String> in =
        client.send(
            HttpRequest.newBuilder(URI.create(address + "/console/signin/certificate"))
                .header("Cookie", cookie(page))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("csrf=" + csrf.group(1)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    cookie = cookie(in);
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
  }

  private static HttpClient client(Organization organization) throws Exception {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, organization.random());
    Issuance issuance =
        organization
            .authority()
            .issueSigning(
                CertificationRequest.make(key, "Anna", ANNA),
                new SubjectName("Anna", Optional.of("Example Corp")),
                ANNA);
    Certificate own = ((Issuance.Issued) issuance).certificate();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "own",
        key.privateKey(SecretAccess.TOKEN),
        new char[0],
        new X509Certificate[] {own.x509(), organization.issuing().x509()});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", organization.root().x509());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private void people(Path database) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      try (PreparedStatement person =
              connection.prepareStatement("INSERT INTO person VALUES (?, ?, ?, ?, ?, NULL)");
          PreparedStatement group =
              connection.prepareStatement("INSERT INTO person_group VALUES (?, ?)");
          PreparedStatement word =
              connection.prepareStatement("INSERT INTO person_word VALUES (?, ?)")) {
        for (int number = 0; number < count; number++) {
          Mailbox mailbox = Mailbox.of(DirectoryFill.mailboxOf(number));
          String name = DirectoryFill.nameOf(number);
          List<String> values =
              List.of(
                  mailbox.key(),
                  mailbox.toString(),
                  name,
                  number % 10 == 0 ? "INVITED" : "ACTIVE",
                  Instant.EPOCH.toString());
          for (int i = 0; i < values.size(); i++) {
            person.setString(i + 1, values.get(i));
          }
          person.addBatch();
          group.setString(1, mailbox.key());
          group.setString(2, "group " + number % 12);
          group.addBatch();
          for (String one : ListedWords.of(name, mailbox)) {
            word.setString(1, one);
            word.setString(2, mailbox.key());
            word.addBatch();
          }
        }
        person.executeBatch();
        group.executeBatch();
        word.executeBatch();
      }
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("ANALYZE");
    }
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private void line(String text) {
    System.out.println(text);
    page.append(text).append('\n');
  }

  private static Configuration configuration() {
    return new Configuration(
        "Example Corp",
        List.of("example.test"),
        "jdbc:sqlite:signet.db",
        new Configuration.Archive(
            3,
            2,
            RecoveryPolicy.STANDARD,
            Optional.empty(),
            new RoleRule(Set.of(ANNA), Set.of(), Set.of())),
        "http://127.0.0.1:8080",
        new Configuration.Listen(ANY_PORT, ANY_PORT, ANY_PORT, ANY_PORT),
        new MailSettings(new Endpoint("127.0.0.1", 25), 50_000_000),
        "policy.yaml",
        new Configuration.Log("example.test/signet", List.of()),
        Configuration.Certificates.PRIVATE,
        Configuration.Status.STANDARD,
        BackupSettings.STANDARD);
  }
}
