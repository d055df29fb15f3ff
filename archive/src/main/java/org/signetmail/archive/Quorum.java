package org.signetmail.archive;

import org.signetmail.archive.internal.SecretSharing;

/**
 * M of N: how many officers must act together, of how many.
 *
 * <p>Never one: then a single officer could read everybody's mail. Never more than the 255 shares
 * that the scheme has.
 *
 * @param required M
 * @param officers N
 */
public record Quorum(int required, int officers) {
  public Quorum {
    if (required < 2 || required > officers || officers > SecretSharing.MOST_SHARES) {
      throw new IllegalArgumentException(
          "quorum: "
              + required
              + " of "
              + officers
              + " is not possible (2 ≤ quorum ≤ officers ≤ 255); choose for instance 2 of 3");
    }
  }

  @Override
  public String toString() {
    return required + " of " + officers;
  }
}
