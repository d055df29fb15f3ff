package org.signetmail.archive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;

/**
 * Who never is a recovery officer: administrators and auditors of the same system, so that nobody
 * who runs or judges it is among those who can open keys (FPKI Common Policy §5.2).
 */
public record RoleRule(Set<Mailbox> administrators, Set<Mailbox> auditors) {
  /** No administrator and no auditor is named. */
  public static final RoleRule NOBODY = new RoleRule(Set.of(), Set.of());

  public RoleRule {
    administrators = Set.copyOf(administrators);
    auditors = Set.copyOf(auditors);
  }

  /** Why somebody cannot be an officer; empty when nothing stands against it. */
  public List<Finding> objections(Mailbox mailbox) {
    List<Finding> findings = new ArrayList<>();
    if (administrators.contains(mailbox)) {
      findings.add(
          ArchiveFinding.OFFICER_OTHER_ROLE.on(mailbox, "is an administrator of this system"));
    }
    if (auditors.contains(mailbox)) {
      findings.add(ArchiveFinding.OFFICER_OTHER_ROLE.on(mailbox, "is an auditor of this system"));
    }
    return findings;
  }

  /** Which of the officers are administrators or auditors. */
  public List<Finding> objections(Collection<Officer> officers) {
    return officers.stream().flatMap(o -> objections(o.mailbox()).stream()).toList();
  }
}
