package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.signetmail.gateway.Gateway;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Decision;
import org.signetmail.policy.FactText;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Policy;
import org.signetmail.testkit.Fixtures;

/** The policies of {@code docs/policies} do what the table beside each says. */
class ExamplePoliciesTest {
  private static final Path FOLDER = Fixtures.repository().resolve("docs/policies");
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TestFactory
  Stream<DynamicTest> whatComesOfWhichFacts() throws IOException {
    return policies().stream()
        .flatMap(file -> {
          try {
            Policy policy = read(file);
            List<String> lines =
                Files.readAllLines(Path.of(file.toString().replaceFirst("\\.yaml$", ".tsv")));
            assertTrue(lines.size() > 5, file.toString());
            return lines.stream()
                .map(line ->
                    DynamicTest.dynamicTest(
                        file.getFileName() + " " + line,
                        () ->
                            assertEquals(
                                line.split("\t", 2)[1], comes(policy, line.split("\t", 2)[0]))));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  @Test
  void theExampleOfATableIsNoLegalAdviceAndNamesItsSources() throws IOException {
    String table = Files.readString(FOLDER.resolve("jurisdictions.yaml"));
    assertTrue(table.contains("not legal advice"));
    Gateway.jurisdictions(table, "jurisdictions.yaml");
  }

  private static List<Path> policies() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("jurisdictions.yaml"))
          .sorted()
          .toList();
    }
  }

  private static Policy read(Path file) throws IOException {
    Policy policy = Gateway.policy(Files.readString(file), file.toString());
    Optional<String> table = policy.jurisdictions();
    return table.isEmpty()
        ? policy
        : policy.within(
            Gateway.jurisdictions(Files.readString(FOLDER.resolve(table.get())), table.get()));
  }

  private static String comes(Policy policy, String given) {
    Optional<Mailbox> alice = Optional.of(Mailbox.of("alice@example.com"));
    Facts facts =
        new Facts(
            Facts.Direction.OUTBOUND,
            new Facts.Message("", Map.of(), Set.of(), 1_000, Facts.Protection.NONE),
            new Facts.Author(alice, alice, Set.of(), Optional.empty(), Facts.Signer.NONE),
            new Facts.Recipient(
                Mailbox.of("bob@partner.example"),
                Set.of(),
                Optional.empty(),
                Facts.RecipientCertificate.NOT_FOUND));
    for (String fact : given.split(";")) {
      facts = fact.strip().equals("inbound") ? inbound(facts) : FactText.with(facts, fact.strip());
    }
    Decision decision = policy.decide(policy.placed(facts), NOW);
    String suite =
        policy.table().isPresent()
                && decision instanceof Decision.Deliver deliver
                && !deliver.treatment().cryptoProfile().equals("auto")
            ? " by " + deliver.treatment().cryptoProfile()
            : "";
    return decision.rule() + ": " + DecisionReport.outcome(decision) + suite;
  }

  /** As if it came from outside. */
  private static Facts inbound(Facts facts) {
    return new Facts(Facts.Direction.INBOUND, facts.message(), facts.author(), facts.recipient());
  }
}
