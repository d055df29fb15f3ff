package org.signetmail.app;

import java.util.ResourceBundle;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.jdk.platform.logging.SLF4JSystemLoggerFinder;

/**
 * Where {@link System.Logger}s write: to the operator's log, as all of ours do.
 *
 * <p>But for the JDK's own journals of certificates read and of exits: in every short command it
 * asks whether they are wanted, and to answer that would wake the whole of the log.
 */
public final class PlatformLogs extends System.LoggerFinder {
  private static final Set<String> JOURNALS = Set.of("jdk.event.security", "java.lang.Runtime");

  @Override
  public System.Logger getLogger(String name, Module module) {
    return JOURNALS.contains(name)
        ? new Silent(name)
        : new SLF4JSystemLoggerFinder().getLogger(name, module);
  }

  private record Silent(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return false;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {}

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... parameters) {}
  }
}
