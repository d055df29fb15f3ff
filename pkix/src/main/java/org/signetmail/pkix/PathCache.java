package org.signetmail.pkix;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.pkix.internal.path.Moment;

/**
 * Paths that were valid, so that the next message of the same signer need not ask again.
 *
 * <p>Why that is safe: {@link PathValidator} is a function of what it is given, so an answer can
 * only change with the question or with the time. The question is all of it: the certificate, the
 * purpose, and the whole context, anchors, helping certificates and evidence of revocation among
 * them; a new revocation list is a new question. And of the time, each validation notes the nearest
 * instants it was compared with: the end of a certificate, of a list, a revocation to come. Between
 * these nothing can change, and up to them, not a second longer, an answer is given again. Only
 * valid paths are kept: nobody fills the cache who has none.
 *
 * <p>Keeps what it was asked with, revocation lists too: one cache for one kind of trust. Safe for
 * use by many threads.
 */
public final class PathCache {
  private record Question(
      Certificate endEntity, Purpose purpose, Context context, AlgorithmRules algorithms) {}

  private record Answer(Outcome.Valid outcome, Instant since, Instant until) {
    boolean holdsAt(Instant at) {
      return at.isAfter(since) && at.isBefore(until);
    }
  }

  private final Map<Question, Answer> answers;

  /**
   * @param most paths kept; beyond, the one not asked for longest goes
   */
  public PathCache(int most) {
    this.answers =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Question, Answer> eldest) {
            return size() > most;
          }
        };
  }

  /** As {@link PathValidator} answers. */
  public Outcome validate(
      Certificate endEntity,
      Purpose purpose,
      Instant at,
      Context context,
      AlgorithmRules algorithms) {
    Question question = new Question(endEntity, purpose, context, algorithms);
    Optional<Answer> known = known(question);
    if (known.isPresent() && known.get().holdsAt(at)) {
      Outcome.Valid before = known.get().outcome();
      return new Outcome.Valid(
          new ValidatedPath(before.path().certificates(), at), before.findings());
    }
    Moment moment = new Moment(at);
    Outcome outcome = PathValidator.validate(endEntity, purpose, moment, context, algorithms);
    if (outcome instanceof Outcome.Valid valid) {
      keep(question, new Answer(valid, moment.since(), moment.until()));
    }
    return outcome;
  }

  private synchronized Optional<Answer> known(Question question) {
    return Optional.ofNullable(answers.get(question));
  }

  private synchronized void keep(Question question, Answer answer) {
    answers.put(question, answer);
  }
}
