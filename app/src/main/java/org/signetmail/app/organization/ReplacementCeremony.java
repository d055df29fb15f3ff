package org.signetmail.app.organization;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerSet;
import org.signetmail.archive.PresentOfficer;
import org.signetmail.archive.Resealing;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/** Officers who are present with their keys give the archive to another set of officers. */
public final class ReplacementCeremony {
  private final Organization organization;
  private final Resealing resealing;
  private final List<DecryptionIdentity> keys;

  /**
   * @param keys of those who are present, all together
   */
  public ReplacementCeremony(Organization organization, List<DecryptionIdentity> keys)
      throws IOException {
    this.organization = organization;
    this.resealing = organization.archiving().resealing();
    this.keys = List.copyOf(keys);
  }

  /** Whether one was begun and not finished. */
  public boolean isUnderWay() {
    return resealing.isUnderWay();
  }

  /**
   * Opens the next set.
   *
   * @param quorum as before when null
   * @return what was done, in one line
   */
  public String open(List<Mailbox> out, List<Mailbox> in, @Nullable Integer quorum) {
    OfficerSet former = former();
    List<Officer> next = next(former, out, in);
    int required = Optional.ofNullable(quorum).orElse(former.quorum().required());
    return switch (resealing.open(next, required, present(former))) {
      case Resealing.Opening.Refused(List<Finding> findings) ->
          throw new Failure(ExitCode.FAILED, findings.getFirst().line());
      case Resealing.Opening.Opened(OfficerSet set, long index) ->
          "Officer set "
              + set.generation()
              + " is open, "
              + set.quorum()
              + " act together; new keys go to it (log entry "
              + index
              + ")";
    };
  }

  /** Seals what the former set has, as far as it goes. */
  public Resealing.Outcome run(Resealing.Progress progress) {
    return resealing.run(present(former()), progress);
  }

  private OfficerSet former() {
    List<OfficerSet> sets = organization.archiving().officers().sets();
    if (sets.isEmpty()) {
      throw new Failure(
          ExitCode.FAILED, "officers: none is enrolled yet; begin with 'signet officer enrol'");
    }
    return sets.getFirst();
  }

  private List<Officer> next(OfficerSet former, List<Mailbox> out, List<Mailbox> in) {
    List<Officer> next = new ArrayList<>(former.officers());
    for (Mailbox leaves : out) {
      if (!next.removeIf(officer -> officer.mailbox().equals(leaves))) {
        throw new Failure(
            ExitCode.FAILED, leaves + ": has no seat to leave; see 'signet officer list'");
      }
    }
    for (Mailbox comes : in) {
      Officer waiting = waiting(comes);
      int seat = next.stream().map(Officer::mailbox).toList().indexOf(comes);
      if (seat >= 0) {
        next.set(seat, waiting);
      } else {
        next.add(waiting);
      }
    }
    requireRoles(next);
    return next;
  }

  private void requireRoles(List<Officer> next) {
    List<Finding> findings = organization.configuration().archive().roles().objections(next);
    if (!findings.isEmpty()) {
      throw new Failure(ExitCode.FAILED, findings.getFirst().line());
    }
  }

  private Officer waiting(Mailbox mailbox) {
    return organization.archiving().officers().waiting().stream()
        .filter(officer -> officer.mailbox().equals(mailbox))
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                ExitCode.FAILED,
                mailbox + ": does not wait for a seat; enrol with 'signet officer enrol' first"));
  }

  /** Those of a set all of whose keys are here. */
  private List<PresentOfficer> present(OfficerSet set) {
    List<PresentOfficer> present = new ArrayList<>();
    for (Officer officer : set.officers()) {
      List<KeyId> needed = officer.seals().stream().map(Certificate::keyId).toList();
      List<DecryptionIdentity> own =
          keys.stream().filter(one -> needed.contains(one.key().id())).toList();
      if (own.stream().map(one -> one.key().id()).distinct().count() == needed.size()) {
        present.add(new PresentOfficer(officer.id(), officer.mailbox(), own));
      }
    }
    return present;
  }
}
