package org.signetmail.app.command;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.JournalReport;
import org.signetmail.gateway.MessageHeader;
import org.signetmail.gateway.Sight;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Facts.Direction;
import org.signetmail.policy.Policy;
import org.signetmail.rollout.SimulationRecord;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;
import tools.jackson.core.JsonGenerator;

/** What a policy, or two, would do with many messages, counted. For one thread. */
final class Simulation {
  private final PolicySetting.Opened setting;
  private final Optional<Policy> other;
  private final Map<Kind, Count> now = new HashMap<>();
  private final Map<Change, Count> changes = new HashMap<>();
  private final Map<Sight.Why, Integer> closed = new EnumMap<>(Sight.Why.class);
  private final Instant at = Instant.now();
  private int messages;
  private int recipients;
  private int stoppedNow;
  private int stoppedThen;
  private int unreadable;
  private int withoutRecipients;

  /**
   * @param other the policy to hold beside it
   */
  Simulation(PolicySetting.Opened setting, Optional<Policy> other) {
    this.setting = setting;
    this.other = other;
  }

  private record Kind(Direction direction, String rule, String outcome) {
    static Kind of(Facts facts, Decision decision) {
      return new Kind(facts.direction(), decision.rule(), DecisionReport.outcome(decision));
    }
  }

  private record Change(Kind from, Kind to) {}

  /** How often, and where it was seen first. */
  private static final class Count {
    private final Set<Integer> messages = new HashSet<>();
    private final String example;
    private int recipients;

    Count(String example) {
      this.example = example;
    }

    void add(int message) {
      messages.add(message);
      recipients++;
    }
  }

  void add(String name, Octets message) {
    messages++;
    try {
      List<Sight> all = sights(message);
      if (all.isEmpty()) {
        withoutRecipients++;
      }
      all.forEach(sight -> count(name, sight));
    } catch (MalformedMessage e) {
      unreadable++;
      System.err.println("signet: " + name + ": " + e.getMessage());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(name + ": cannot be read", e);
    }
  }

  private List<Sight> sights(Octets message) throws IOException {
    MessageHeader header = MessageHeader.read(message);
    Optional<JournalReport> journal = JournalReport.read(header, message);
    Octets original = journal.isPresent() ? journal.get().original() : message;
    MessageHeader fields = journal.isPresent() ? MessageHeader.read(original) : header;
    Direction direction = setting.direction(fields);
    Envelope envelope =
        journal.isPresent()
            ? journal.get().envelope()
            : ReadEnvelope.of(fields, direction, setting);
    // Both policies see the same facts; what either asks for is looked up.
    Policy asking =
        other.filter(policy -> policy.asksForCertificates(direction)).orElse(setting.policy());
    return setting.sights(asking, direction, envelope, original, at);
  }

  private void count(String name, Sight sight) {
    recipients++;
    if (sight.inside() instanceof Sight.Closed(Sight.Why why)) {
      closed.merge(why, 1, Integer::sum);
    }
    Decision decision = sight.decide(setting.policy(), at);
    stoppedNow += stops(decision);
    Kind kind = Kind.of(sight.facts(), decision);
    now.computeIfAbsent(kind, k -> new Count(name)).add(messages);
    if (other.isPresent()) {
      Decision otherwise = sight.decide(other.get(), at);
      stoppedThen += stops(otherwise);
      Kind then = Kind.of(sight.facts(), otherwise);
      if (!then.equals(kind)) {
        changes.computeIfAbsent(new Change(kind, then), c -> new Count(name)).add(messages);
      }
    }
  }

  /** What was tried: the policy, and the other if there is one. */
  List<SimulationRecord> records() {
    List<SimulationRecord> records = new ArrayList<>();
    records.add(
        new SimulationRecord(setting.policy().fingerprint(), at, messages, recipients, stoppedNow));
    other.ifPresent(policy ->
        records.add(
            new SimulationRecord(policy.fingerprint(), at, messages, recipients, stoppedThen)));
    return records;
  }

