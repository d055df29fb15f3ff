package org.signetmail.smime;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.signetmail.smime.internal.cades.HashIndex;

/**
 * Since when the parts of evidence are known to have existed (ETSI EN 319 102-1 §5.6.2.3, POE): by
 * the earliest time stamp over each that holds itself; without one, since the check alone. Not safe
 * for use by many threads: one check owns it.
 */
final class ProofsOfExistence {
  private final Instant now;
  private final Map<ByteBuffer, Instant> parts = new HashMap<>();
  private Instant signature;
  private Instant content;

  ProofsOfExistence(Instant now) {
    this.now = now;
    this.signature = now;
    this.content = now;
  }

  void ofSignature(Instant time) {
    signature = earlier(signature, time);
  }

  /** An archive time stamp is over signature, content, and what its index speaks of. */
  void ofAll(HashIndex.Coverage coverage, Instant time) {
    ofSignature(time);
    content = earlier(content, time);
    for (List<byte[]> covered :
        List.of(coverage.certificates(), coverage.revocations(), coverage.attributeValues())) {
      covered.forEach(part -> parts.merge(ByteBuffer.wrap(part), time, ProofsOfExistence::earlier));
    }
  }

  Instant signature() {
    return signature;
  }

  Instant content() {
    return content;
  }

  Instant of(byte[] part) {
    return parts.getOrDefault(ByteBuffer.wrap(part), now);
  }

  boolean isNow(Instant time) {
    return !time.isBefore(now);
  }

  Instant now() {
    return now;
  }

  /** Those that existed by then. */
  List<byte[]> by(Instant time, List<byte[]> all) {
    List<byte[]> found = new ArrayList<>(all);
    found.removeIf(part -> of(part).isAfter(time));
    return found;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
