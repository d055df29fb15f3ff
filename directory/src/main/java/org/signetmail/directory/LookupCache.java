package org.signetmail.directory;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;

/**
 * Answers of before, each under the trust it was given under: another context (a root more or less,
 * a newer CRL) is another question, so a revocation is never outlived by a cached answer.
 *
 * <p>Safe for use by many threads; the longest unused answer makes room.
 */
final class LookupCache {
  private record Kept(Lookup lookup, PathValidator.Context trust, Instant until) {}

  private final Map<Mailbox, Kept> answers;

  LookupCache(int capacity) {
    this.answers =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Mailbox, Kept> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Trust is compared by identity: comparing CRLs would cost more than it saves. */
  @SuppressWarnings("ReferenceEquality")
  synchronized Optional<Lookup> get(Mailbox mailbox, PathValidator.Context trust, Instant now) {
    Kept kept = answers.get(mailbox);
    if (kept == null) {
      return Optional.empty();
    }
    if (kept.trust != trust || !now.isBefore(kept.until)) {
      answers.remove(mailbox);
      return Optional.empty();
    }
    return Optional.of(kept.lookup);
  }

  synchronized void put(
      Mailbox mailbox, PathValidator.Context trust, Lookup lookup, Instant until) {
    answers.put(mailbox, new Kept(lookup, trust, until));
  }

  synchronized void forget(Mailbox mailbox) {
    answers.remove(mailbox);
  }

  synchronized void clear() {
    answers.clear();
  }
}
