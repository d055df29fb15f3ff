package org.signetmail.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.PathValidator;
import org.signetmail.smime.AlgorithmLife;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What evidence is judged by: {@link Trust}, and whom to trust for the time. */
final class EvidenceTrust {
  @Mixin private Trust trust = new Trust();

  @Option(
      names = "--tsa-trust",
      paramLabel = "ROOT",
      description = "Trusted roots of time stamping authorities; those of --trust when left out.")
  private List<Path> authorities = new ArrayList<>();

  @Option(
      names = "--algorithms",
      paramLabel = "FILE",
      description = "Until when algorithms count, instead of what this program knows.")
  private @Nullable Path algorithms;

  Trust trust() {
    return trust;
  }

  PathValidator.Context signers() throws IOException {
    return trust.context();
  }

  PathValidator.Context authorities() throws IOException {
    PathValidator.Context context = trust.context();
    return authorities.isEmpty()
        ? context
        : new PathValidator.Context(
            Trust.certificates(authorities),
            context.intermediates(),
            context.evidence(),
            context.revocation(),
            PathValidator.PolicyInputs.ANY);
  }

  AlgorithmLife life() throws IOException {
    return algorithms == null
        ? AlgorithmLife.standard()
        : AlgorithmLife.of(
            Input.smallFile(algorithms, "a table of algorithms"), algorithms.toString());
  }
}
