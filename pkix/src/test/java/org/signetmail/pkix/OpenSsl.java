package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.testkit.Fixtures;

/** Runs another implementation's command, so that not only we agree with ourselves. */
final class OpenSsl {
  private OpenSsl() {}

  static String run(Path folder, String... arguments) throws IOException, InterruptedException {
    return tool(folder, "openssl", arguments);
  }

  static String tool(Path folder, String program, String... arguments)
      throws IOException, InterruptedException {
    if (!isInstalled(program)) {
      Fixtures.absent(program, "install it, to be checked against it");
    }
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + output);
    return output;
  }

  private static boolean isInstalled(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (new File(folder, program).canExecute()) {
        return true;
      }
    }
    return false;
  }
}
