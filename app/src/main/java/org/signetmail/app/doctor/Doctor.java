package org.signetmail.app.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.signetmail.app.organization.Organization;

/** Looks at everything, one thing after the other; what cannot be looked at is a finding too. */
public final class Doctor {
  private final List<Check> checks;

  /** All there is to look at in an opened system: its store answered, or it would not be open. */
  public static Doctor of(Organization organization) {
    List<Check> checks = new ArrayList<>();
    checks.add(new HomeOwner(organization.home()));
    checks.add(new SecretFiles(organization.home()));
    checks.add(new Disk(organization));
    checks.add(new PolicyInForce(organization));
    checks.add(new ReplicasFollow(organization));
    checks.add(new Clock(organization));
    checks.add(new OwnCertificates(organization));
    checks.add(new PeoplesCertificates(organization));
    checks.add(new RevocationLists(organization));
    checks.add(new OfficersSeated(organization));
    checks.add(new BackupsTaken(organization));
    checks.add(new NoticesOut(organization));
    checks.add(new NextHopAnswers(organization));
    checks.add(new Listeners(organization));
    checks.add(new Published(organization));
    checks.add(new DirectoryServed(organization));
    return new Doctor(checks);
  }

  Doctor(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /**
   * @param each hears of every check when it is done
   */
  public List<Check.Done> examine(Consumer<Check.Done> each) {
    List<Check.Done> all = new ArrayList<>();
    for (Check check : checks) {
      Check.Done done = new Check.Done(check.name(), look(check));
      each.accept(done);
      all.add(done);
    }
    return all;
  }

  private static Check.Result look(Check check) {
    try {
      return check.look();
    } catch (IOException | RuntimeException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Check.Result(
          "could not be looked at", List.of(SystemFinding.NOT_LOOKED_AT.on(check.name(), why)));
    }
  }
}
