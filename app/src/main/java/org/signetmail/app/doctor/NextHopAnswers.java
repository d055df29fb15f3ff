package org.signetmail.app.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.HopSettings;
import org.signetmail.app.home.MailSettings;
import org.signetmail.app.organization.HopAccess;
import org.signetmail.app.organization.NextHops;
import org.signetmail.app.organization.Organization;
import org.signetmail.gateway.DnsAnswer;
import org.signetmail.pkix.Finding;
import org.signetmail.smtp.HopProbe;
import org.signetmail.smtp.RelaySettings;
import org.signetmail.smtp.RelaySettings.Tls;

/**
 * Every next hop answers, shows who it is where it must, takes our login, and offers what mail
 * needs. Nothing is sent.
 */
public record NextHopAnswers(Organization organization) implements Check {
  private static final List<String> NEEDED =
      List.of("PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "next hop";
  }

  @Override
  public Result look() throws IOException {
    List<String> seen = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (HopSettings hop : organization.configuration().mail().all()) {
      seen.add(hop.isMx() ? lookAtDns(findings) : look(hop, findings));
    }
    return new Result(String.join("; ", seen), findings);
  }

  /** The resolver answers, and says whether it checked. */
  private String lookAtDns(List<Finding> findings) {
    MailSettings mail = organization.configuration().mail();
    String resolver = mail.resolver().map(Endpoint::toString).orElse("this machine's resolver");
    DnsAnswer<String> root;
    try {
      root = NextHops.dns(mail).texts(""); // the root zone is signed, and everybody has it
    } catch (IOException e) {
      findings.add(SystemFinding.RESOLVER.on(resolver, String.valueOf(e.getMessage())));
      return "mx by " + resolver + ", which does not answer";
    }
    if (!root.isSecure()) {
      findings.add(
          SystemFinding.NO_DNSSEC.on(
              resolver,
              mail.resolver().isPresent()
                  ? "does not say that it checks DNSSEC"
                  : "is not believed in DNSSEC"));
    }
    return "mx by " + resolver + (root.isSecure() ? ", which checks DNSSEC" : "");
  }

  private String look(HopSettings hop, List<Finding> findings) throws IOException {
    Configuration configuration = organization.configuration();
    HopProbe probe;
    try {
      RelaySettings relay =
          HopAccess.relay(hop, organization.home(), NextHops.hostname(configuration));
      probe =
          HopProbe.of(relay.withTimeouts(new RelaySettings.Timeouts(PATIENCE, PATIENCE, PATIENCE)));
    } catch (IOException | Failure e) {
      findings.add(SystemFinding.NEXT_HOP.on(hop, String.valueOf(e.getMessage())));
      return hop + " does not answer as it must";
    }
    long ours = configuration.mail().maximumSize();
    if (probe.size().isPresent() && probe.size().get() < ours) {
      findings.add(
          SystemFinding.NEXT_HOP_SIZE.on(
              hop, "takes " + probe.size().get() + " octets, and we announce " + ours));
    }
    List<String> lacks = NEEDED.stream().filter(word -> !probe.offers(word)).toList();
    if (!lacks.isEmpty()) {
      findings.add(SystemFinding.NEXT_HOP_LACKS.on(hop, "offers no " + String.join(", ", lacks)));
    }
    if (hop.tls() == Tls.IF_OFFERED) {
      clearOrUnknown(hop, probe, findings);
    }
    String way = probe.security().orElse("in clear");
    return hop + " answers, " + way + ", with " + String.join(" ", probe.keywords());
  }

  /** What could be better where TLS is used only if it is offered. */
  private void clearOrUnknown(HopSettings hop, HopProbe probe, List<Finding> findings)
      throws IOException {
    if (probe.security().isEmpty()) {
      findings.add(SystemFinding.NEXT_HOP_CLEAR.on(hop, "is spoken to in clear"));
      return;
    }
    Optional<String> doubt = doubt(hop);
    findings.add(
        SystemFinding.NEXT_HOP_UNCHECKED.on(
            hop,
            doubt
                .map(why -> "is encrypted to, whoever it is; checked, it would fail: " + why)
                .orElse("is encrypted to, whoever it is; its certificate is good")));
  }

  /** Why a check of its certificate would fail. */
  private Optional<String> doubt(HopSettings hop) throws IOException {
    RelaySettings relay =
        HopAccess.relay(hop, organization.home(), NextHops.hostname(organization.configuration()));
    try {
      HopProbe.of(
          relay
              .withTls(Tls.REQUIRED, relay.tlsContext())
              .withTimeouts(new RelaySettings.Timeouts(PATIENCE, PATIENCE, PATIENCE)));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
