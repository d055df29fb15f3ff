package org.signetmail.rollout;

import java.util.Optional;

/**
 * Keeps the last simulation of each policy. Durable when a method returns; safe for many threads
 * and nodes.
 */
public interface SimulationStore {

  void keep(SimulationRecord simulation);

  /** The last of a policy. */
  Optional<SimulationRecord> of(String policy);
}
