package org.signetmail.archive;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.pkix.KeyId;

/** Where a recovery case stands; follows from its steps alone. */
public enum CaseState {
  /** Officers are being waited for. */
  OPEN,
  /** The quorum is there: the receiver may collect. */
  APPROVED,
  /** So many officers said no that the quorum cannot come about. */
  DENIED,
  WITHDRAWN,
  /** The request was refused when it was made. */
  REJECTED,
  /** It was not released in the time that policy gives. */
  EXPIRED,
  /** The receiver has the keys, and may collect them again: only he can open what he gets. */
  RELEASED;

  /**
   * @param keys the archive's records of all keys in the case
   */
  public static CaseState of(RecoveryCase recovery, Collection<ArchivedKey> keys) {
    Set<KeyId> denied = new HashSet<>();
    boolean released = false;
    for (Step step : recovery.steps()) {
      switch (step) {
        case Step.Withdrawn w -> {
          return WITHDRAWN;
        }
        case Step.Rejected r -> {
          return REJECTED;
        }
        case Step.Expired e -> {
          return EXPIRED;
        }
        case Step.Released r -> released = true;
        case Step.Denied d -> denied.add(d.officer());
        case Step.Approved a -> {}
        case Step.Refused r -> {}
        case Step.Told t -> {}
      }
    }
    if (released) {
      return RELEASED;
    }
    if (keys.stream().allMatch(key -> approvals(recovery, key) >= key.receipt().quorum())) {
      return APPROVED;
    }
    return keys.stream().allMatch(key -> stillPossible(key, denied)) ? OPEN : DENIED;
  }

  /** How many officers handed on their share of this key. */
  static int approvals(RecoveryCase recovery, ArchivedKey key) {
    Set<Integer> indexes = new HashSet<>();
    for (Step step : recovery.steps()) {
      if (step instanceof Step.Approved approved) {
        approved.shares().stream()
            .filter(share -> share.key().equals(key.keyId()))
            .forEach(share -> indexes.add(share.index()));
      }
    }
    return indexes.size();
  }

  private static boolean stillPossible(ArchivedKey key, Set<KeyId> denied) {
    long left = key.shares().stream().filter(share -> !denied.contains(share.officer())).count();
    return left >= key.receipt().quorum();
  }
}
