package org.signetmail.app.organization;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerStore;
import org.signetmail.archive.RoleRule;
import org.signetmail.enrolment.staff.Role;
import org.signetmail.enrolment.staff.Staff;
import org.signetmail.pkix.Mailbox;

/**
 * Administrators, auditors and enrolment agents are those of {@code roles} in {@code signet.yaml}
 * as it is now; recovery officers are those who have a seat. Thread-safe.
 */
record StaffByConfiguration(Supplier<RoleRule> current, OfficerStore officers) implements Staff {
  @Override
  public Set<Role> roles(Mailbox mailbox) {
    RoleRule rule = current.get();
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (rule.administrators().contains(mailbox)) {
      roles.add(Role.ADMINISTRATOR);
    }
    if (rule.enrolmentAgents().contains(mailbox)) {
      roles.add(Role.ENROLMENT_AGENT);
    }
    if (rule.auditors().contains(mailbox)) {
      roles.add(Role.AUDITOR);
    }
    if (officers.officers().stream().map(Officer::mailbox).anyMatch(mailbox::equals)) {
      roles.add(Role.RECOVERY_OFFICER);
    }
    return roles;
  }
}
