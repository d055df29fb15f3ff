package org.signetmail.app.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.bench.internal.Throwaway;

/**
 * {@code openssl cms}, each time a process of its own.
 *
 * @param version as it says itself
 * @param folder with the person's files
 */
record OpenSslAtWork(String version, Path folder) {
  /** The program of this machine, with the person's files written for it; empty without one. */
  static Optional<OpenSslAtWork> find(Throwaway person, Path folder) throws IOException {
    Files.writeString(folder.resolve("root.pem"), person.rootPem());
    Files.writeString(folder.resolve("person.pem"), person.certificatePem());
    Files.writeString(folder.resolve("person.key"), person.keyPem());
    Path said = folder.resolve("version");
    try {
      boolean isThere =
          run(folder, List.of("openssl", "version"), ProcessBuilder.Redirect.to(said.toFile()));
      return isThere
          ? Optional.of(new OpenSslAtWork(Files.readString(said).strip(), folder))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no such program
    }
  }

  /** Does it once, from one file to another. */
  void run(Work work, Path input, Path output) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("openssl", "cms", "-" + work, "-in", input.toString(), "-out"));
    command.add(output.toString());
    switch (work) {
      case SIGN -> command.addAll(List.of("-signer", "person.pem", "-inkey", "person.key"));
      case VERIFY -> command.addAll(List.of("-CAfile", "root.pem"));
      case ENCRYPT -> command.addAll(List.of("-aes-256-cbc", "person.pem"));
      case DECRYPT -> command.addAll(List.of("-recip", "person.pem", "-inkey", "person.key"));
    }
    if (!run(folder, command, ProcessBuilder.Redirect.DISCARD)) {
      throw new IOException(
          "openssl cms -"
              + work
              + ": failed: "
              + Files.readString(folder.resolve("errors"), StandardCharsets.ISO_8859_1).strip());
    }
  }

  private static boolean run(Path folder, List<String> command, ProcessBuilder.Redirect said)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(said)
            .redirectError(folder.resolve("errors").toFile())
            .start();
    try {
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
