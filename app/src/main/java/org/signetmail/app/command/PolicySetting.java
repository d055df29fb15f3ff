package org.signetmail.app.command;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.ConfigurationFile;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.PolicyFile;
import org.signetmail.directory.Lookup;
import org.signetmail.gateway.Affiliations;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.FactGathering;
import org.signetmail.gateway.FactSources;
import org.signetmail.gateway.Gateway;
import org.signetmail.gateway.KeyRing;
import org.signetmail.gateway.MessageHeader;
import org.signetmail.gateway.Rehearsal;
import org.signetmail.gateway.Sight;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Explanation;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Facts.Direction;
import org.signetmail.policy.Policy;
import org.signetmail.policy.YamlProblem;
import org.signetmail.rollout.SimulationRecord;
import org.signetmail.smime.Octets;
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
      return new Opened(alone, FactSources.NONE, KeyRing.EMPTY, List.of(), direction(), null);
    }
    Path file = policy == null ? policyOf(home.locate()) : policy;
    Policy asked = read(file);
    Organization organization = home.open();
    return new Opened(
        new PolicyFile(organization).withTable(asked),
        remembering(organization.mailing().factSources()),
        organization.mailing().keyRing(),
        organization.configuration().domains(),
        direction(),
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

  /** Answers are those of one moment, and a mailbox is looked up once. For one thread. */
  private static FactSources remembering(FactSources sources) {
    Map<Mailbox, Facts.Signer> signers = new HashMap<>();
    Map<Mailbox, Lookup> lookups = new java.util.concurrent.ConcurrentHashMap<>();
    return new FactSources(
        author -> signers.computeIfAbsent(author, sources.signers()),
        mailbox -> lookups.computeIfAbsent(mailbox, sources.certificates()),
        new Remembered(sources.affiliations(), new HashMap<>(), new HashMap<>(), new HashMap<>()),
        sources.judge());
  }

  private record Remembered(
      Affiliations source,
      Map<Mailbox, Set<String>> groupsOf,
      Map<Mailbox, Optional<String>> partnerOf,
      Map<Mailbox, Optional<Certificate>> gatewayOf)
      implements Affiliations {
    @Override
    public Set<String> groups(Mailbox mailbox) {
      return groupsOf.computeIfAbsent(mailbox, source::groups);
    }

    @Override
    public Optional<String> partner(Mailbox mailbox) {
      return partnerOf.computeIfAbsent(mailbox, source::partner);
    }

    @Override
    public Optional<Certificate> gateway(Mailbox mailbox) {
      return gatewayOf.computeIfAbsent(mailbox, source::gateway);
    }
  }

  /**
   * A policy with what it is told.
   *
   * @param ring the keys that the gateway of the home opens mail with
   * @param domains whose mailboxes are ours
   * @param asked the direction that the person named
   */
  record Opened(
      Policy policy,
      FactSources sources,
      KeyRing ring,
      List<String> domains,
      Optional<Direction> asked,
      @Nullable Organization organization)
      implements Closeable {

    /** Which way a message flows. */
    Direction direction(MessageHeader header) {
      return asked.orElseGet(() ->
          domains.isEmpty() || header.from().filter(this::isOurs).isPresent()
              ? Direction.OUTBOUND
              : Direction.INBOUND);
    }

    /** Another policy under the same laws. */
    Policy within(Policy other) {
      return policy.table().map(other::within).orElse(other);
    }

    boolean isOurs(Mailbox mailbox) {
      return domains.contains(mailbox.domain());
    }

    /** What it and others like it may look at; what is encrypted is opened where that can be. */
    List<Sight> sights(Policy asking, Direction way, Envelope envelope, Octets message, Instant at)
        throws IOException {
      return new Rehearsal(way, sources, ring).of(asking, envelope, message, at);
    }

    /** The same, told what a policy alone cannot know: who has to be able to open it and cannot. */
    Explanation withMissing(Facts facts, Explanation explained) {
      if (organization == null) {
        return explained;
      }
      return new FactGathering(facts.direction(), sources).withMissing(facts, explained);
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
