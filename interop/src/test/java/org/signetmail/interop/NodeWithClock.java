package org.signetmail.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;

/**
 * {@code signet up} on a machine whose clock jumps once it is ready. One whose clock is wrong
 * before refuses to start.
 */
final class NodeWithClock {
  private NodeWithClock() {}

  /**
   * @param arguments the home, and how far the clock is ahead then (ISO 8601)
   */
  public static void main(String[] arguments) throws Exception {
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    try (Organization organization =
            Organization.open(
                new Home(Path.of(arguments[0])), () -> Instant.now().plus(ahead.get()));
        Services services = Services.start(organization)) {
      ahead.set(Duration.parse(arguments[1]));
      System.out.println("ready");
      while (services.httpPort() > 0) {
        Thread.sleep(1_000); // until it is killed
      }
    }
  }
}