  private static int stops(Decision decision) {
    return decision instanceof Decision.Deliver ? 0 : 1;
  }

  void print(PrintStream out) {
    Table table = new Table("direction", "rule", "outcome", "messages", "recipients", "such as");
    mostFirst(now)
        .forEach(entry ->
            table.row(
                DecisionReport.word(entry.getKey().direction()),
                entry.getKey().rule(),
                entry.getKey().outcome(),
                String.valueOf(entry.getValue().messages.size()),
                String.valueOf(entry.getValue().recipients),
                entry.getValue().example));
    table.print(out, "no message with a recipient");
    out.println(
        messages
            + " messages to "
            + recipients
            + " recipients"
            + (unreadable == 0 ? "" : ", " + unreadable + " of them not readable")
            + (withoutRecipients == 0 ? "" : ", " + withoutRecipients + " without a recipient"));
    closed.forEach((why, count) ->
        out.println(count + " of these stayed closed here: " + DecisionReport.because(why)));
    if (other.isPresent()) {
      printChanges(out);
    }
  }

  private void printChanges(PrintStream out) {
    out.println();
    Table table = new Table("direction", "now", "then", "messages", "recipients", "such as");
    mostFirst(changes)
        .forEach(entry ->
            table.row(
                DecisionReport.word(entry.getKey().from().direction()),
                entry.getKey().from().rule() + ": " + entry.getKey().from().outcome(),
                entry.getKey().to().rule() + ": " + entry.getKey().to().outcome(),
                String.valueOf(entry.getValue().messages.size()),
                String.valueOf(entry.getValue().recipients),
                entry.getValue().example));
    table.print(out, "the other policy would change nothing");
  }

  private static <K> List<Map.Entry<K, Count>> mostFirst(Map<K, Count> counts) {
    List<Map.Entry<K, Count>> entries = new ArrayList<>(counts.entrySet());
    entries.sort(
        Comparator.comparingInt((Map.Entry<K, Count> e) -> -e.getValue().recipients)
            .thenComparing(e -> e.getKey().toString()));
    return entries;
  }

  void write(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("policy", setting.policy().fingerprint());
    out.writeNumberProperty("messages", messages);
    out.writeNumberProperty("recipients", recipients);
    out.writeNumberProperty("unreadable", unreadable);
    out.writeNumberProperty("withoutRecipients", withoutRecipients);
    out.writeObjectPropertyStart("closed");
    closed.forEach((why, count) -> out.writeNumberProperty(DecisionReport.word(why), count));
    out.writeEndObject();
    out.writeArrayPropertyStart("outcomes");
    for (Map.Entry<Kind, Count> entry : mostFirst(now)) {
      out.writeStartObject();
      write(out, entry.getKey());
      write(out, entry.getValue());
      out.writeEndObject();
    }
    out.writeEndArray();
    if (other.isPresent()) {
      out.writeStringProperty("against", other.get().fingerprint());
      out.writeArrayPropertyStart("changes");
      for (Map.Entry<Change, Count> entry : mostFirst(changes)) {
        out.writeStartObject();
        out.writeObjectPropertyStart("now");
        write(out, entry.getKey().from());
        out.writeEndObject();
        out.writeObjectPropertyStart("then");
        write(out, entry.getKey().to());
        out.writeEndObject();
        write(out, entry.getValue());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Kind kind) {
    out.writeStringProperty("direction", DecisionReport.word(kind.direction()));
    out.writeStringProperty("rule", kind.rule());
    out.writeStringProperty("outcome", kind.outcome());
  }

  private static void write(JsonGenerator out, Count count) {
    out.writeNumberProperty("messages", count.messages.size());
    out.writeNumberProperty("recipients", count.recipients);
    out.writeStringProperty("example", count.example);
  }
}
