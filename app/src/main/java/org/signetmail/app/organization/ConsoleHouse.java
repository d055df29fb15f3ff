package org.signetmail.app.organization;

import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import org.signetmail.app.home.Configuration;
import org.signetmail.enrolment.RequestDecisions;
import org.signetmail.enrolment.staff.CaseRegister;
import org.signetmail.enrolment.staff.CertificateRegister;
import org.signetmail.enrolment.staff.LogRegister;
import org.signetmail.enrolment.staff.PasskeyChallenges;
import org.signetmail.enrolment.staff.PeopleDesk;
import org.signetmail.enrolment.staff.RequestDesk;
import org.signetmail.enrolment.staff.Staff;
import org.signetmail.enrolment.staff.StaffEntrance;
import org.signetmail.enrolment.staff.StaffSessions;
import org.signetmail.policy.Policy;
import org.signetmail.store.Store;
import org.signetmail.web.console.ConsolePages;

/** The console of an organisation, and the way into it. Each node has the same secrets. */
public final class ConsoleHouse {
  private final Organization organization;
  private final LiveRoles roles;

  public ConsoleHouse(Organization organization) {
    this.organization = organization;
    this.roles = new LiveRoles(organization);
  }

  /** Who has which role. */
  public Staff staff() {
    return new StaffByConfiguration(roles, organization.store().officers());
  }

  /** How those with a role come in. */
  public StaffEntrance entrance() {
    Store store = organization.store();
    return new StaffEntrance(
        sessions(),
        ports(),
        new PasskeyChallenges(
            organization.vault().derive("console passkeys"),
            store.attempts(),
            organization.random(),
            organization.clock()),
        store.attempts(),
        organization.random(),
        organization.clock());
  }

  /** Its pages. */
  ConsolePages pages(Metrics metrics, Supplier<Policy> policy) throws IOException {
    Configuration configuration = organization.configuration();
    Store store = organization.store();
    Portal portal = new Portal(organization);
    return new ConsolePages(
        new ConsolePages.House(
            configuration.organization(),
            sessions(),
            entrance(),
            new ConsolePages.Desks(
                new ConsoleToday(organization, metrics, roles),
                new PeopleDesk(
                    store.people(),
                    store.census(),
                    store.certificates(),
                    store.archive(),
                    organization.enrolling().enrolment(),
                    Set.copyOf(configuration.domains())),
                (invitation, name) -> portal.send(invitation, name, Portal.address(configuration)),
                new CertificateRegister(
                    store.certificates(),
                    store.census(),
                    organization.authority(),
                    organization.clock()),
                new RequestDesk(
                    new RequestDecisions(
                        store.pendingRequests(), organization.clock(), organization.random())),
                new CaseRegister(store.recoveries()),
                new ConsoleRollout(organization),
                new ConsolePolicy(organization, policy),
                new LogRegister(store.log(), organization.log())),
            organization.clock(),
            organization.vault().derive("console forms")));
  }

  private StaffSessions sessions() {
    return new StaffSessions(ports(), organization.random(), organization.clock());
  }

  private StaffSessions.Ports ports() {
    Store store = organization.store();
    return new StaffSessions.Ports(
        store.staffSessions(), staff(), store.passkeys(), store.certificates(), store.people());
  }
}
