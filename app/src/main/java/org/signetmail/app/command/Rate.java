package org.signetmail.app.command;

import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.Terminal;

/**
 * How far long work is, and how fast: a bar on a terminal, else one line now and then, both on
 * standard error.
 */
final class Rate implements AutoCloseable {
  private static final long SHOWN_AFTER = 1_000_000_000L; // ns
  private static final long LINE_EVERY = 10_000_000_000L; // ns

  private final String task;
  private final String unit;
  private final long start = System.nanoTime();
  private long shown = start;
  private @Nullable ProgressBar bar;

  Rate(String task, String unit) {
    this.task = task;
    this.unit = unit;
  }

  /** So much is done, so much is left. */
  void of(long done, long left) {
    long now = System.nanoTime();
    if (now - start < SHOWN_AFTER) {
      return;
    }
    if (Terminal.console().isPresent()) {
      bar().maxHint(done + left).stepTo(done);
    } else if (now - shown > LINE_EVERY) {
      shown = now;
      double rate = done / ((now - start) / 1e9);
      System.err.printf(
          Locale.ROOT,
          "%s: %,d of %,d %s, %,.0f/s, %,.0f s left%n",
          task,
          done,
          done + left,
          unit,
          rate,
          left / rate);
    }
  }

  private ProgressBar bar() {
    ProgressBar shownBar =
        Optional.ofNullable(bar)
            .orElseGet(() ->
                new ProgressBarBuilder()
                    .setTaskName(task)
                    .setUnit(" " + unit, 1)
                    .showSpeed()
                    .setMaxRenderedLength(100)
                    .setUpdateIntervalMillis(200)
                    .build());
    bar = shownBar;
    return shownBar;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
