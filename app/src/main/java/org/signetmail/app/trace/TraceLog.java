package org.signetmail.app.trace;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * What OpenTelemetry says of its own troubles, such as a collector that is away: one line each in
 * the operator's log, without the stack traces that it would print.
 */
final class TraceLog extends Handler {
  /** Held, for the platform forgets loggers that nobody holds. */
  private static final Logger THEIRS = Logger.getLogger("io.opentelemetry");

  private static final org.slf4j.Logger OURS = LoggerFactory.getLogger(Traces.class);

  private TraceLog() {}

  /** From now on. */
  static synchronized void takeOver() {
    if (THEIRS.getUseParentHandlers()) {
      THEIRS.setUseParentHandlers(false);
      THEIRS.addHandler(new TraceLog());
    }
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
      OURS.warn("traces: {}", String.valueOf(record.getMessage()).lines().findFirst().orElse(""));
    }
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
