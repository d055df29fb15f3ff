package org.signetmail.app.bench;

import java.util.Arrays;

/** The middle of a few measurements: one slow run does not move it. */
public final class Median {
  private Median() {}

  /** The middle one, or the mean of the middle two. */
  public static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
