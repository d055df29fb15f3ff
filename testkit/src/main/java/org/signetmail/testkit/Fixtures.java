package org.signetmail.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Other people's test data and software, read in place and never copied into the product.
 *
 * <p>Each lies in a folder that an environment variable names, else beside the repository. Where
 * the folder is absent, the test that asks for it is skipped with the variable's name on standard
 * error; under {@code CI=true} it fails, so that a build which proves nothing is never green.
 */
public final class Fixtures {
  /** Names the folder of other people's certificates, messages and vectors. */
  public static final String DATA = "SIGNET_FIXTURES";

  /** Names the folder of the scripts that run other people's mail software. */
  public static final String PEERS = "SIGNET_PEERS";

  private static final Map<String, String> BESIDE_THE_REPOSITORY =
      Map.of(DATA, "../shared/fixtures", PEERS, "../shared/peers");

  private Fixtures() {}

  /** A folder of test data, such as {@code pkits}. */
  public static Path data(String folder) {
    return existing(DATA, folder);
  }

  /** A script that runs other software, such as {@code peer-open.py}. */
  public static Path peer(String script) {
    return existing(PEERS, script);
  }

  /** Skips the test that runs, or fails it under {@code CI=true}, because something is absent. */
  public static RuntimeException absent(String what, String advice) {
    String line = what + ": is not there; " + advice;
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(line + " (a skipped test fails under CI=true)");
    }
    System.err.println("SKIPPED: " + line);
    return Assumptions.abort(line);
  }

  private static Path existing(String variable, String name) {
    String named = System.getenv(variable);
    Path folder =
        named == null
            ? repository().resolve(String.valueOf(BESIDE_THE_REPOSITORY.get(variable))).normalize()
            : Path.of(named).toAbsolutePath();
    Path wanted = folder.resolve(name);
    if (!Files.exists(wanted)) {
      throw absent(wanted.toString(), "set " + variable + " to the folder that holds " + name);
    }
    return wanted;
  }

  /** The folder of this repository: tests run in a module's folder, or in the repository's own. */
  public static Path repository() {
    @Nullable Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException(
          "repository: not found above " + Path.of("").toAbsolutePath());
    }
    return folder;
  }
}
