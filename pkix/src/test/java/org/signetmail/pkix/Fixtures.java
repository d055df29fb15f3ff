package org.signetmail.pkix;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Other people's test data, which is not part of the product: in the folder that {@code
 * SIGNET_FIXTURES} names, else in {@code ../shared/fixtures} beside the checkout.
 */
final class Fixtures {
  private Fixtures() {}

  /** The folder; where there is none the test is skipped, and says so; under CI it fails. */
  static Path folder(String name) {
    String named = System.getenv("SIGNET_FIXTURES");
    Path found =
        named == null ? beside(Path.of("").toAbsolutePath(), name) : Path.of(named).resolve(name);
    if (found == null || !Files.isDirectory(found)) {
      throw absent("no fixtures '" + name + "': set SIGNET_FIXTURES to the folder that has them");
    }
    return found;
  }

  /** Skips the test loudly, or fails it under {@code CI=true}. */
  static RuntimeException absent(String message) {
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(message);
    }
    System.err.println("SKIPPED: " + message);
    return Assumptions.abort(message);
  }

  private static @Nullable Path beside(Path start, String name) {
    for (Path at = start; at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/fixtures").resolve(name);
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
