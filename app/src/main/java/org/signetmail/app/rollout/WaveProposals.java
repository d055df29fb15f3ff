package org.signetmail.app.rollout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.pkix.Mailbox;
import org.signetmail.rollout.PolicyProposal;
import org.signetmail.rollout.WaveAct;
import org.signetmail.rollout.WaveLeaf;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Policies that come with waves, where people are known: one proposes, another starts the wave with
 * exactly that text. Both stand in the log.
 */
public final class WaveProposals {
  private final Organization organization;
  private final WaveDirector director;
  private final Mailbox by;

  /**
   * @param by who acts
   */
  public WaveProposals(Organization organization, Mailbox by) {
    this.organization = organization;
    this.director = new WaveDirector(organization, by);
    this.by = by;
  }

  /**
   * Proposes a policy for a wave that may start, in the place of one of before.
   *
   * @param signature none when empty
   * @throws Failure when it cannot be used
   */
  public void propose(String wave, byte[] policy, byte[] signature) {
    WaveDirector.require(director.show(wave), WaveAct.START);
    PolicyProposal proposal =
        new PolicyProposal(
            wave,
            text(policy),
            signature.length == 0 ? Optional.empty() : Optional.of(signature),
            by,
            organization.now());
    brought(proposal).policy();
    organization
        .store()
        .policyProposals()
        .propose(proposal, entry(EntryType.WAVE_POLICY_PROPOSED, proposal));
  }

  /** Whoever may run waves takes a proposal back, their own or another's. */
  public void withdraw(String wave) {
    PolicyProposal proposal = proposed(wave);
    organization
        .store()
        .policyProposals()
        .withdraw(wave, entry(EntryType.WAVE_POLICY_WITHDRAWN, proposal));
  }

  /**
   * Starts a wave with what somebody else proposed for it; all its conditions must hold.
   *
   * @param fingerprint of the text that was read
   * @throws Failure when it is one's own, or another than was read
   */
  public WaveDirector.Outcome start(String wave, String fingerprint) throws IOException {
    PolicyProposal proposal = proposed(wave);
    if (organization
        .store()
        .policyProposals()
        .entry(wave)
        .filter(entry -> WaveLeaf.knows(entry, proposal))
        .isEmpty()) {
      throw new Failure(
          ExitCode.FAILED,
          "wave " + wave + ": the log knows another proposal than the store; withdraw this one");
    }
    if (proposal.by().equals(by)) {
      throw new Failure(
          ExitCode.FAILED,
          "wave "
              + wave
              + ": you proposed its policy; another administrator reads it and starts the wave");
    }
    if (!proposal.fingerprint().equals(fingerprint)) {
      throw new Failure(
          ExitCode.FAILED,
          "wave " + wave + ": another policy was proposed just now; read it before you start");
    }
    return director.start(wave, Optional.of(brought(proposal)), Set.of());
  }

  /** As the director takes it. */
  public static BroughtPolicy brought(PolicyProposal proposal) {
    return new BroughtPolicy(
        "the policy for " + proposal.wave(), proposal.text(), proposal.signature());
  }

  private PolicyProposal proposed(String wave) {
    return organization
        .store()
        .policyProposals()
        .of(wave)
        .orElseThrow(() ->
            new Failure(
                ExitCode.FAILED, "wave " + wave + ": no policy is proposed for it; propose one"));
  }

  private static String text(byte[] policy) {
    if (policy.length == 0 || policy.length > BroughtPolicy.LARGEST) {
      throw Failure.usage("the policy: is no file of less than 1 MiB; choose another");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(policy)).toString();
    } catch (CharacterCodingException e) {
      throw Failure.usage("the policy: is no text in UTF-8 (RFC 3629); save it anew");
    }
  }

  private LogEntry entry(EntryType type, PolicyProposal proposal) {
    return WaveLeaf.of(type, proposal, by.toString(), organization.now(), organization.random());
  }
}
