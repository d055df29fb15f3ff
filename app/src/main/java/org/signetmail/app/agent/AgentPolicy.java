package org.signetmail.app.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.gateway.Gateway;
import org.signetmail.policy.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy of an agent: a file, read again when it changes, or the one that is built in. A
 * changed file that is wrong changes nothing. Thread-safe.
 */
public final class AgentPolicy implements Supplier<Policy> {
  private static final Logger LOG = LoggerFactory.getLogger(AgentPolicy.class);
  private static final int LARGEST = 1 << 20;

  /** Always signed, and encrypted to whomever has a certificate. */
  private static final String BUILT_IN =
      """
      outbound:
        default: { deliver: { sign: required, encrypt: if-possible } }
      inbound:
        default: { deliver: { sign: no, encrypt: no } }
      """;

  private final @Nullable Path file;
  private Policy policy;
  private FileTime written = FileTime.fromMillis(0);

  private AgentPolicy(@Nullable Path file, Policy policy, FileTime written) {
    this.file = file;
    this.policy = policy;
    this.written = written;
  }

  /**
   * @throws Failure with file, line and what to do, when it cannot be used
   */
  public static AgentPolicy of(Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      return new AgentPolicy(
          null, Gateway.policy(BUILT_IN, "built-in policy"), FileTime.fromMillis(0));
    }
    FileTime written = Files.getLastModifiedTime(file.get());
    try {
      return new AgentPolicy(file.get(), read(file.get()), written);
    } catch (IOException e) {
      throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public synchronized Policy get() {
    if (file == null) {
      return policy;
    }
    try {
      FileTime now = Files.getLastModifiedTime(file);
      if (!now.equals(written)) {
        written = now;
        policy = read(file);
        LOG.info("{}: is in force", file);
      }
    } catch (IOException e) {
      LOG.warn("the policy of before stays in force: {}", e.getMessage());
    }
    return policy;
  }

  private static Policy read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + ": is larger than 1 MiB; no policy is");
    }
    Policy policy =
        Gateway.policy(
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8), file.toString());
    if (policy.jurisdictions().isPresent()) {
      throw new IOException(
          file
              + ": names a jurisdiction table, and an agent knows no administrators who sign one;"
              + " leave it to the organisation's gateway");
    }
    return policy;
  }
}
