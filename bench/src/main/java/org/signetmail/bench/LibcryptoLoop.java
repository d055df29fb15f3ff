package org.signetmail.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * OpenSSL's CMS in a loop inside one process, without the cost of starting {@code openssl} each
 * time. The program is C, compiled here from a source that is not part of the product; where there
 * is no compiler or no source, its column stays empty.
 */
final class LibcryptoLoop {
  private static final Map<String, Operation> NAMES =
      Map.of(
          "sign", Operation.SIGN,
          "verify", Operation.VERIFY,
          "encrypt-cbc", Operation.ENCRYPT_CBC,
          "decrypt-cbc", Operation.DECRYPT_CBC,
          "encrypt-gcm", Operation.ENCRYPT_GCM,
          "decrypt-gcm", Operation.DECRYPT_GCM);

  /** Its clock becomes the one that counts only what this process used of the processor. */
  private static final String PROCESSOR_CLOCK =
      """
      #include <time.h>
      #undef CLOCK_MONOTONIC
      #define CLOCK_MONOTONIC CLOCK_PROCESS_CPUTIME_ID
      """;

  private final Path program;

  private LibcryptoLoop(Path program) {
    this.program = program;
  }

  /** Compiles {@code libcrypto-loop.c} of the folder of peers, if it is there. */
  static Optional<LibcryptoLoop> compiled(Path peers, Path folder) throws IOException {
    Path source = peers.resolve("libcrypto-loop.c");
    Path program = folder.resolve("libcrypto-loop");
    if (!Files.exists(source) || !Files.isExecutable(Path.of("/usr/bin/cc"))) {
      return Optional.empty();
    }
    Path clocked = folder.resolve("libcrypto-loop.c");
    Files.writeString(clocked, PROCESSOR_CLOCK + "#include \"" + source.toAbsolutePath() + "\"\n");
    Run compiled =
        Run.in(
            folder, List.of("cc", "-O2", clocked.toString(), "-o", program.toString(), "-lcrypto"));
    return compiled.status() == 0 ? Optional.of(new LibcryptoLoop(program)) : Optional.empty();
  }

  /** Messages a second; each operation takes five times these seconds. */
  Map<Operation, Double> perSecond(Material material, Material.Key key, double seconds)
      throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                material.certificate(key).toString(),
                material.key(key).toString(),
                material.root().toString(),
                material.message(Material.Size.SMALL).toString(),
                Double.toString(seconds))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Map<Operation, Double> rates = new EnumMap<>(Operation.class);
    for (String line : out.lines().toList()) {
      String[] words = line.trim().split(" +");
      Operation operation = NAMES.get(words[0]);
      if (operation != null) {
        rates.put(operation, Double.parseDouble(words[1]));
      }
    }
    return rates;
  }
}
