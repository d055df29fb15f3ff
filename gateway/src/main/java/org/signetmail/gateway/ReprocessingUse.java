package org.signetmail.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Ruling;
import org.signetmail.smime.Octets;

/**
 * One mail of one person to the address that opens old mail: what it brings is tried, put on
 * record, and sent to that person, each message once however often the client tries. For one
 * thread.
 *
 * @param desk what all uses have in common
 * @param identity of the mail, the same in every attempt
 */
record ReprocessingUse(
    Desk desk,
    Arrival arrival,
    Envelope envelope,
    Mailbox person,
    String identity,
    Instant at,
    Reopening reopening) {
  private static final int ID_DIGITS = 40;

  /**
   * What all uses have in common.
   *
   * @param inbound of the gateway for mail from outside
   * @param ports of that gateway
   */
  record Desk(
      Mailbox address,
      GatewaySettings inbound,
      GatewayPorts ports,
      Trace trace,
      Profiles profiles,
      SteadyJournal journal,
      ReprocessingRecord record) {}

  Answer of(List<Octets> all) throws IOException {
    List<Reopening.Result> results = new ArrayList<>();
    for (Octets one : all) {
      results.add(reopening.of(one));
    }
    List<Reopening.Result> closed =
        results.stream().filter(one -> one.end() != Reopening.End.OPENED).toList();
    desk.record().keep(person, all.size(), all.size() - closed.size(), at);
    desk.ports().events().reprocessed(all.size() - closed.size(), closed.size());
    if (results.stream().noneMatch(Reopening.Result::isForUs)) {
      return new Answer(
          550,
          "5.7.5",
          "message: "
              + (all.size() == 1 ? "is not" : "none of its " + all.size() + " is")
              + " encrypted to a key that the gateway holds for "
              + person
              + "; ask your administrator to bring a former key back");
    }
    if (!isRecorded(results)) {
      return new Answer(
          451, "4.3.0", "message: what was decided could not be put on record; try again later");
    }
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).end() == Reopening.End.OPENED) {
        Answer answer = once(i, results.get(i));
        if (answer.kind() != Answer.Kind.ACCEPTED) {
          return answer;
        }
      }
    }
    return closed.isEmpty() ? done() : told(closed, all.size());
  }

  private Answer done() {
    return new Answer(250, "2.0.0", "taken; what opens of it goes to " + person);
  }

  /** Sends what was opened, unless that was done in an attempt before. */
  private Answer once(int index, Reopening.Result opened) throws IOException {
    String id = identity.substring(0, ID_DIGITS) + "." + index;
    String key = identity + "#" + index;
    if (desk.journal().accepted(key).contains(person)) {
      return done();
    }
    Envelope fromNobody = fromNobody();
    Forms.Source source =
        new Forms.Source(
            arrival,
            fromNobody,
            opened.message(),
            opened.header().orElseThrow(),
            opened.seen().orElseThrow());
    Variant variant = reopening.variant(opened, new Reintroduced(desk.address(), person), id);
    List<Delivery.Ready> ready = new ArrayList<>();
    try {
      Optional<Answer> failure =
          new Forms(
                  desk.inbound(),
                  desk.ports(),
                  desk.trace(),
                  desk.profiles(),
                  new FormDesk(desk.ports()))
              .make(source, List.of(variant), ready);
      if (failure.isPresent()) {
        return failure.get();
      }
      return kept(
          key,
          new Delivery(key, fromNobody, desk.inbound(), desk.ports(), desk.journal())
              .send(ready)
              .get(person));
    } finally {
      for (Delivery.Ready one : ready) {
        one.close();
      }
    }
  }

  private Answer told(List<Reopening.Result> closed, int handedIn) throws IOException {
    String key = identity + "#closed";
    if (desk.journal().accepted(key).contains(person)) {
      return done();
    }
    String id = identity.substring(0, ID_DIGITS);
    byte[] notice =
        new ReprocessingNotice(desk.inbound().hostname(), desk.address(), person)
            .message(closed, handedIn, id, at);
    try (Octets octets = Octets.of(notice)) {
      return kept(key, desk.ports().nextHop().send(fromNobody(), octets).get(person));
    }
  }

  private Answer kept(String key, @Nullable Answer given) {
    if (given == null) {
      return new Answer(451, "4.4.2", "next hop: gave no answer for " + person);
    }
    if (given.kind() != Answer.Kind.ACCEPTED) {
      return given;
    }
    desk.journal().accept(key, Set.of(person), at);
    return done();
  }

  /** To the person alone, from nobody: what cannot be delivered bounces to nobody. */
  private Envelope fromNobody() {
    List<String> parameters = new ArrayList<>(List.of("BODY=8BITMIME"));
    if (person.isInternationalized()
        || envelope.parameters().stream().anyMatch("SMTPUTF8"::equalsIgnoreCase)) {
      parameters.add("SMTPUTF8");
    }
    return new Envelope(
        Optional.empty(),
        List.of(new Envelope.Recipient(person, List.of("NOTIFY=NEVER"))),
        parameters,
        envelope.client());
  }

  /** Whether what the law wants on record is there. */
  private boolean isRecorded(List<Reopening.Result> results) {
    List<DecisionRecord.Entry> entries =
        DecisionRecord.entries(
            identity, results.stream().flatMap(one -> one.wanted().stream()).toList(), at);
    try {
      if (!entries.isEmpty()) {
        desk.ports().extras().record().keep(entries);
      }
      return true;
    } catch (IOException e) {
      desk.ports().events().trouble("record of decisions: not written: " + e.getMessage());
      return entries.stream().noneMatch(entry -> entry.duty() == Ruling.RecordDuty.REQUIRED);
    }
  }
}
