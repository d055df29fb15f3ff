package org.signetmail.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.mail.ReadEnvelope;
import org.signetmail.gateway.MessageHeader;
import org.signetmail.gateway.Sight;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Explanation;
import org.signetmail.policy.FactText;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Facts.Direction;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signet policy explain}: what would happen to a message, and which rule says so. */
@Command(
    name = "explain",
    header = {"Example: signet policy explain --home signet-home message.eml", ""},
    description = {
      "Says for each recipient what would happen to a message, which rule says so, and why the",
      "rules before it do not hold. Sender and recipients are those of the headers unless named.",
      "Mail from outside that is encrypted is opened with the home's key ring to find out, and",
      "nothing of it is shown or kept; where it does not open, that is said.",
      "With --fact and no message the facts are those that are given. Exits with 1 when somebody",
      "would not get it."
    })
final class PolicyExplainCommand implements Callable<Integer> {
  @Mixin private PolicySetting setting = new PolicySetting();
  @Mixin private Input input = new Input();

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      description = "The envelope's sender; '' for a bounce.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "ADDRESS", description = "A recipient; repeatable.")
  private List<String> to = new ArrayList<>();

  @Option(
      names = "--fact",
      paramLabel = "NAME=VALUE",
      description = "A fact as conditions name it, such as certificate.found=true; repeatable.")
  private List<String> facts = new ArrayList<>();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (PolicySetting.Opened opened = setting.open()) {
      List<Sight> seen = facts.isEmpty() || input.isGiven() ? read(opened) : bare(opened);
      List<DecisionReport.Line> lines =
          seen.stream().map(this::changed).map(one -> line(opened, one)).toList();
      if (json) {
        Json.print(
            System.out, out -> DecisionReport.write(out, opened.policy().fingerprint(), lines));
      } else {
        lines.forEach(line -> DecisionReport.print(System.out, line));
      }
      boolean delivered = lines.stream().allMatch(l -> l.decision() instanceof Decision.Deliver);
      return (delivered ? ExitCode.DONE : ExitCode.FAILED).number();
    }
  }

  private static DecisionReport.Line line(PolicySetting.Opened opened, Sight sight) {
    Sight.Explained explained = sight.explain(opened.policy(), Instant.now());
    Explanation outside = opened.withMissing(sight.facts(), explained.outside());
    return outside.decision() instanceof Decision.Deliver
        ? new DecisionReport.Line(sight, outside, explained.inside(), explained.decision())
        : new DecisionReport.Line(sight, outside, Optional.empty(), outside.decision());
  }

  private Sight changed(Sight sight) {
    Facts changed = sight.facts();
    for (String fact : facts) {
      try {
        changed = FactText.with(changed, fact);
      } catch (IllegalArgumentException e) {
        throw Failure.usage("--fact " + e.getMessage());
      }
    }
    return sight.with(changed);
  }

  private List<Sight> read(PolicySetting.Opened opened) throws IOException {
    Spool spool = new Spool(Path.of(System.getProperty("java.io.tmpdir")), 1 << 20, Long.MAX_VALUE);
    return input.workInPlace(spool, message -> gather(opened, message));
  }

  private List<Sight> gather(PolicySetting.Opened opened, Octets message) throws IOException {
    MessageHeader header = MessageHeader.read(message);
    Direction direction = opened.mail().flow().direction(header);
    List<Mailbox> recipients =
        to.isEmpty() ? ReadEnvelope.recipients(header, direction, opened.mail().flow()) : named();
    if (recipients.isEmpty()) {
      throw Failure.usage("message: names no recipient (RFC 5322 §3.6.3); name one with --to");
    }
    Optional<Mailbox> sender = from == null ? ReadEnvelope.sender(header) : sender(from);
    return opened
        .mail()
        .sights(
            opened.policy(),
            direction,
            ReadEnvelope.of(sender, recipients),
            message,
            Instant.now());
  }

  /** A message of which nothing is known but what is given. */
  private List<Sight> bare(PolicySetting.Opened opened) throws IOException {
    String author = from == null || from.isEmpty() ? "" : "From: " + sender(from).orElseThrow();
    byte[] message = (author + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    return gather(opened, Octets.of(message));
  }

  private List<Mailbox> named() {
    return to.stream().map(Mailbox::of).toList();
  }

  private static Optional<Mailbox> sender(String address) {
    return address.isEmpty() ? Optional.empty() : Optional.of(Mailbox.of(address));
  }
}
