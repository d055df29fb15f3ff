package org.signetmail.app.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Two programs at the same work, in turns.
 *
 * @param what was done, with what
 * @param other the program beside ours
 * @param unit of both rates
 * @param ours the middle rate
 * @param theirs the middle rate
 * @param ratio how many times faster ours is: the middle of the rounds' ratios
 * @param least the lowest of them
 * @param most the highest of them
 */
public record Comparison(
    String what,
    String other,
    String unit,
    double ours,
    double theirs,
    double ratio,
    double least,
    double most) {

  /** Of rounds, each a rate of ours and one of theirs that was measured right after. */
  static Comparison of(String what, String other, String unit, double[] ours, double[] theirs) {
    double[] ratios = new double[ours.length];
    Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
    return new Comparison(
        what,
        other,
        unit,
        Median.of(ours),
        Median.of(theirs),
        Median.of(ratios),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow());
  }

  /** The cells of a table's row. */
  public String[] cells() {
    return new String[] {
      what,
      other,
      unit,
      rate(ours),
      rate(theirs),
      String.format(Locale.ROOT, "%.2f", ratio),
      String.format(Locale.ROOT, "%.2f–%.2f", least, most)
    };
  }

  /** The heads of these cells. */
  public static String[] heads() {
    return new String[] {"work", "beside", "unit", "signet", "other", "ratio", "spread"};
  }

  private static String rate(double rate) {
    return String.format(Locale.ROOT, rate < 100 ? "%.1f" : "%.0f", rate);
  }
}
