package org.signetmail.archive.internal;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;
import org.signetmail.pkix.EncryptionKey;

/**
 * Looks for a quorum of shares that opens a record, when more than the quorum are there and some
 * may be false: for records whose receipt does not bind the shares. Tries so many quorums and no
 * more.
 *
 * @param unseal the key that these shares give, if they do
 */
record ShareSearch(
    NavigableMap<Integer, byte[]> shares,
    int quorum,
    Function<int[], Optional<EncryptionKey>> unseal) {
  /** Takes milliseconds; all quorums of 5 of 12 officers are fewer. */
  private static final int MOST_TRIES = 1000;

  /**
   * @param falseShares indexes of the shares that do not fit those which opened it
   */
  record Found(EncryptionKey key, List<Integer> falseShares) {}

  Optional<Found> find() {
    int[] all = shares.keySet().stream().mapToInt(index -> index).toArray();
    int[] chosen = new int[quorum]; // positions in all, ascending
    Arrays.setAll(chosen, i -> i);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      int[] indexes = Arrays.stream(chosen).map(position -> all[position]).toArray();
      Optional<EncryptionKey> key = unseal.apply(indexes);
      if (key.isPresent()) {
        return Optional.of(new Found(key.get(), misfits(all, indexes)));
      }
      if (!advance(chosen, all.length)) {
        break;
      }
    }
    return Optional.empty();
  }

  /** A share is true when it does what a true one did in its place. */
  private List<Integer> misfits(int[] all, int[] good) {
    return Arrays.stream(all)
        .filter(index -> Arrays.stream(good).noneMatch(one -> one == index))
        .filter(index -> {
          int[] swapped = good.clone();
          swapped[0] = index;
          return unseal.apply(swapped).isEmpty();
        })
        .boxed()
        .toList();
  }

  /** The next choice in order; false after the last. */
  private static boolean advance(int[] chosen, int of) {
    int place = chosen.length - 1;
    while (place >= 0 && chosen[place] == of - chosen.length + place) {
      place--;
    }
    if (place < 0) {
      return false;
    }
    chosen[place]++;
    for (int i = place + 1; i < chosen.length; i++) {
      chosen[i] = chosen[i - 1] + 1;
    }
    return true;
  }
}
