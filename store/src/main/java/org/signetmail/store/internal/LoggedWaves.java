package org.signetmail.store.internal;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.signetmail.backup.TableDigest;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.WaveLeaf;
import org.signetmail.tlog.LogEntry;

/**
 * Waves that have begun, as their leaves left them: the state, and what they did to the policy. A
 * wave that is only planned has no leaf. Used by one thread.
 */
final class LoggedWaves {
  private static final String NO_POLICY = "- -";

  private final LoggedActs acts = new LoggedActs();

  /** What the last start of each did to the policy: the acts after it do not say it again. */
  private final Map<String, String> policies = new HashMap<>();

  void leaf(int place, LogEntry entry) {
    Optional<String> wave = WaveLeaf.wave(entry);
    Optional<Wave.State> state = WaveLeaf.state(entry);
    wave.filter(_ -> state.filter(Wave.State.RUNNING::equals).isPresent())
        .ifPresent(name ->
            WaveLeaf.policy(entry)
                .ifPresent(change -> policies.put(name, change.before() + " " + change.set())));
    acts.leaf(
        place,
        wave,
        wave.flatMap(name -> state.map(now -> now + " " + policies.getOrDefault(name, NO_POLICY))));
  }

  void rows(Session session) throws SQLException {
    session.stream(
        "SELECT name, state, COALESCE(policy_before, '-'), COALESCE(policy_set, '-')"
            + " FROM rollout_wave WHERE state <> 'PLANNED'",
        row ->
            acts.row(
                row.getString(1),
                row.getString(2) + " " + row.getString(3) + " " + row.getString(4)));
  }

  TableDigest digest() {
    return acts.digest();
  }
}
