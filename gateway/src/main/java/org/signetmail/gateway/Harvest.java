package org.signetmail.gateway;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Verdict;
import org.signetmail.smime.VerifiedSigner;

/**
 * Lets a {@link Harvester} look at mail that is on its way: whatever comes of it changes nothing.
 */
record Harvest(GatewayPorts ports) {
  void of(Examination seen, List<Wanted> wanted, Arrival arrival) {
    Stream.concat(
            Stream.of(seen),
            wanted.stream().flatMap(one -> one.opened().stream()).map(Openings.Opened::inside))
        .distinct()
        .forEach(one -> of(one, arrival));
  }

  private void of(Examination seen, Arrival arrival) {
    if (!(seen.verdict() instanceof Verdict.Passed(VerifiedSigner signer, var findings))
        || seen.from().isEmpty()) {
      return;
    }
    try {
      Mailbox from = seen.from().get();
      Instant now = ports.clock().instant();
      Harvester.Outcome taken = ports.extras().harvester().take(signer, from, now);
      ports.events().harvested(taken);
      if (taken == Harvester.Outcome.TAKEN) {
        ports.directory().forget(from);
      }
    } catch (RuntimeException e) {
      ports.events().trouble("message " + arrival.id() + ": not harvested: " + e);
    }
  }
}
