package org.signetmail.app.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RoleRule;
import org.signetmail.directory.AskingLimits;
import org.signetmail.enrolment.acme.AcmeRules;
import org.signetmail.gateway.ReprocessingSettings;
import org.signetmail.lookup.LdapSignIn;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SmimeBaseline;
import org.signetmail.policy.YamlProblem;
import org.signetmail.smtp.Peers;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.smtp.ServerLimits;
import org.signetmail.store.SnapshotForm;
import org.signetmail.testkit.Fixtures;
import org.signetmail.tlog.NoteSigner;
import org.signetmail.tlog.Witness;
import org.signetmail.web.openid.OpenIdClient;

class ConfigurationFileTest {
  private static final String WITNESS =
      Witness.of("witness.example.test/w", NoteSigner.generate(new SecureRandom()).getPublic())
          .vkey();

  private static final String SMALLEST =
      """
      organization: Example Corp
      domains: [example.test]
      archive:
        officers: 3
        quorum: 2
      mail:
        next-hop: 127.0.0.1:25
      """;

  @Test
  void whatIsNotSaidHasTheDocumentedDefault() throws Exception {
    Configuration configuration = ConfigurationFile.parse(SMALLEST, "signet.yaml");

    assertEquals("jdbc:sqlite:signet.db", configuration.storeUrl());
    assertEquals("127.0.0.1:8443", configuration.listen().https().toString());
    assertEquals("127.0.0.1:8080", configuration.listen().http().toString());
    assertEquals("127.0.0.1:2525", configuration.listen().smtpOutbound().address().toString());
    assertEquals("127.0.0.1:2526", configuration.listen().smtpInbound().address().toString());
    assertEquals("127.0.0.1:1389", configuration.directory().ldap().toString());
    assertEquals(Optional.empty(), configuration.directory().ldaps());
    assertEquals(AskingLimits.STANDARD, configuration.directory().limits());
    assertEquals("http://127.0.0.1:8080", configuration.publicUrl());
    assertEquals("example.test/signet", configuration.log().origin());
    assertEquals(List.of(30, 7), configuration.portal().renewalNotices());
  }

  @Test
  void replicasAreReadBackTheSame() throws Exception {
    String text =
        SMALLEST
            + """
            store:
              url: "jdbc:postgresql://db/signet"
              replicas: ["jdbc:postgresql://one/signet?user=a&password=b", "jdbc:postgresql://two/x"]
              replica-lag: PT5S
            """;
    Configuration configuration = ConfigurationFile.parse(text, "signet.yaml");
    assertEquals(Duration.ofSeconds(5), configuration.store().replicaLag());
    assertEquals(
        List.of("jdbc:postgresql://one/signet", "jdbc:postgresql://two/x"),
        configuration.store().followers().urls().stream().map(Object::toString).toList());
    assertEquals(configuration, ConfigurationFile.checked(configuration, "again"));
    assertEquals(
        Duration.ofSeconds(10),
        ConfigurationFile.parse(SMALLEST, "signet.yaml").store().replicaLag());
  }

