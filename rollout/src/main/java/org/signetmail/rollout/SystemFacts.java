package org.signetmail.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.JurisdictionTable;

/**
 * What a plan has to know of the system that will do the work.
 *
 * @param domains whose mailboxes are ours
 * @param officers who are seated as recovery officers
 * @param wantedOfficers how many there shall be
 * @param quorum how many act together
 * @param lastBackup when one was taken
 * @param drilled when a drill last passed
 * @param backupEvery how often one is taken by itself
 * @param drillEvery how often one is tried by itself
 * @param keep how long archived keys are kept; empty for ever
 * @param certificateLife how long people's certificates count
 * @param crlValidity from one revocation list to the next
 * @param policy the fingerprint of the policy in force
 * @param laws of places; empty where there is no table
 */
public record SystemFacts(
    String organization,
    List<String> domains,
    List<Mailbox> officers,
    int wantedOfficers,
    int quorum,
    Optional<Instant> lastBackup,
    Optional<Instant> drilled,
    Optional<Duration> backupEvery,
    Optional<Duration> drillEvery,
    Optional<Duration> keep,
    Duration certificateLife,
    Duration crlValidity,
    String policy,
    Optional<JurisdictionTable> laws) {
  public SystemFacts {
    domains = List.copyOf(domains);
    officers = List.copyOf(officers);
  }
}
