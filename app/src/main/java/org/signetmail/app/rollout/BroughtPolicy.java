package org.signetmail.app.rollout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.gateway.Gateway;
import org.signetmail.policy.Policy;
import org.signetmail.policy.YamlProblem;

/**
 * A policy that comes with a wave, with the signature beside it where there is one.
 *
 * @param name of the file, for people
 */
public record BroughtPolicy(String name, String text, Optional<byte[]> signature) {
  /** Octets, as every policy. */
  public static final int LARGEST = 1 << 20;

  /**
   * Reads one that a command names.
   *
   * @param file null for none
   * @throws Failure when it is no policy file
   */
  public static Optional<BroughtPolicy> named(@Nullable Path file) throws IOException {
    return file == null ? Optional.empty() : Optional.of(of(file));
  }

  static BroughtPolicy of(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
      throw new Failure(
          ExitCode.UNREADABLE, file + ": is no policy file of less than 1 MiB; name another");
    }
    Path beside = signature(file);
    return new BroughtPolicy(
        file.toString(),
        Files.readString(file),
        Files.exists(beside) ? Optional.of(Files.readAllBytes(beside)) : Optional.empty());
  }

  /**
   * What it says.
   *
   * @throws Failure when it cannot be used
   */
  public Policy policy() {
    try {
      return Gateway.policy(text, name);
    } catch (YamlProblem e) {
      throw new Failure(ExitCode.USAGE, e.getMessage() + " ('signet policy check' names all)", e);
    }
  }

  /** The signature first: a policy without it would be refused for a moment. */
  void writeTo(Path file) throws IOException {
    if (signature.isPresent()) {
      PrivateFiles.write(signature(file), signature.get());
    }
    PrivateFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Path signature(Path file) {
    return file.resolveSibling(file.getFileName() + ".p7s");
  }
}
