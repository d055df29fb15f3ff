package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Home;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Harvester;
import org.signetmail.gateway.Steps;
import org.signetmail.lookup.served.DirectoryServer;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Treatment;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;
import org.signetmail.testkit.Fixtures;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the page about it name what /metrics serves. */
class DashboardTest {
  private static final Path OPERATE = Fixtures.repository().resolve("docs/operate");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:signet|jvm|process|system)_[a-z][a-z_]*[a-z]\\b");

  @TempDir Path folder;

  @Test
  void everyMetricOfTheDashboardIsServedAndThePageNamesAllOfOurs() throws Exception {
    Set<String> served = served();
    JsonNode dashboard =
        JsonMapper.shared().readTree(Files.readAllBytes(OPERATE.resolve("grafana.json")));
    Set<String> drawn = new TreeSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        Set<String> names = metrics(target.path("expr").asString(""));
        assertTrue(!names.isEmpty(), panel.path("title") + ": draws nothing");
        drawn.addAll(names);
      }
    }
    assertEquals(Set.of(), without(drawn, served), "drawn, and not served");

    String page = Files.readString(OPERATE.resolve("observe.md"));
    Set<String> ours = new TreeSet<>(served);
    ours.removeIf(name -> !name.startsWith("signet_"));
    Set<String> told = metrics(page);
    assertEquals(Set.of(), without(ours, told), "served, and not on the page");
    assertEquals(Set.of(), without(told, served), "on the page, and not served");
  }

  /** The names of what a system serves of which everything has happened once. */
  private Set<String> served() throws Exception {
    Home home = RunningSystem.laid(folder.resolve("home"), text -> text);
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      Metrics metrics = new Metrics(organization, Optional.empty());
      metrics.sent(Facts.Direction.OUTBOUND, Treatment.LEAVE, 1);
      metrics.judged(new Verdict.Unsigned(List.of()));
      metrics.answered(Facts.Direction.OUTBOUND, Answer.OK);
      metrics.harvested(Harvester.Outcome.KNOWN);
      metrics.reprocessed(1, 1);
      metrics.trouble("one");
      metrics.steps().begins(Steps.Step.DECISION).close();
      DirectoryHost directory = new DirectoryHost(organization);
      try (SmtpServer server =
              SmtpServer.start(
                  ServerSettings.loopback(0, "hop.test"),
                  (arrival, envelope, message) -> Answer.OK,
                  Spool.standard(),
                  InstantSource.system());
          DirectoryServer ldap =
              directory.start(
                  ServerTls.context(organization), directory.purses(), metrics.registry())) {
        metrics.count(Facts.Direction.OUTBOUND, server);
        try (LDAPConnection client = new LDAPConnection("127.0.0.1", ldap.port())) {
          client.search("dc=example,dc=test", SearchScope.SUB, "(mail=a@example.test)");
        }
        return metrics(metrics.registry().scrape().replaceAll("(?m)^#.*$", ""));
      }
    }
  }

  private static Set<String> metrics(String text) {
    Set<String> names = new TreeSet<>();
    METRIC.matcher(text).results().forEach(found -> names.add(found.group()));
    return names;
  }

  private static Set<String> without(Set<String> names, Set<String> others) {
    Set<String> left = new TreeSet<>(names);
    left.removeAll(others);
    return left;
  }
}
