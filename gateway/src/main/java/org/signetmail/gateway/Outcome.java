package org.signetmail.gateway;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Decision;
import org.signetmail.policy.Facts.RecipientCertificate;

/**
 * What came of a message for each recipient, in this attempt and in those before, and the one
 * honest answer that follows. For one thread.
 */
final class Outcome {
  private static final int NAMED = 5;
  private static final Answer BEFORE = new Answer(250, "2.0.0", "accepted in an attempt before");

  private final Envelope envelope;
  private final Map<Mailbox, Answer> answers = new LinkedHashMap<>();

  /**
   * @param accepted by the next hop in attempts before
   * @param reported to the sender as refused in attempts before
   */
  Outcome(Envelope envelope, Set<Mailbox> accepted, Set<Mailbox> reported) {
    this.envelope = envelope;
    for (Envelope.Recipient recipient : envelope.recipients()) {
      if (accepted.contains(recipient.mailbox()) || reported.contains(recipient.mailbox())) {
        answers.put(recipient.mailbox(), BEFORE);
      }
    }
  }

  /** Those for whom something is left to do. */
  List<Envelope.Recipient> pending() {
    return envelope.recipients().stream().filter(r -> !answers.containsKey(r.mailbox())).toList();
  }

  /** The answer when policy wants a recipient to wait: then nobody is sent anything yet. */
  static Optional<Answer> deferral(List<Wanted> wanted) {
    for (Wanted one : wanted) {
      if (one.decision()
          instanceof Decision.Defer(String reason, String rule, Decision.Meanwhile meanwhile)) {
        boolean directory =
            one.facts().recipient().certificate() == RecipientCertificate.UNREACHABLE;
        return Optional.of(
            new Answer(451, directory ? "4.4.3" : "4.7.1", reason + " (rule " + rule + ")"));
      }
    }
    return Optional.empty();
  }

  /** Takes in what policy refuses. */
  void addRefusals(List<Wanted> wanted) {
    for (Wanted one : wanted) {
      if (one.decision() instanceof Decision.Refuse(String reason, String rule)) {
        answers.put(
            one.recipient().mailbox(), new Answer(550, "5.7.1", reason + " (rule " + rule + ")"));
      }
    }
  }

  /** Takes in what the next hop said. */
  void add(Map<Mailbox, Answer> given) {
    answers.putAll(given);
  }

  /** Whether the next hop took the message for somebody, now or in an attempt before. */
  boolean isAccepted(Mailbox recipient) {
    Answer answer = answers.get(recipient);
    return answer != null && answer.kind() == Answer.Kind.ACCEPTED;
  }

  boolean anyAccepted() {
    return any(Answer.Kind.ACCEPTED);
  }

  boolean anyRefused() {
    return any(Answer.Kind.REFUSED);
  }

  Map<Mailbox, Answer> refused() {
    return of(Answer.Kind.REFUSED);
  }

  /** For all, when some were refused and nobody accepted. */
  Answer refusal() {
    Map<Mailbox, Answer> refused = refused();
    Answer first = refused.values().iterator().next();
    return refused.size() == 1 && envelope.recipients().size() == 1
        ? first
        : new Answer(first.code(), first.status(), first.text() + named(refused.keySet()));
  }

  /**
   * The answer that needs nothing more: all accepted, all refused, or to be tried again. Empty when
   * some were accepted and the others refused.
   */
  Optional<Answer> simple() {
    Map<Mailbox, Answer> again = of(Answer.Kind.TRY_AGAIN);
    if (!again.isEmpty()) {
      Answer first = again.values().iterator().next();
      String text = anyAccepted() ? first.text() + named(again.keySet()) : first.text();
      return Optional.of(
          new Answer(again.size() == answers.size() ? first.code() : 451, first.status(), text));
    }
    if (!anyRefused()) {
      return Optional.of(
          answers.values().stream().filter(a -> !a.equals(BEFORE)).findFirst().orElse(BEFORE));
    }
    return anyAccepted() ? Optional.empty() : Optional.of(refusal());
  }

  /** When a report about the refused ones is on its way. */
  Answer partly() {
    return new Answer(
        250,
        "2.0.0",
        "accepted, and the sender is told who was refused" + named(refused().keySet()));
  }

  private boolean any(Answer.Kind kind) {
    return answers.values().stream().anyMatch(a -> a.kind() == kind);
  }

  private Map<Mailbox, Answer> of(Answer.Kind kind) {
    Map<Mailbox, Answer> some = new LinkedHashMap<>();
    answers.forEach((mailbox, answer) -> {
      if (answer.kind() == kind) {
        some.put(mailbox, answer);
      }
    });
    return some;
  }

  private static String named(Collection<Mailbox> mailboxes) {
    String names =
        mailboxes.stream().limit(NAMED).map(Mailbox::toString).collect(Collectors.joining(", "));
    int more = mailboxes.size() - NAMED;
    return " [" + names + (more > 0 ? " and " + more + " more" : "") + "]";
  }
}
