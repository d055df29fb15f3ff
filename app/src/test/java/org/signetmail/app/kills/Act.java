package org.signetmail.app.kills;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One of the acts that are killed, and what became of it: kills, what was answered, and what was
 * found wrong afterwards. Used by one thread at a time.
 */
final class Act {
  private static final long FIRST_GUESS = 150_000_000L;

  private final String name;
  private final List<String> answers = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private final List<String> half = new ArrayList<>();
  private int kills;
  private int inTheMiddle;
  private int resumed;
  private long measured;
  private long nanoseconds;

  Act(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void killed(boolean inTheMiddle) {
    kills++;
    this.inTheMiddle += inTheMiddle ? 1 : 0;
  }

  /** What a process said: it answered, or took up what another had left. */
  void heard(String what, String detail) {
    switch (what) {
      case "done" -> answers.add(detail);
      case "resumed" -> resumed++;
      case "begin" -> {}
      default -> throw new AssertionError(name + ": " + what + " " + detail);
    }
  }

  void took(long nanoseconds) {
    this.nanoseconds += nanoseconds;
    measured++;
  }

  /** A little longer than the act takes, so that a kill comes within it or just after. */
  long window() {
    return measured == 0 ? FIRST_GUESS : nanoseconds / measured * 11 / 10;
  }

  int kills() {
    return kills;
  }

  /** What was said of each that was done. */
  List<String> answers() {
    return List.copyOf(answers);
  }

  /** Answered, and not there afterwards. */
  void lost(String what) {
    lost.add(name + ": lost: " + what);
  }

  /** There in part. */
  void half(String what) {
    half.add(name + ": half: " + what);
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>(lost);
    problems.addAll(half);
    return problems;
  }

  String row(String store) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %d | %d | %d | %d | %d |%n",
        store,
        name,
        kills,
        inTheMiddle,
        answers.size(),
        resumed,
        lost.size(),
        half.size());
  }
}
