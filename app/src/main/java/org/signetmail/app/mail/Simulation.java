package org.signetmail.app.mail;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.app.organization.ExplainedDecision;
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
public final class Simulation {
  private final Policy policy;
  private final MailSetting mail;
  private final Optional<Policy> other;
  private final Instant at;
  private final Map<Kind, Count> now = new HashMap<>();
  private final Map<Change, Count> changes = new HashMap<>();
  private final Map<Sight.Why, Integer> closed = new EnumMap<>(Sight.Why.class);
  private int messages;
  private int recipients;
  private int stoppedNow;
  private int stoppedThen;
  private int unreadable;
  private int withoutRecipients;

  /**
   * @param other the policy to hold beside it
   */
  public Simulation(Policy policy, MailSetting mail, Optional<Policy> other, Instant at) {
    this.policy = policy;
    this.mail = mail;
    this.other = other;
    this.at = at;
  }

  /**
   * What happens to some mail.
   *
   * @param direction a word
   * @param rule that says so
   * @param outcome in a few words
   */
  public record Outcome(String direction, String rule, String outcome) {}

  /**
   * Mail to which the same happens.
   *
   * @param then what the other policy does with it; the same as {@code now} where none is beside
   * @param example where it was seen first
   */
  public record Row(Outcome now, Outcome then, int messages, int recipients, String example) {}

  private record Kind(Direction direction, String rule, String outcome) {
    static Kind of(Facts facts, Decision decision) {
      return new Kind(facts.direction(), decision.rule(), ExplainedDecision.outcome(decision));
    }

    Outcome shown() {
      return new Outcome(direction.name().toLowerCase(Locale.ROOT), rule, outcome);
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

  /**
   * Counts one message.
   *
   * @return why it cannot be read, in one line; empty when it can
   */
  public Optional<String> add(String name, Octets message) {
    messages++;
    try {
      List<Sight> all = sights(message);
      if (all.isEmpty()) {
        withoutRecipients++;
      }
      all.forEach(sight -> count(name, sight));
      return Optional.empty();
    } catch (MalformedMessage e) {
      unreadable++;
      return Optional.of(name + ": " + e.getMessage());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(name + ": cannot be read", e);
    }
  }

  private List<Sight> sights(Octets message) throws IOException {
    MessageHeader header = MessageHeader.read(message);
    Optional<JournalReport> journal = JournalReport.read(header, message);
    Octets original = journal.isPresent() ? journal.get().original() : message;
    MessageHeader fields = journal.isPresent() ? MessageHeader.read(original) : header;
    Direction direction = mail.flow().direction(fields);
    Envelope envelope =
        journal.isPresent()
            ? journal.get().envelope()
            : ReadEnvelope.of(fields, direction, mail.flow());
    // Both policies see the same facts; what either asks for is looked up.
    Policy asking = other.filter(one -> one.asksForCertificates(direction)).orElse(policy);
    return mail.sights(asking, direction, envelope, original, at);
  }

  private void count(String name, Sight sight) {
    recipients++;
    if (sight.inside() instanceof Sight.Closed(Sight.Why why)) {
      closed.merge(why, 1, Integer::sum);
    }
    Decision decision = sight.decide(policy, at);
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
  public List<SimulationRecord> records() {
    List<SimulationRecord> records = new ArrayList<>();
    records.add(new SimulationRecord(policy.fingerprint(), at, messages, recipients, stoppedNow));
    other.ifPresent(beside ->
        records.add(
            new SimulationRecord(beside.fingerprint(), at, messages, recipients, stoppedThen)));
    return records;
  }

  private static int stops(Decision decision) {
    return decision instanceof Decision.Deliver ? 0 : 1;
  }

  /** How many messages were counted. */
  public int messages() {
    return messages;
  }

  /** What happens, most first. */
  public List<Row> outcomes() {
    return mostFirst(now).stream()
        .map(entry -> row(entry.getKey().shown(), entry.getKey().shown(), entry.getValue()))
        .toList();
  }

  /** What the other policy would do otherwise, most first. */
  public List<Row> changes() {
    return mostFirst(changes).stream()
        .map(entry ->
            row(entry.getKey().from().shown(), entry.getKey().to().shown(), entry.getValue()))
        .toList();
  }

  /** How often it could not be said what is inside, and why. */
  public Map<Sight.Why, Integer> closed() {
    return Collections.unmodifiableMap(closed);
  }

  /** Whether there is another policy. */
  public boolean compares() {
    return other.isPresent();
  }

  /** All of it in one line. */
  public String summary() {
    return messages
        + " messages to "
        + recipients
        + " recipients"
        + (unreadable == 0 ? "" : ", " + unreadable + " of them not readable")
        + (withoutRecipients == 0 ? "" : ", " + withoutRecipients + " without a recipient");
  }

  private static Row row(Outcome now, Outcome then, Count count) {
    return new Row(now, then, count.messages.size(), count.recipients, count.example);
  }

  private static <K> List<Map.Entry<K, Count>> mostFirst(Map<K, Count> counts) {
    List<Map.Entry<K, Count>> entries = new ArrayList<>(counts.entrySet());
    entries.sort(
        Comparator.comparingInt((Map.Entry<K, Count> e) -> -e.getValue().recipients)
            .thenComparing(e -> e.getKey().toString()));
    return entries;
  }

  /** As one JSON object. */
  public void write(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("policy", policy.fingerprint());
    out.writeNumberProperty("messages", messages);
    out.writeNumberProperty("recipients", recipients);
    out.writeNumberProperty("unreadable", unreadable);
    out.writeNumberProperty("withoutRecipients", withoutRecipients);
    out.writeObjectPropertyStart("closed");
    closed.forEach((why, count) ->
        out.writeNumberProperty(why.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
    out.writeEndObject();
    out.writeArrayPropertyStart("outcomes");
    for (Row row : outcomes()) {
      out.writeStartObject();
      write(out, row.now());
      write(out, row);
      out.writeEndObject();
    }
    out.writeEndArray();
    if (other.isPresent()) {
      out.writeStringProperty("against", other.get().fingerprint());
      out.writeArrayPropertyStart("changes");
      for (Row row : changes()) {
        out.writeStartObject();
        out.writeObjectPropertyStart("now");
        write(out, row.now());
        out.writeEndObject();
        out.writeObjectPropertyStart("then");
        write(out, row.then());
        out.writeEndObject();
        write(out, row);
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Outcome outcome) {
    out.writeStringProperty("direction", outcome.direction());
    out.writeStringProperty("rule", outcome.rule());
    out.writeStringProperty("outcome", outcome.outcome());
  }

  private static void write(JsonGenerator out, Row row) {
    out.writeNumberProperty("messages", row.messages());
    out.writeNumberProperty("recipients", row.recipients());
    out.writeStringProperty("example", row.example());
  }
}
