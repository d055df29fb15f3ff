package org.signetmail.app.command;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.ConfigurationFile;
import org.signetmail.app.home.Home;
import org.signetmail.app.mail.MailFlow;
import org.signetmail.app.mail.MailSetting;
import org.signetmail.app.mail.RememberedSources;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.PolicyFile;
import org.signetmail.gateway.FactGathering;
import org.signetmail.gateway.FactSources;
import org.signetmail.gateway.Gateway;
import org.signetmail.gateway.KeyRing;
import org.signetmail.policy.Explanation;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Facts.Direction;
import org.signetmail.policy.Policy;
import org.signetmail.policy.YamlProblem;
import org.signetmail.rollout.SimulationRecord;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which policy is asked, and what it knows of people: that of a home, or nothing. */
final class PolicySetting {
  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--policy",
      paramLabel = "POLICY.yaml",
      description = {
        "The policy; the home's own when left out. Without --home nothing is known of people,",
        "partners and certificates."
      })
  private @Nullable Path policy;

  @Option(
      names = "--direction",
      paramLabel = "outbound|inbound",
      description = "Which way mail flows; by the author's domain, or outbound without a home.")
  private @Nullable String direction;

  /** Opens it; the caller closes it. */
  Opened open() throws IOException {
    if (policy != null && !home.isNamed()) {
      Policy alone = read(policy);
      if (alone.jurisdictions().isPresent()) {
        System.err.println(
            "signet: " + policy + ": its jurisdiction table counts with --home only");
      }
      return new Opened(
          alone,
          new MailSetting(FactSources.NONE, KeyRing.EMPTY, new MailFlow(List.of(), direction())),
          null);
    }
    Path file = policy == null ? policyOf(home.locate()) : policy;
    Policy asked = read(file);
    Organization organization = home.open();
    return new Opened(
        new PolicyFile(organization).withTable(asked),
        new MailSetting(
            RememberedSources.of(organization.mailing().factSources()),
            organization.mailing().keyRing(),
            new MailFlow(organization.configuration().domains(), direction())),
        organization);
  }

  static Path policyOf(Home home) throws IOException {
    return home.folder().resolve(ConfigurationFile.read(home.folder()).policyFile());
  }

  /** A policy that can be used. */
  static Policy read(Path file) throws IOException {
    String text = new String(Input.smallFile(file, "a policy"), StandardCharsets.UTF_8);
    try {
      return Gateway.policy(text, file.toString());
    } catch (YamlProblem e) {
      throw new Failure(ExitCode.USAGE, e.getMessage() + " ('signet policy check' names all)", e);
    }
  }

  private Optional<Direction> direction() {
    return Optional.ofNullable(direction)
        .map(word ->
            switch (word) {
              case "outbound" -> Direction.OUTBOUND;
              case "inbound" -> Direction.INBOUND;
              default ->
                  throw Failure.usage(
                      "--direction " + word + ": is neither outbound nor inbound; write one");
            });
  }

  /**
   * A policy with what it is told.
   *
   * @param mail what is known of mail, and which way it goes
   */
  record Opened(Policy policy, MailSetting mail, @Nullable Organization organization)
      implements Closeable {

    /** Another policy under the same laws. */
    Policy within(Policy other) {
      return policy.table().map(other::within).orElse(other);
    }

    /** The same, told what a policy alone cannot know: who has to be able to open it and cannot. */
    Explanation withMissing(Facts facts, Explanation explained) {
      if (organization == null) {
        return explained;
      }
      return new FactGathering(facts.direction(), mail.sources()).withMissing(facts, explained);
    }

    /** Writes down that policies were tried, for who starts a wave; nothing without a home. */
    void keep(List<SimulationRecord> simulations) {
      if (organization != null) {
        simulations.forEach(organization.store().simulations()::keep);
      }
    }

    @Override
    public void close() {
      if (organization != null) {
        organization.close();
      }
    }
  }
}
