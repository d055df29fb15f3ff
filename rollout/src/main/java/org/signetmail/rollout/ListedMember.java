package org.signetmail.rollout;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.signetmail.pkix.Mailbox;

/**
 * Somebody for whom secure mail is planned.
 *
 * @param groups in order of name
 * @param origin who knows them
 */
public record ListedMember(Mailbox mailbox, SortedSet<String> groups, Origin origin) {

  /** Where somebody is known from. */
  public enum Origin {
    /** A person of this system. */
    STORE,
    /** A list that was given, and nowhere else. */
    LIST
  }

  public ListedMember {
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
  }

  public static ListedMember of(Mailbox mailbox, Set<String> groups, Origin origin) {
    return new ListedMember(mailbox, new TreeSet<>(groups), origin);
  }
}
