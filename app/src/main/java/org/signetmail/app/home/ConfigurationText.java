package org.signetmail.app.home;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SmimeBaseline;

/** {@code signet.yaml}, written at {@code init}. */
public final class ConfigurationText {
  private ConfigurationText() {}

  /** The text that {@code init} writes: every setting with what it means. */
  public static byte[] of(Configuration c) {
    return """
    # The configuration of this Signet system. 'signet doctor' and every start check it.
    organization: %s
    domains:                        # whose mailboxes are ours
    %s
    %s\
    archive:
      officers: %d                   # hold one share each of every archived key
      quorum: %d                     # so many must act together to recover one; later: signet officer replace
      keep-after-expiry: %s      # never, or P3650D: when a key is destroyed, its certificates ended
    roles:                          # who is here is never a recovery officer; docs/operate/console.md
      administrators:%s
      auditors:%s
      enrolment-agents:%s
    %s\
    public-url: %s   # where the world fetches CRLs and CA certificates: plain HTTP
    listen:
      https: %s
      http: %s
      # mail from our own mail server, or from people who log in, on its way out
      smtp-outbound:%s
      # mail from outside, on its way in; TLS, peers and limits: docs/operate/listeners.md
      smtp-inbound:%s
    %s%s%s\
    mail:
    %s
    policy: %s
    log:
      origin: %s
      witnesses:%s
    status:
      crl-validity: %s          # revocation lists are renewed with a seventh of it left
      crl-partitions: %d           # 16 or more when lists grow to megabytes
      ocsp-validity: %s
      ocsp-signed-per-second: %d # answers made because somebody asks; those that are ready are free
      time-accuracy: %s          # of time stamps; the clock must be kept by NTP
    %s\
    %s\
    %s\
    %s\
    %s\
    """
        .formatted(
            quoted(c.organization()),
            c.domains().stream().map(d -> "  - " + d).collect(Collectors.joining("\n")),
            c.store().text(),
            c.archive().officers(),
            c.archive().quorum(),
            c.archive().keep().map(Duration::toString).orElse("never"),
            mailboxes(c.archive().roles().administrators()),
            mailboxes(c.archive().roles().auditors()),
            mailboxes(c.archive().roles().enrolmentAgents()),
            RecoverySettings.text(c.archive().recovery()),
            quoted(c.publicUrl()),
            quoted(c.listen().https()),
            quoted(c.listen().http()),
            c.listen().smtpOutbound().text(MailListener.Way.OUT),
            c.listen().smtpInbound().text(MailListener.Way.IN),
            c.directory().listenText(),
            tls(c.listen()),
            MailLimits.text(c.listen().limits()),
            c.mail().text(),
            quoted(c.policyFile()),
            quoted(c.log().origin()),
            witnesses(c.log()),
            c.status().crlValidity(),
            c.status().crlPartitions(),
            c.status().ocspValidity(),
            c.status().ocspSigned(),
            c.status().timeAccuracy(),
            c.backup().text(),
            c.enrolment().text(),
            c.acme().text(),
            c.directory().text() + c.clients().text() + c.portal().text(),
            format(c.certificates()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String format(Configuration.Certificates certificates) {
    StringBuilder text = new StringBuilder("certificates:\n");
    text.append("  profile: ")
        .append(certificates.baseline().map(SmimeBaseline::word).orElse("private"))
        .append("   # or mailbox-strict, sponsor-multipurpose …: S/MIME Baseline Requirements\n");
    certificates
        .organizationIdentifier()
        .ifPresent(
            id -> text.append("  organization-identifier: ").append(quoted(id)).append('\n'));
    certificates
        .country()
        .ifPresent(country -> text.append("  country: ").append(quoted(country)).append('\n'));
    certificates
        .authorityKey()
        .ifPresent(key -> text.append("  authority-key: ").append(quoted(key)).append('\n'));
    return text.toString();
  }

  private static String tls(Configuration.Listen listen) {
    return listen
        .tls()
        .map(files ->
            "  certificate: "
                + quoted(files.certificate())
                + "\n  key: "
                + quoted(files.key())
                + "\n")
        .orElse("");
  }

  private static String mailboxes(Set<Mailbox> mailboxes) {
    return mailboxes.isEmpty()
        ? " []"
        : mailboxes.stream()
            .map(one -> "\n    - " + quoted(one))
            .sorted()
            .collect(Collectors.joining());
  }

  private static String witnesses(Configuration.Log log) {
    return log.witnesses().isEmpty()
        ? " []   # 'URL VKEY' of those who sign that the log only grows (C2SP tlog-witness)"
        : log.witnesses().stream().map(one -> "\n  - " + quoted(one)).collect(Collectors.joining());
  }

  private static String quoted(Object value) {
    String text = value.toString();
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
