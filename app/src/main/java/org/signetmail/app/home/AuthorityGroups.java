package org.signetmail.app.home;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.signetmail.app.token.Pkcs11Uri;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RoleRule;
import org.signetmail.ca.CrlPartition;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SmimeBaseline;
import org.signetmail.pkix.SmimeBaseline.Level;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;

/**
 * The groups of {@code signet.yaml} about authority and archive: certificates, what is published of
 * them, the log, who keeps shares of keys, and who does what.
 */
final class AuthorityGroups {
  private AuthorityGroups() {}

  static Configuration.Archive archive(YamlMapping archive, RecoveryPolicy recovery, RoleRule roles)
      throws YamlProblem {
    archive.allow("officers", "quorum", "keep-after-expiry");
    int officers = archive.required("officers", ConfigurationValues::number);
    int quorum = archive.required("quorum", ConfigurationValues::number);
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

  static RoleRule roles(YamlMapping roles) throws YamlProblem {
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

  static Configuration.Certificates certificates(YamlMapping certificates) throws YamlProblem {
    certificates.allow("profile", "organization-identifier", "country", "authority-key");
    Optional<SmimeBaseline> baseline =
        certificates.optional("profile", AuthorityGroups::baseline).orElse(Optional.empty());
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
        certificates.optional("country", AuthorityGroups::country),
        certificates.optional("authority-key", AuthorityGroups::tokenKey));
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

  static Configuration.Log log(YamlMapping top) throws YamlProblem {
    YamlMapping log = top.group("log");
    log.allow("origin", "witnesses");
    List<WitnessAddress> witnesses = new ArrayList<>();
    for (String line : log.texts("witnesses")) {
      try {
        witnesses.add(WitnessAddress.of(line));
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

  static Configuration.Status status(YamlMapping status) throws YamlProblem {
    status.allow(
        "crl-validity",
        "crl-partitions",
        "ocsp-validity",
        "ocsp-signed-per-second",
        "time-accuracy");
    Configuration.Status standard = Configuration.Status.STANDARD;
    return new Configuration.Status(
        ConfigurationValues.between(
                status, "crl-validity", Duration.ofHours(1), Duration.ofDays(10))
            .orElse(standard.crlValidity()),
        status
            .optional(
                "crl-partitions", text -> ConfigurationValues.within(text, 1, CrlPartition.MOST))
            .orElse(standard.crlPartitions()),
        ConfigurationValues.between(
                status, "ocsp-validity", Duration.ofMinutes(1), Duration.ofDays(10))
            .orElse(standard.ocspValidity()),
        status
            .optional(
                "ocsp-signed-per-second", text -> ConfigurationValues.within(text, 1, 1_000_000))
            .orElse(standard.ocspSigned()),
        ConfigurationValues.between(
                status, "time-accuracy", Duration.ofMillis(1), Duration.ofMinutes(1))
            .orElse(standard.timeAccuracy()));
  }
}
