package org.signetmail.app.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RoleRule;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SmimeBaseline;
import org.signetmail.policy.YamlProblem;
import org.signetmail.tlog.NoteSigner;
import org.signetmail.tlog.Witness;

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
    assertEquals("127.0.0.1:2525", configuration.listen().smtpOutbound().toString());
    assertEquals("127.0.0.1:2526", configuration.listen().smtpInbound().toString());
    assertEquals("http://127.0.0.1:8080", configuration.publicUrl());
    assertEquals("example.test/signet", configuration.log().origin());
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
                    Set.of(Mailbox.of("otto@example.test")))),
            "http://pki.example.test/signet",
            new Configuration.Listen(
                Endpoint.of("[::1]:1"), Endpoint.of("a:2"), Endpoint.of("b:3"), Endpoint.of("c:0")),
            new Configuration.Mail(Endpoint.of("mx.example.test:25"), 20_000_000),
            "own.yaml",
            new Configuration.Log(
                "log.example.test",
                List.of(
                    Configuration.WitnessAddress.of("https://witness.example.test/w " + WITNESS))),
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
                Optional.of(Duration.ofHours(100))));

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
}
