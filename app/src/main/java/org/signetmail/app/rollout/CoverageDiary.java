package org.signetmail.app.rollout;

import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.app.organization.Organization;
import org.signetmail.rollout.CoverageDay;
import org.signetmail.rollout.RolloutStatus;

/**
 * How far each group was, day by day. It looks at everybody: one node at a time, which its caller
 * sees to.
 */
public final class CoverageDiary {
  private static final Period KEPT = Period.ofYears(2);

  private final Organization organization;

  public CoverageDiary(Organization organization) {
    this.organization = organization;
  }

  /** Writes down how far everybody and every group are today, and forgets what is too old. */
  public void write() {
    LocalDate today = organization.now().atZone(ZoneOffset.UTC).toLocalDate();
    organization.store().coverage().keep(of(organization.enrolling().rollout().status(), today));
    organization.store().coverage().forget(today.minus(KEPT));
  }

  /** What is written down of a day. */
  public static List<CoverageDay> of(RolloutStatus status, LocalDate day) {
    List<CoverageDay> counted = new ArrayList<>();
    counted.add(new CoverageDay(day, CoverageDay.EVERYBODY, status.coverage()));
    status.byGroup().forEach((group, one) -> counted.add(new CoverageDay(day, group, one)));
    return counted;
  }
}
