package org.signetmail.app.doctor;

import java.util.List;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.OfficerSet;
import org.signetmail.archive.Quorum;

/** The archive has its officers: before that it takes no keys, and nobody gets a certificate. */
record OfficersSeated(Organization organization) implements Check {
  @Override
  public String name() {
    return "recovery officers";
  }

  @Override
  public Result look() {
    Quorum quorum = organization.archiving().quorum();
    List<OfficerSet> sets = organization.archiving().officers().sets();
    int seated = sets.isEmpty() ? 0 : sets.getLast().officers().size();
    String seen = seated + " seated, " + quorum + " must act";
    return new Result(
        seen,
        seated >= quorum.officers()
            ? List.of()
            : List.of(
                SystemFinding.OFFICERS_MISSING.on(
                    "archive", "has " + seated + " of " + quorum.officers() + " officers")));
  }
}
