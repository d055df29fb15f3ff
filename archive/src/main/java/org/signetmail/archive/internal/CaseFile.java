package org.signetmail.archive.internal;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.CaseState;
import org.signetmail.archive.KeyRelease;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.SealedShare;
import org.signetmail.pkix.KeyId;

/**
 * A case with the archive's records of its keys, in the order of the request: all that the rules
 * look at.
 */
public record CaseFile(RecoveryCase recovery, List<ArchivedKey> keys) {

  public CaseState state() {
    return CaseState.of(recovery, keys);
  }

  boolean isPending() {
    return state() == CaseState.OPEN || state() == CaseState.APPROVED;
  }

  /** Whether it waits for officers or receiver, and has waited longer than policy allows. */
  public boolean isOver(RecoveryPolicy policy, Instant at) {
    return isPending() && !at.isBefore(recovery.requestedAt().plus(policy.expiry()));
  }

  boolean hasDecided(KeyId officer) {
    return recovery.steps().stream()
        .anyMatch(step ->
            switch (step) {
              case Step.Approved approved -> approved.officer().equals(officer);
              case Step.Denied denied -> denied.officer().equals(officer);
              default -> false;
            });
  }

  /** The same case with one more step. */
  public CaseFile with(Step step) {
    return new CaseFile(recovery.with(step), keys);
  }

  /** What the receiver gets: all that is sealed, and nothing that opens it. */
  public KeyRelease release() {
    List<KeyRelease.SealedKey> sealed =
        keys.stream()
            .map(key ->
                new KeyRelease.SealedKey(
                    key.keyId(),
                    key.subjectPublicKeyInfo(),
                    key.sealedKey(),
                    key.receipt().encoded(),
                    holders(key)))
            .toList();
    List<ResealedShare> shares =
        recovery.steps().stream()
            .filter(Step.Approved.class::isInstance)
            .map(Step.Approved.class::cast)
            .flatMap(approved -> approved.shares().stream())
            .toList();
    return new KeyRelease(new CaseId(recovery.id()), recovery.request(), sealed, shares);
  }

  private static List<KeyId> holders(ArchivedKey key) {
    return key.shares().stream()
        .sorted(Comparator.comparingInt(SealedShare::index))
        .map(SealedShare::officer)
        .toList();
  }

  static Optional<SealedShare> shareOf(ArchivedKey key, KeyId officer) {
    return key.shares().stream().filter(share -> share.officer().equals(officer)).findFirst();
  }
}
