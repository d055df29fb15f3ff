package org.signetmail.app.organization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.Right;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.FactGathering;
import org.signetmail.gateway.MessageHeader;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Explanation;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Policy;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;
import org.signetmail.web.console.PolicyDesk;

/** The policy for the console: as {@code signet policy check} and {@code explain}. Thread-safe. */
final class ConsolePolicy implements PolicyDesk {
  private static final int MOST_RECIPIENTS = 20;

  private final Organization organization;
  private final Supplier<Policy> policy;
  private final PolicyFile file;
  private final ConsoleSimulation simulation;

  /**
   * @param policy the one in force
   */
  ConsolePolicy(Organization organization, Supplier<Policy> policy) {
    this.organization = organization;
    this.policy = policy;
    this.file = new PolicyFile(organization);
    this.simulation = new ConsoleSimulation(organization, file);
  }

  @Override
  public InForce inForce(Actor actor) {
    actor.require(Right.SEE_POLICY);
    Policy now = policy.get();
    List<String> problems = new ArrayList<>();
    String text = "";
    try {
      text = Files.readString(file.file());
      file.read(now.changes());
    } catch (IOException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return new InForce(now.fingerprint(), text, problems);
  }

  @Override
  public List<Explained> explain(Actor actor, String from, String to, String message) {
    actor.require(Right.SEE_POLICY);
    byte[] octets = message.replaceAll("\\r?\\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    try (Octets read = Octets.of(octets)) {
      return explain(from, to, read);
    } catch (MalformedMessage e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Simulated simulate(Actor actor, String other, byte[] mail) {
    actor.require(Right.SEE_POLICY);
    return simulation.run(actor, policy.get(), other, mail);
  }

  private List<Explained> explain(String from, String to, Octets message) throws IOException {
    MessageHeader header = MessageHeader.read(message);
    Facts.Direction direction =
        header.from().filter(this::isOurs).isPresent()
            ? Facts.Direction.OUTBOUND
            : Facts.Direction.INBOUND;
    Optional<Mailbox> sender =
        from.isBlank() ? header.from() : Optional.of(Mailbox.of(from.strip()));
    List<Mailbox> recipients =
        to.isBlank()
            ? List.copyOf(header.visibleRecipients())
            : Stream.of(to.split(",", -1)).map(String::strip).map(Mailbox::of).toList();
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException(
          "message: names no recipient (RFC 5322 §3.6.3); write one above");
    }
    Envelope envelope =
        new Envelope(
            sender,
            recipients.stream()
                .limit(MOST_RECIPIENTS)
                .map(one -> new Envelope.Recipient(one, List.of()))
                .toList(),
            List.of());
    Instant now = organization.now();
    Policy inForce = policy.get();
    FactGathering gathering = new FactGathering(direction, organization.mailing().factSources());
    return gathering.facts(inForce, envelope, message, now).stream()
        .map(facts -> explained(facts, gathering.withMissing(facts, inForce.explain(facts, now))))
        .toList();
  }

  private static Explained explained(Facts facts, Explanation explanation) {
    return new Explained(
        facts.recipient().mailbox().toString(),
        ExplainedDecision.outcome(explanation.decision()),
        ExplainedDecision.lines(facts, explanation));
  }

  private boolean isOurs(Mailbox mailbox) {
    return organization.configuration().domains().contains(mailbox.domain());
  }
}
