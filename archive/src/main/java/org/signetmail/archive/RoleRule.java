package org.signetmail.archive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;

/**
 * Who never is a recovery officer: administrators, auditors and enrolment agents of the same
 * system, so that nobody who runs it, judges it or says who is who in it is among those who can
 * open keys (FPKI Common Policy §5.2). Custodians of a station are none of these, and no officers:
 * else one person would count on both sides of a release.
 */
public record RoleRule(
    Set<Mailbox> administrators, Set<Mailbox> auditors, Set<Mailbox> enrolmentAgents) {
  /** No administrator, no auditor and no enrolment agent is named. */
  public static final RoleRule NOBODY = new RoleRule(Set.of(), Set.of(), Set.of());

  public RoleRule {
    administrators = Set.copyOf(administrators);
    auditors = Set.copyOf(auditors);
    enrolmentAgents = Set.copyOf(enrolmentAgents);
  }

  /** Why somebody cannot be an officer; empty when nothing stands against it. */
  public List<Finding> objections(Mailbox mailbox) {
    return others(ArchiveFinding.OFFICER_OTHER_ROLE, mailbox);
  }

  /** Which of the officers have another role. */
  public List<Finding> objections(Collection<Officer> officers) {
    return officers.stream().flatMap(o -> objections(o.mailbox()).stream()).toList();
  }

  /**
   * Why those whom a certificate names cannot keep a station's key.
   *
   * @param certificate a custodian's, or a station's, which names both custodians
   * @param officers with a seat, and those who wait for one
   */
  public List<Finding> objections(Certificate certificate, Collection<Officer> officers) {
    List<Finding> findings = new ArrayList<>();
    for (Mailbox mailbox : certificate.mailboxes()) {
      findings.addAll(others(ArchiveFinding.STATION_CUSTODIAN, mailbox));
      if (officers.stream().anyMatch(officer -> officer.mailbox().equals(mailbox))) {
        findings.add(
            ArchiveFinding.STATION_CUSTODIAN.on(mailbox, "is a recovery officer of this system"));
      }
    }
    if (officers.stream().anyMatch(officer -> officer.keys().contains(certificate.keyId()))) {
      findings.add(
          ArchiveFinding.STATION_CUSTODIAN.on(
              certificate.displayName(), "has the key of a recovery officer"));
    }
    return findings;
  }

  private List<Finding> others(ArchiveFinding code, Mailbox mailbox) {
    List<Finding> findings = new ArrayList<>();
    if (administrators.contains(mailbox)) {
      findings.add(code.on(mailbox, "is an administrator of this system"));
    }
    if (auditors.contains(mailbox)) {
      findings.add(code.on(mailbox, "is an auditor of this system"));
    }
    if (enrolmentAgents.contains(mailbox)) {
      findings.add(code.on(mailbox, "is an enrolment agent of this system"));
    }
    return findings;
  }
}
