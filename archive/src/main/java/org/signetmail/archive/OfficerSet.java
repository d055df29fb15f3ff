package org.signetmail.archive;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.KeyId;

/**
 * The officers to whom records are sealed together, and how many of them must act. A record knows
 * its set; a set is used until the last of its records is sealed to a later one.
 *
 * @param generation 1 for the first set, one more for each that follows
 * @param officers in the order of their shares' indexes, from 1
 */
public record OfficerSet(int generation, Quorum quorum, List<Officer> officers) {
  /** Of records that are nobody's key, sealed to keys that are there for drills. */
  public static final int OF_CANARIES = 0;

  /** The set that grows by enrolment, until its seats are taken. */
  public static final int FIRST = 1;

  public OfficerSet {
    officers = List.copyOf(officers);
  }

  /** Whether all seats are taken: before that, nothing is archived. */
  public boolean isComplete() {
    return officers.size() >= quorum.officers();
  }

  Optional<Officer> officer(KeyId id) {
    return officers.stream().filter(officer -> officer.id().equals(id)).findFirst();
  }
}
