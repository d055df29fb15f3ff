package org.signetmail.web.console;

import io.helidon.webserver.http.HttpRouting;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.signetmail.enrolment.staff.CaseRegister;
import org.signetmail.enrolment.staff.CertificateRegister;
import org.signetmail.enrolment.staff.LogRegister;
import org.signetmail.enrolment.staff.PeopleDesk;
import org.signetmail.enrolment.staff.RequestDesk;
import org.signetmail.enrolment.staff.StaffEntrance;
import org.signetmail.enrolment.staff.StaffSessions;
import org.signetmail.web.Pages;
import org.signetmail.web.page.Assets;
import org.signetmail.web.page.Document;

/** The console: all its addresses. Safe for use by many threads. */
public final class ConsolePages implements Pages {
  private static final List<String> ASSETS = List.of("console.css", "passkey.js");

  /**
   * What it shows and does.
   *
   * @param secret 32 random octets, the same on every node
   */
  public record House(
      String organization,
      StaffSessions sessions,
      StaffEntrance entrance,
      Desks desks,
      InstantSource clock,
      byte[] secret) {}

  /** Whom it asks; each of them checks the right of whoever asks. */
  public record Desks(
      TodayView.Desk today,
      PeopleDesk people,
      InvitationPost invitations,
      CertificateRegister certificates,
      RequestDesk requests,
      CaseRegister cases,
      RolloutDesk rollout,
      PolicyDesk policy,
      LogRegister log) {}

  private final House house;
  private final Console console;

  public ConsolePages(House house) {
    this.house = house;
    this.console = new Console(house.organization(), house.sessions(), house.secret());
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.of(Reach.HTTPS);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    Desks desks = house.desks();
    TodayPage today = new TodayPage(desks.today());
    routing.get("/console", (request, response) -> Document.goTo(response, "/console/"));
    routing.get(
        "/console/",
        (request, response) ->
            console.home(request, response, (actor, asked) -> today.screen(actor)));
    new SignInPages(console, house.entrance(), house.organization(), house.clock()).route(routing);
    new PeoplePages(desks.people(), desks.invitations(), house.clock()).route(console, routing);
    new CertificatePages(desks.certificates(), house.clock()).route(console, routing);
    new RequestPages(desks.requests()).route(console, routing);
    new RecoveryPages(desks.cases()).route(console, routing);
    new RolloutPages(desks.rollout(), house.clock()).route(console, routing);
    new PolicyPages(desks.policy()).route(console, routing);
    new LogEntryPages(desks.log()).route(console, routing);
    Assets.route(routing, "/console/", ConsolePages.class, ASSETS);
  }
}
