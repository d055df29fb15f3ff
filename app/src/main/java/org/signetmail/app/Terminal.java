package org.signetmail.app;

import java.io.Console;
import java.util.Optional;

/** The person at the keyboard, if there is one. */
public final class Terminal {
  private Terminal() {}

  /** The terminal on both input and output; empty in pipes, services and scripts. */
  @SuppressWarnings("SystemConsoleNull") // null again since JDK 25 where there is no terminal
  public static Optional<Console> console() {
    Console console = System.console();
    return console != null && console.isTerminal() ? Optional.of(console) : Optional.empty();
  }
}
