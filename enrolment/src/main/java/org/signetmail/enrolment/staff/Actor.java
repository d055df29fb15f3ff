package org.signetmail.enrolment.staff;

import java.util.Set;
import java.util.stream.Collectors;
import org.signetmail.pkix.Mailbox;

/**
 * Somebody who runs the system, signed in, with the roles of this moment. Only a {@link
 * StaffSessions} makes one: whoever holds it was let in. Immutable.
 */
public final class Actor {
  private final Mailbox mailbox;
  private final Set<Role> roles;

  Actor(Mailbox mailbox, Set<Role> roles) {
    this.mailbox = mailbox;
    this.roles = Set.copyOf(roles);
  }

  public Mailbox mailbox() {
    return mailbox;
  }

  /** At least one. */
  public Set<Role> roles() {
    return roles;
  }

  /** Whether one of the roles allows it. */
  public boolean may(Right right) {
    return roles.stream().anyMatch(role -> role.rights().contains(right));
  }

  /**
   * Goes on only with the right.
   *
   * @throws NotAllowed when no role of theirs has it
   */
  public void require(Right right) {
    if (!may(right)) {
      throw new NotAllowed(this, right);
    }
  }

  /** The roles in words. */
  public String words() {
    return roles.stream().sorted().map(Role::word).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return "Actor[" + mailbox + ", " + words() + "]";
  }
}
