package org.signetmail.app.organization;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers answers of the store for a moment, so that a flood of mail asks it once and not for
 * each message. What changes is seen a tenth of a second later. Thread-safe.
 */
final class Momentary<K, V> {
  private static final long MOMENT = Duration.ofMillis(100).toNanos();

  /** Then all is forgotten: no more is asked for within a moment. */
  private static final int MOST = 10_000;

  private record Answer<V>(V value, long since) {}

  private final Function<K, V> source;
  private final Map<K, Answer<V>> answers = new ConcurrentHashMap<>();

  /**
   * @param source is asked again when what it throws was not an answer
   */
  Momentary(Function<K, V> source) {
    this.source = source;
  }

  V of(K key) {
    long now = System.nanoTime();
    Answer<V> before = answers.get(key);
    if (before != null && now - before.since() < MOMENT) {
      return before.value();
    }
    V value = source.apply(key);
    if (answers.size() >= MOST) {
      answers.clear();
    }
    answers.put(key, new Answer<>(value, now));
    return value;
  }
}
