package org.signetmail.app.rollout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.signetmail.app.backup.BackupHealth;
import org.signetmail.app.home.BackupSettings;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.PolicyFile;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerSet;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.DrillRecord;
import org.signetmail.ca.CertificateStore.Listed;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Policy;
import org.signetmail.rollout.FoundCertificate;
import org.signetmail.rollout.ListedMember;
import org.signetmail.rollout.MailTally;
import org.signetmail.rollout.SystemFacts;

/** What a system knows by itself that a plan is made of. */
public final class PlanBasis {
  private static final int PAGE = 1_000;

  private final Organization organization;

  public PlanBasis(Organization organization) {
    this.organization = organization;
  }

  /** What the plan has to know of this system. */
  public SystemFacts facts() throws IOException {
    Configuration configuration = organization.configuration();
    List<OfficerSet> sets = organization.archiving().officers().sets();
    BackupHealth backups = new BackupHealth(organization);
    BackupSettings settings = configuration.backup();
    Policy policy = new PolicyFile(organization).read(Policy.Changes.ANY).policy();
    return new SystemFacts(
        configuration.organization(),
        configuration.domains(),
        sets.isEmpty()
            ? List.of()
            : sets.getLast().officers().stream().map(Officer::mailbox).toList(),
        organization.archiving().quorum().officers(),
        organization.archiving().quorum().required(),
        backups.last().map(BackupRecord::at),
        backups
            .drill()
            .filter(drill -> drill.result() == DrillRecord.Result.PASSED)
            .map(DrillRecord::at),
        settings.every(),
        settings.drillEvery(),
        configuration.archive().keep(),
        certificateLife(configuration),
        configuration.status().crlValidity(),
        policy.fingerprint(),
        policy.table());
  }

  private static Duration certificateLife(Configuration configuration) {
    CertificateProfile.Kind kind = CertificateProfile.Kind.PERSON_ENCRYPTION;
    return configuration
        .certificates()
        .baseline()
        .map(baseline -> CertificateProfile.baseline(baseline, kind))
        .orElseGet(() -> CertificateProfile.standard(kind))
        .validity();
  }

  /**
   * Everybody but those who left, then those on lists who are not among them.
   *
   * @param listed people of lists
   */
  public List<ListedMember> members(List<ListedMember> listed) {
    List<ListedMember> members = new ArrayList<>();
    Set<String> known = new HashSet<>();
    String after = "";
    List<Person> page;
    do {
      page = organization.store().people().page(after, PAGE);
      for (Person person : page) {
        after = person.mailbox().key();
        known.add(after);
        if (person.state() != Person.State.LEFT) {
          members.add(
              ListedMember.of(person.mailbox(), person.groups(), ListedMember.Origin.STORE));
        }
      }
    } while (page.size() == PAGE);
    for (ListedMember one : merged(listed)) {
      if (!known.contains(one.mailbox().key())) {
        members.add(one);
      }
    }
    return members;
  }

  /** Several lines of a list may be of one person. */
  private static List<ListedMember> merged(List<ListedMember> listed) {
    java.util.Map<String, ListedMember> byKey = new java.util.LinkedHashMap<>();
    for (ListedMember one : listed) {
      byKey.merge(
          one.mailbox().key(),
          one,
          (a, b) -> {
            Set<String> groups = new HashSet<>(a.groups());
            groups.addAll(b.groups());
            return ListedMember.of(a.mailbox(), groups, ListedMember.Origin.LIST);
          });
    }
    return List.copyOf(byKey.values());
  }

  /** A tally that knows the certificates of this system's directory already. */
  public MailTally tally(org.signetmail.rollout.MailPrograms table) {
    MailTally tally = new MailTally(this::isOurs, table);
    long from = Long.MAX_VALUE;
    List<Listed> page;
    do {
      page = organization.store().certificates().page(from, PAGE);
      for (Listed listed : page) {
        from = listed.logIndex();
        if (listed.record().revocation().isEmpty()) {
          tally.add(listed.record().certificate(), FoundCertificate.Origin.DIRECTORY);
        }
      }
    } while (page.size() == PAGE);
    return tally;
  }

  private boolean isOurs(Mailbox mailbox) {
    return organization.configuration().domains().contains(mailbox.domain());
  }
}
