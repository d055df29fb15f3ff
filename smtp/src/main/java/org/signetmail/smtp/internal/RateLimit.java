package org.signetmail.smtp.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Token buckets, one for each of whom something is counted: a bucket begins full and fills evenly.
 * At most so many are remembered; the one that was used longest ago is forgotten first, and begins
 * anew. Safe for many threads.
 */
final class RateLimit<K> {
  private final int size;
  private final double nanosEach;
  private final LongSupplier nanoTime;
  private final Map<K, Bucket> buckets;

  private static final class Bucket {
    private double tokens;
    private long at;

    private Bucket(double tokens, long at) {
      this.tokens = tokens;
      this.at = at;
    }
  }

  /**
   * @param size how many tokens a bucket holds
   * @param whole how long an empty bucket takes to be full
   * @param most buckets in memory
   */
  RateLimit(int size, Duration whole, int most, LongSupplier nanoTime) {
    this.size = size;
    this.nanosEach = (double) whole.toNanos() / size;
    this.nanoTime = nanoTime;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
            return size() > most;
          }
        };
  }

  /** Takes a token; false when there is none. */
  synchronized boolean take(K key) {
    Bucket bucket = filled(key);
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens -= 1;
    return true;
  }

  /** Whether there is a token, without taking it. */
  synchronized boolean has(K key) {
    Bucket bucket = buckets.get(key);
    return bucket == null || filled(key).tokens >= 1;
  }

  private Bucket filled(K key) {
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.computeIfAbsent(key, k -> new Bucket(size, now));
    bucket.tokens = Math.min(size, bucket.tokens + (now - bucket.at) / nanosEach);
    bucket.at = now;
    return bucket;
  }
}
