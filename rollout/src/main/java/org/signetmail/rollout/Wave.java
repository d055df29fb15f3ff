package org.signetmail.rollout;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.signetmail.enrolment.Person;

/**
 * A part of the organisation that gets secure mail at one time.
 *
 * @param groups whose members are in it
 * @param after the names of waves that must be done before
 * @param conditions what else must hold before it starts
 */
public record Wave(
    String name,
    SortedSet<String> groups,
    SortedSet<String> after,
    Set<Condition> conditions,
    State state) {

  /** What can be asked for before a wave starts. */
  public enum Condition {
    /** A backup was restored and opened mail, lately. */
    BACKUP_DRILLED,
    /** As many recovery officers as the quorum wants. */
    OFFICERS_ENROLLED,
    /** The policy to come was tried on real mail. */
    POLICY_SIMULATED,
    /** Everybody in it has a mail client that reads what will be sent. */
    CLIENTS_READY;

    /** In small letters, with hyphens. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** How far it has come. */
  public enum State {
    PLANNED,
    RUNNING,
    PAUSED,
    DONE,
    /** Policy is what it was before; certificates stay. */
    ROLLED_BACK;

    /** In small letters, with hyphens. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  public Wave {
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
    after = Collections.unmodifiableSortedSet(new TreeSet<>(after));
    conditions = Set.copyOf(conditions);
    if (name.isBlank() || groups.isEmpty() || after.contains(name)) {
      throw new IllegalArgumentException(
          "wave '" + name + "': needs a name, a group, and not itself before it; change the plan");
    }
  }

  public Wave(
      String name, Set<String> groups, Set<String> after, Set<Condition> conditions, State state) {
    this(name, new TreeSet<>(groups), new TreeSet<>(after), conditions, state);
  }

  /** The same wave in another state. */
  public Wave in(State other) {
    return new Wave(name, groups, after, conditions, other);
  }

  public boolean includes(Person person) {
    return !Collections.disjoint(groups, person.groups());
  }
}
