package org.signetmail.ca;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.OcspCertId;

/**
 * Responses that are ready, for at most so many certificates: who is asked for stays, who is not
 * makes room.
 *
 * <p>Two halves, the young and the old one: what is asked for moves to the young, and when that is
 * full it becomes the old one and what was in the old one is forgotten. So no request waits for an
 * order of use to be kept. Thread-safe.
 *
 * <p>A response must not stay that was made from a status which was read before a change and is put
 * here after that change was seen. So each change counts up the {@link #era}, and a response is
 * kept only while the era is the one from before its status was read.
 */
final class OcspCache {
  /** With SHA-1 and SHA-256, and parameters of the hash absent or NULL. */
  private static final int MOST_FORMS = 4;

  /** Whose status it is. */
  record Subject(KeyId issuer, BigInteger serial) {}

  /** The status of one certificate, as it was asked for in one form. */
  record Ready(OcspCertId id, OcspAnswer.Reusable answer) {}

  private final int half;
  private final AtomicLong era = new AtomicLong();
  private volatile Map<Subject, List<Ready>> young = new ConcurrentHashMap<>();
  private volatile Map<Subject, List<Ready>> old = new ConcurrentHashMap<>();

  OcspCache(int most) {
    this.half = Math.max(1, most / 2);
  }

  /** To be taken before the status is read. */
  long era() {
    return era.get();
  }

  Optional<OcspAnswer.Reusable> find(Subject subject, OcspCertId id) {
    @Nullable List<Ready> found = young.get(subject);
    if (found == null) {
      long since = era.get();
      found = old.remove(subject);
      if (found == null) {
        return Optional.empty();
      }
      for (Ready ready : found) {
        keep(subject, ready, since);
      }
    }
    for (Ready ready : found) {
      if (ready.id().equals(id)) {
        return Optional.of(ready.answer());
      }
    }
    return Optional.empty();
  }

  void keep(Subject subject, Ready ready, long since) {
    if (young.size() >= half) {
      makeRoom();
    }
    young.compute(subject, (key, before) -> era.get() == since ? with(before, ready) : before);
  }

  /** The status has changed: what was said before is said no more. In which forms it was said. */
  synchronized Set<OcspCertId> forget(Subject subject) {
    era.incrementAndGet();
    Set<OcspCertId> forms = new LinkedHashSet<>();
    // The old half first: what is moved meanwhile is then found in the young one.
    for (Map<Subject, List<Ready>> one : List.of(old, young)) {
      List<Ready> known = one.remove(subject);
      if (known != null) {
        known.forEach(ready -> forms.add(ready.id()));
      }
    }
    return forms;
  }

  /** Everything that is ready, at about this moment. */
  Map<Subject, List<Ready>> all() {
    Map<Subject, List<Ready>> all = new ConcurrentHashMap<>(old);
    all.putAll(young);
    return all;
  }

  private static @Nullable List<Ready> with(@Nullable List<Ready> before, Ready ready) {
    List<Ready> after = new ArrayList<>();
    if (before != null) {
      before.stream().filter(one -> !one.id().equals(ready.id())).forEach(after::add);
    }
    if (after.size() < MOST_FORMS) {
      after.add(ready);
    }
    return List.copyOf(after);
  }

  private synchronized void makeRoom() {
    if (young.size() >= half) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
  }
}