  @Test
  void whatInitWritesIsReadBackTheSame() throws Exception {
    Configuration configuration =
        new Configuration(
                "Rock \"and\" Roll: Ltd \\ Co",
                List.of("example.test", "example.com"),
                "jdbc:postgresql://db/signet",
                new Configuration.Archive(
                    5,
                    3,
                    new RecoveryPolicy(
                        Duration.ofHours(1),
                        Duration.ofHours(2),
                        3,
                        4,
                        5,
                        Duration.ofDays(6),
                        RecoveryPolicy.SelfRecovery.ALLOWED),
                    Optional.of(Duration.ofDays(3650)),
                    new RoleRule(
                        Set.of(Mailbox.of("anna@example.test")),
                        Set.of(Mailbox.of("otto@example.test")),
                        Set.of(Mailbox.of("emil@example.test")))),
                "http://pki.example.test/signet",
                new Configuration.Listen(
                    Endpoint.of("[::1]:1"),
                    Endpoint.of("a:2"),
                    new MailListener(
                        Endpoint.of("b:3"),
                        MailListener.Tls.REQUIRED,
                        MailListener.Auth.OFF,
                        Peers.of("192.0.2.0/24", "2001:db8::/32"),
                        MailListener.Senders.OWN,
                        Peers.of("192.0.2.7"),
                        Peers.NOBODY,
                        Peers.LOOPBACK),
                    MailListener.inbound(Endpoint.of("c:0")),
                    Optional.of(new Configuration.TlsFiles("mx.pem", "/etc/mx.key")),
                    ServerLimits.STANDARD.withTraffic(new ServerLimits.Traffic(1, 2, 3, 4))),
                new MailSettings(
                    HopSettings.of(Endpoint.of("mx.example.test:25")),
                    HopSettings.of(Endpoint.of("mx.example.test:25")),
                    Map.of(),
                    Optional.empty(),
                    Optional.of(new ReprocessingSettings(Mailbox.of("decrypt@example.test"), 7)),
                    Optional.of(Mailbox.of("returns@example.test")),
                    new GatewayMode(Set.of("desk", "the board"), GatewayMode.Consent.ORGANIZATION),
                    20_000_000),
                "own.yaml",
                new Configuration.Log(
                    "log.example.test",
                    List.of(WitnessAddress.of("https://witness.example.test/w " + WITNESS))),
                new Configuration.Certificates(
                    SmimeBaseline.ofWord("sponsor-strict"),
                    Optional.of("NTRGB-12345678"),
                    Optional.of("GB"),
                    Optional.of("pkcs11:token=authority?pin-source=/etc/signet/pin")),
                Configuration.Status.STANDARD,
                new BackupSettings(
                    "/mnt/backups",
                    Optional.empty(),
                    Duration.ofDays(30),
                    Duration.ofDays(400),
                    Optional.of(Duration.ofHours(100)),
                    SnapshotForm.PG_DUMP,
                    Optional.of("/opt/postgresql/bin")))
            .with(
                new AcmeSettings(
                    Optional.of(Mailbox.of("acme@example.test")),
                    Optional.of("https://pki.example.test:8443"),
                    AcmeRules.Binding.NOT_REQUIRED,
                    AcmeSettings.Caa.DANGEROUSLY_IGNORED,
                    Set.of("b.test", "a.test"),
                    Set.of("mx.example.test"),
                    Duration.ofHours(1),
                    3,
                    4))
            .with(
                new DirectorySettings(
                    Endpoint.of("ldap.example.test:389"),
                    Optional.of(Endpoint.of("ldap.example.test:636")),
                    new AskingLimits(4, 30, 60, 600, AskingLimits.STANDARD.patience()),
                    Peers.of("192.0.2.0/24"),
                    List.of(
                        new DirectorySettings.Source(
                            "Partner \"Inc\"",
                            URI.create("ldaps://ldap.partner.test/ou=people,o=Partner%20Inc"),
                            Set.of("partner.test", "partner.example")),
                        new DirectorySettings.Source(
                            "store",
                            URI.create("https://other.test/certificates/search"),
                            Set.of("other.test"))),
                    Optional.of(Endpoint.of("127.0.0.1:53")),
                    Duration.ofDays(90)))
            .with(
                new ClientSettings(
                    Optional.of(Endpoint.of("mail.example.test:993")),
                    Optional.of(Endpoint.of("mail.example.test:587")),
                    Optional.of(URI.create("ldaps://ldap.example.test"))))
            .with(
                new PortalSettings(
                    Optional.of("https://mail.example.test"),
                    Optional.of(
                        new PortalSettings.Ldap(
                            "Windows",
                            URI.create("ldap://ldap.example.test/ou=people,o=Example%20Corp"),
                            LdapSignIn.Transport.DANGEROUSLY_PLAIN,
                            "userPrincipalName",
                            Optional.of("cn=signet, o=\"Example\""),
                            Optional.of("ldap-password"),
                            Optional.of("roots.pem"))),
                    Optional.of(
                        new PortalSettings.OpenId(
                            "Example Login",
                            URI.create("https://login.example.test/realms/corp"),
                            "signet",
                            Optional.of("/etc/signet/secret"),
                            Optional.empty(),
                            OpenIdClient.Mailboxes.DANGEROUSLY_ALL)),
                    PortalSettings.Newcomers.ADDED,
                    List.of(60, 1)));

    String text = new String(ConfigurationText.of(configuration), StandardCharsets.UTF_8);

    assertEquals(configuration, ConfigurationFile.parse(text, "signet.yaml"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          profile: gold            | 'gold' is not a type and generation
          profile: mailbox-legacy  | is not issued since 15 July 2025
          profile: sponsor-strict  | profile wants an organization-identifier
          country: UK              | 'UK' is not two capital letters of ISO 3166-1
          authority-key: issuing   | 'issuing' is not a pkcs11: address
          """)
  void whatCertificatesCannotBeIsSaid(String line, String message) {
    String text = SMALLEST + "certificates:\n  " + line + "\n";
    YamlProblem problem =
        assertThrows(YamlProblem.class, () -> ConfigurationFile.parse(text, "signet.yaml"));
    assertTrue(String.valueOf(problem.getMessage()).contains(message), problem::getMessage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          mailbox: nobody                 | 'mailbox'
          mailbox: acme@elsewhere.test    | is in none of our domains
          url: http://pki.example.test    | is not https://host or https://host:port
          url: https://pki.example.test/x | is not https://host or https://host:port
          accounts: some                  | 'some' is not bound or anybody
          caa: ignored                    | 'ignored' is not checked or dangerously-ignored
          order-life: P2D                 | is not between
          orders-per-hour: 0              | '0' is not between
          """)
  void whatAnAcmeServerCannotBeIsSaid(String line, String message) {
    String mailbox = line.startsWith("mailbox") ? "" : "  mailbox: acme@example.test\n";
    String text = SMALLEST + "acme:\n" + mailbox + "  " + line + "\n";
    YamlProblem problem =
        assertThrows(YamlProblem.class, () -> ConfigurationFile.parse(text, "signet.yaml"));
    assertTrue(
        String.valueOf(problem.getMessage()).contains(message.replace("'mailbox'", "nobody")),
        problem::getMessage);
  }

  @Test
  void mailIsTakenFromThisMachineAndFromPeopleWhoLogInWhereNothingIsSaid() throws Exception {
    Configuration.Listen listen = ConfigurationFile.parse(SMALLEST, "signet.yaml").listen();
    assertEquals(Peers.LOOPBACK, listen.smtpOutbound().peers());
    assertEquals(MailListener.Tls.OFFERED, listen.smtpOutbound().tls());
    assertEquals(MailListener.Auth.OFFERED, listen.smtpOutbound().auth());
    assertEquals(MailListener.Auth.OFF, listen.smtpInbound().auth());
    assertEquals(Peers.NOBODY, listen.smtpInbound().xforward());
    MailListener group =
        ConfigurationFile.parse(
                SMALLEST
                    + """
                    listen:
                      smtp-outbound:
                        tls: off
                        peers: []
                        xforward: 192.0.2.1
                    """,
                "signet.yaml")
            .listen()
            .smtpOutbound();
    assertEquals("127.0.0.1:2525", group.address().toString());
    assertEquals(MailListener.Auth.OFF, group.auth(), "nobody logs in in clear");
    assertEquals(Peers.NOBODY, group.peers());
    assertEquals(Peers.of("192.0.2.1/32"), group.xforward());
  }

  @Test
  void thePageOfListenersCanBeUsedAsItStands() throws Exception {
    String page = Files.readString(Fixtures.repository().resolve("docs/operate/listeners.md"));
    int start = page.indexOf("```yaml\n") + 8;
    String block = page.substring(start, page.indexOf("```", start));
    Configuration.Listen listen = ConfigurationFile.parse(SMALLEST + block, "signet.yaml").listen();
    assertEquals(MailListener.Tls.REQUIRED, listen.smtpOutbound().tls());
    assertEquals(Peers.of("198.51.100.4", "2001:db8::4"), listen.smtpInbound().proxyProtocol());
    assertEquals(60, listen.limits().traffic().messages());
    for (String key : List.of("connections", "recipients", "errors", "silence", "line-octets")) {
      assertTrue(page.contains("| `" + key + "` |"), key);
    }
  }

  @Test
  void thePageOfTheDirectoryCanBeUsedAsItStands() throws Exception {
    String page = Files.readString(Fixtures.repository().resolve("docs/operate/directory.md"));
    int start = page.indexOf("```yaml\n") + 8;
    String block = page.substring(start, page.indexOf("```", start));
    DirectorySettings directory =
        ConfigurationFile.parse(SMALLEST + block, "signet.yaml").directory();
    assertEquals(AskingLimits.STANDARD, directory.limits());
    assertEquals(DirectorySettings.at(directory.ldap()).keepHarvested(), directory.keepHarvested());
    assertEquals(2, directory.sources().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          letters: 0                                         | 9:3: letters '0' is not between 1 and 64
          questions-per-minute: many                         | 9:3: questions-per-minute 'many' is not a number
          searching-freely: [10.0.0.1/8]                     | 9:3: '10.0.0.1/8' has bits beyond its length
          keep-harvested: PT1H                               | 9:3: keep-harvested 'PT1H' is not between
          sources: [ldap.partner.test]                       | 9:13: a source is a group
          sources: [{at: ldap.partner.test, domains: [a.b]}] | 9:14: at 'ldap.partner.test' is no ldaps://host/base
          sources: [{at: 'ldaps://partner.test/o=x'}]        | 9:13: a source without domains
          smimea: nobody                                     | 9:3: smimea 'nobody': is not host:port
          """)
  void whatTheDirectoryCannotBeIsSaidWithLineAndHint(String line, String problem) {
    assertProblem(SMALLEST + "directory:\n  " + line + "\n", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          smtp-outbound: {tls: maybe}               | 9:19: tls 'maybe' is not off, offered, required
          smtp-outbound: {tls: off, auth: offered}  | 9:29: auth is offered without TLS (RFC 4954 §4)
          smtp-inbound: {auth: offered}             | 9:18: auth is offered for mail from outside
          smtp-outbound: {senders: ours}            | 9:19: senders 'ours' is not any or own
          smtp-inbound: {peers: [10.0.0.0/33]}      | 9:18: peers '10.0.0.0/33' has a length
          smtp-inbound: {peers: [10.0.0.1/8]}       | 9:18: peers '10.0.0.1/8' has bits beyond its length
          smtp-inbound: {peers: [0.0.0.0/0]}        | 9:18: peers '0.0.0.0/0' is nearly everybody
          smtp-inbound: {xclient: ['::/8']}         | 9:18: xclient '0:0:0:0:0:0:0:0/8' is nearly everybody
          smtp-inbound: {xforward: [mx.test]}       | 9:18: xforward 'mx.test' is no block of addresses
          smtp-inbound: {proxy-protocol: [10.1]}    | 9:18: proxy-protocol '10.1' is no block of addresses
          smtp-inbound: {proxy: [10.0.0.1]}         | 9:18: 'proxy' is not known here
          smtp-inbound: mail                        | 9:3: smtp-inbound 'mail': is not host:port
          certificate: mx.pem                       | 9:3: certificate and key of TLS go together
          """)
  void whatAListenerCannotBeIsSaidWithLineAndHint(String line, String problem) {
    assertProblem(SMALLEST + "listen:\n  " + line + "\n", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          connections: 0             | 9:3: connections '0' is not between 1 and
          recipients: 99             | 9:3: recipients '99' is not between 100 and
          messages-per-minute: many  | 9:3: messages-per-minute 'many' is not a number
          silence: P1D               | 9:3: silence 'P1D' is not between
          speed: 3                   | 9:3: 'speed' is not known here
          """)
  void whatALimitCannotBeIsSaidWithLineAndHint(String line, String problem) {
    assertProblem(SMALLEST + "limits:\n  " + line + "\n", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          address: http://mail.example.test                     | 9:3: address 'http://mail.example.test' is no https address
          renewal-notices: [30, soon]                           | 9:3: renewal-notices 'soon' is not a number
          renewal-notices: [0]                                  | 9:3: renewal-notices '0' is not between 1 and 366
          sign-in: {mail: yes}                                  | 9:13: 'mail' is not known here
          sign-in: {ldap: {at: 'ldaps://ldap.test'}}            | 9:20: at 'ldaps://ldap.test' is no ldaps://host/ou=people
          sign-in: {ldap: {name: x}}                            | 9:19: 'at' is missing
          sign-in: {ldap: {at: 'ldap://a.test/o=x', tls: none}} | 9:45: tls 'none' is not known for ldap://
          sign-in: {ldap: {at: 'ldaps://a.test/o=x', tls: dangerously-none}} | 9:46: tls 'dangerously-none' is not known for ldaps://
          sign-in: {ldap: {at: 'ldap://a.test/o=x', bind: 'cn=y'}} | 9:45: bind and password-file go together
          sign-in: {ldap: {at: 'ldap://a.test/o=x', attribute: 'a)(b'}} | 9:45: attribute 'a)(b' is no attribute
          sign-in: {openid: {issuer: 'http://a.test', client: x}} | 9:22: issuer 'http://a.test' is no https address
          sign-in: {openid: {issuer: 'https://a.test'}}         | 9:21: 'client' is missing
          sign-in: {openid: {issuer: 'https://a.test', client: x, unverified-mailboxes: accepted}} | 9:59: unverified-mailboxes 'accepted' is not refused or dangerously-accepted
          """)
  void whatThePortalCannotBeIsSaidWithLineAndHint(String line, String problem) {
    assertProblem(SMALLEST + "portal:\n  " + line + "\n", problem);
  }

  @Test
  void thePageOfThePortalCanBeUsedAsItStands() throws Exception {
    String page = Files.readString(Fixtures.repository().resolve("docs/operate/portal.md"));
    int start = page.indexOf("```yaml\n") + 8;
    String block = page.substring(start, page.indexOf("```", start));
    PortalSettings portal = ConfigurationFile.parse(SMALLEST + block, "signet.yaml").portal();
    assertEquals(LdapSignIn.Transport.TLS, portal.ldap().orElseThrow().transport());
    assertEquals(OpenIdClient.Mailboxes.VERIFIED, portal.openid().orElseThrow().mailboxes());
  }

  private static void assertProblem(String text, String problem) {
    YamlProblem thrown =
        assertThrows(YamlProblem.class, () -> ConfigurationFile.parse(text, "signet.yaml"));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith("signet.yaml:" + problem), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void recoveryIsCautiousWhereNothingIsSaid() throws Exception {
    assertEquals(
        RecoveryPolicy.STANDARD,
        ConfigurationFile.parse(SMALLEST, "signet.yaml").archive().recovery());
    assertEquals(RecoveryPolicy.SelfRecovery.FORBIDDEN, RecoveryPolicy.STANDARD.selfRecovery());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          self-recovery: yes           | 9:3: self-recovery 'yes' is not allowed or forbidden
          owner-delay: 3 hours         | 9:3: owner-delay '3 hours' is no duration such as P7D
          investigation-delay: P90D    | 9:3: investigation-delay 'P90D' is not between
          investigation-delay: P30D    | 9:3: investigation-delay PT720H is not shorter than case-expiry
          cases-per-day: 0             | 9:3: cases-per-day '0' is not between 1 and
          releases-per-day: many       | 9:3: releases-per-day 'many' is not a number
          case-expiry: PT1M            | 9:3: case-expiry 'PT1M' is not between
          time-lock: PT1H              | 9:3: 'time-lock' is not known here
          """)
  void whatRecoveryCannotBeIsSaidWithLineAndHint(String line, String problem) {
    String text = SMALLEST + "recovery:\n  " + line + "\n";
    YamlProblem thrown =
        assertThrows(YamlProblem.class, () -> ConfigurationFile.parse(text, "signet.yaml"));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith("signet.yaml:" + problem), message);
    assertEquals(1, message.lines().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          method: tar          | 9:3: method 'tar' is not rows or pg_dump
          method: pg_dump      | 9:3: method pg_dump reads PostgreSQL only, and the store is another
          full-every: weekly   | 9:3: full-every 'weekly' is no duration such as P7D
          """)
  void whatBackupsCannotBeIsSaidWithLineAndHint(String line, String problem) {
    String text = SMALLEST + "backup:\n  " + line + "\n";
    YamlProblem thrown =
        assertThrows(YamlProblem.class, () -> ConfigurationFile.parse(text, "signet.yaml"));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith("signet.yaml:" + problem), message);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          organization: Example Corp   | organisation: Example Corp | 1:1: 'organisation' is not known here; did you mean 'organization'?
          quorum: 2                    | quorum: 1                  | 5:3: quorum 1 of 3 officers cannot keep the promise
          quorum: 2                    | quorum: 4                  | 5:3: quorum 4 of 3 officers cannot keep the promise
          quorum: 2                    | quorum: two                | 5:3: quorum 'two' is not a number
          next-hop: 127.0.0.1:25       | next-hop: mail             | 7:3: next-hop 'mail': is not host:port
          next-hop: 127.0.0.1:25       | next-hop: mail:99999       | 7:3: next-hop 'mail:99999': is not host:port
          domains: [example.test]      | domains: [nonsense]        | 2:1: 'nonsense' is no domain
          mail:                        | store: {url: jdbc:h2:x}^mail:    | 6:9: 'jdbc:h2:x' is no store we know
          mail:                        | store: {replicas: [jdbc:postgresql://a/b]}^mail: | 6:9: the store is a file of this machine
          mail:                        | store: {url: jdbc:postgresql://a/b, replicas: ["jdbc:postgresql://a,c/b"]}^mail: | 6:37: a replica is one PostgreSQL server
          mail:                        | store: {url: jdbc:postgresql://a/b, replicas: [], replica-lag: PT1S}^mail: | 6:51: replica-lag 'PT1S' is not between PT3S and PT1H
          mail:                        | public-url: https://x/^mail:     | 6:1: public-url 'https://x/' is not a plain http address
          """)
  void whatIsWrongIsSaidWithLineAndHint(String good, String bad, String problem) {
    String text = SMALLEST.replace(good, bad.replace('^', '\n'));

    YamlProblem thrown =
        assertThrows(YamlProblem.class, () -> ConfigurationFile.parse(text, "signet.yaml"));

    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith("signet.yaml:" + problem), message);
    assertEquals(1, message.lines().count());
  }

  private static MailSettings mail(String lines) throws YamlProblem {
    String text = SMALLEST.substring(0, SMALLEST.indexOf("mail:")) + "mail:\n" + lines.indent(2);
    return ConfigurationFile.parse(text, "signet.yaml").mail();
  }

  @Test
  void nextHopsHaveFittingDefaults() throws Exception {
    MailSettings here = mail("next-hop: 127.0.0.1:25");
    assertEquals(HopSettings.of(Endpoint.of("127.0.0.1:25")), here.outbound());
    assertEquals(here.outbound(), here.inbound());
    assertEquals(RelaySettings.Tls.NEVER, here.outbound().tls());
    assertEquals(RelaySettings.Tls.NEVER, mail("next-hop: localhost:25").outbound().tls());
    assertEquals(RelaySettings.Tls.IF_OFFERED, mail("next-hop: mx.test:25").outbound().tls());
    MailSettings both = mail("inbound-next-hop: 127.0.0.1:24\noutbound-next-hop: mx\n");
    assertTrue(both.outbound().isMx());
    assertEquals(RelaySettings.Tls.IF_OFFERED, both.outbound().tls());
    assertEquals(
        RelaySettings.Tls.REQUIRED,
        mail("next-hop: {server: \"a.test:587\", user: a, password-file: f}").outbound().tls());
  }

  @Test
  void nextHopsAreReadBackAsTheyAreWritten() throws Exception {
    String lines =
        """
        outbound-next-hop:
          server: "smtp.example.com:587"
          tls: required
          roots: "roots.pem"
          client-key: "client.p12"
          client-key-password-file: "client.password"
          user: "signet \\"x\\""
          password-file: "password"
          ignore: ["CHUNKING", "DSN"]
          connections: 7
          connect-within: PT5S
          reply-within: PT6S
          accept-within: PT7S
        inbound-next-hop: {server: "127.0.0.1:24", protocol: lmtp}
        routes:
          partner.example: {server: mx, tls: required}
          "*.corp.example": "relay.corp.example:25"
        resolver: 127.0.0.1:53
        """;
    MailSettings mail = mail(lines);
    assertEquals(RelaySettings.Protocol.LMTP, mail.inbound().protocol());
    assertEquals(4, mail.all().size());
    assertEquals(mail, mail(mail.text().stripIndent()), mail::text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          maximum-size: 1MB                                        | 'next-hop' is missing
          outbound-next-hop: mx                                    | 'next-hop' is missing
          next-hop: mx                                             | mail from outside cannot go on by mx
          next-hop: {server: "a.test:25", protocol: lmtp}          | LMTP is not spoken on port 25
          next-hop: {server: "a.test:25", protocol: uucp}          | 'uucp' is none of smtp, lmtp
          next-hop: {server: "a.test:25", tls: maybe}              | 'maybe' is none of never, if-offered, required, from-start
          next-hop: {server: "a.test:25", user: a}                 | 'user' and 'password-file' go together
          next-hop: {server: "a.test:25", tls: if-offered, user: a, password-file: f} | could be heard by others
          next-hop: {server: "a.test:25", connections: 0}          | is not between 1 and 10000
          next-hop: {server: "a.test:25", pasword-file: f}         | did you mean 'password-file'
          next-hop: {tls: required}                                | 'server' is missing
          {next-hop: "a.test:25", outbound-next-hop: {server: mx, tls: never}} | are spoken to with STARTTLS
          {next-hop: "a.test:25", outbound-next-hop: {server: mx, protocol: lmtp}} | speak SMTP and know no login
          {next-hop: "a.test:25", routes: {A.test: mx}}            | 'A.test' is no domain in lower case
          """)
  void whatANextHopCannotBeIsSaid(String line, String message) {
    YamlProblem problem = assertThrows(YamlProblem.class, () -> mail(line));
    assertTrue(String.valueOf(problem.getMessage()).contains(message), problem::getMessage);
  }

  @Test
  void whatTheManualShowsCanBeWritten() throws Exception {
    String page = Files.readString(Fixtures.repository().resolve("docs/operate/delivery.md"));
    List<String> blocks =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(block -> block.group(1))
            .toList();
    assertEquals(6, blocks.size());
    for (String block : blocks) {
      String text = SMALLEST.substring(0, SMALLEST.indexOf("mail:")) + block;
      assertTrue(ConfigurationFile.parse(text, "signet.yaml").mail().maximumSize() > 0);
    }
  }
}
