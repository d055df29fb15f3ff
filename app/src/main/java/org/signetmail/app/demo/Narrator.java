package org.signetmail.app.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Tells the story: one line a step, with its time, in colour on a terminal. */
final class Narrator {
  /** Whether the reader's terminal shows colours. */
  enum Colour {
    ON,
    OFF
  }

  /** Something that happens in the story; the words it returns say what came of it. */
  interface Step {
    String happen() throws Exception;
  }

  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String DIM = "\u001b[2m";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintStream out;
  private final InstantSource clock;
  private final Colour colour;
  private int steps;

  Narrator(PrintStream out, InstantSource clock, Colour colour) {
    this.out = out;
    this.clock = clock;
    this.colour = colour;
  }

  void title(String text) {
    out.println(paint(BOLD, text));
    out.println();
  }

  void line(String text) {
    out.println(text);
  }

  /**
   * Runs one step and says what came of it.
   *
   * @throws StepFailed naming the step when it did not come out as the story says
   */
  void step(String what, Step step) {
    steps++;
    Instant start = clock.instant();
    try {
      String result = step.happen();
      long millis = Duration.between(start, clock.instant()).toMillis();
      out.printf(
          "%s %2d  %s %s%n", paint(GREEN, "●"), steps, what, paint(DIM, "(" + millis + " ms)"));
      result.lines().forEach(line -> out.println("      " + line));
    } catch (Exception e) {
      out.printf("%s %2d  %s%n", paint(RED, "✗"), steps, what);
      throw new StepFailed(steps, what, e);
    }
    out.flush();
  }

  private String paint(String code, String text) {
    return colour == Colour.ON ? code + text + PLAIN : text;
  }

  /** A step that did not come out as the story says. */
  static final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepFailed(int number, String what, Exception cause) {
      super("step " + number + ", " + what + ": " + cause.getMessage(), cause);
    }
  }
}
