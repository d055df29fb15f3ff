package org.signetmail.app.organization;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.signetmail.lookup.served.DirectoryProbe;
import org.signetmail.web.ReadinessCheck;

/** The directory answers. */
record DirectoryCheck(InetSocketAddress at) implements ReadinessCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "directory";
  }

  @Override
  public Optional<String> problem() {
    try {
      DirectoryProbe.namingContext(at, PATIENCE);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage() + "; see the log");
    }
  }
}
