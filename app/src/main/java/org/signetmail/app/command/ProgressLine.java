package org.signetmail.app.command;

import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.Terminal;
import org.signetmail.backup.Progress;

/** How far it is and how fast, in a line on standard error; nothing where nobody looks. */
final class ProgressLine implements Progress, AutoCloseable {
  private static final long MEGABYTE = 1_000_000;

  private @Nullable ProgressBar bar;

  @Override
  public void begin(String what, long octets) {
    end();
    if (Terminal.console().isPresent()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(octets)
              .setUnit(" MB", MEGABYTE)
              .showSpeed()
              .setMaxRenderedLength(100)
              .setConsumer(new DelegatingProgressBarConsumer(System.err::print, 100))
              .build();
    }
  }

  @Override
  public void done(long octets) {
    if (bar != null) {
      bar.stepBy(octets);
    }
  }

  @Override
  public void close() {
    end();
  }

  /** Nothing more comes in this line. */
  void end() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
