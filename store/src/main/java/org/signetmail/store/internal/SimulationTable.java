package org.signetmail.store.internal;

import java.util.Optional;
import org.signetmail.rollout.SimulationRecord;
import org.signetmail.rollout.SimulationStore;

/** The last simulation of each policy. Safe for many threads and nodes. */
public final class SimulationTable implements SimulationStore {
  private final Database database;

  public SimulationTable(Database database) {
    this.database = database;
  }

  @Override
  public void keep(SimulationRecord simulation) {
    database.write(session -> {
      session.update("DELETE FROM rollout_simulation WHERE policy = ?", simulation.policy());
      return session.update(
          "INSERT INTO rollout_simulation (policy, at, messages, recipients, stopped)"
              + " VALUES (?, ?, ?, ?, ?)",
          simulation.policy(),
          simulation.at(),
          simulation.messages(),
          simulation.recipients(),
          simulation.stopped());
    });
  }

  @Override
  public Optional<SimulationRecord> of(String policy) {
    return database.read(session ->
        session.first(
            "SELECT * FROM rollout_simulation WHERE policy = ?",
            row ->
                new SimulationRecord(
                    row.text("policy"),
                    row.time("at"),
                    (int) row.number("messages"),
                    (int) row.number("recipients"),
                    (int) row.number("stopped")),
            policy));
  }
}
