package org.signetmail.web.portal;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.web.page.Form;

/** {@code /account}: what is one's own, and ending it. */
final class AccountPages {
  private final PortalPages.House house;
  private final Screens screens;
  private final Visits visits;

  AccountPages(PortalPages.House house, Screens screens, Visits visits) {
    this.house = house;
    this.screens = screens;
    this.visits = visits;
  }

  void route(HttpRouting.Builder routing) {
    routing.get("/account", this::account);
    routing.get("/account/end", this::askToEnd);
    routing.post("/account/end", this::end);
  }

  private void account(ServerRequest request, ServerResponse response) {
    Visit visit = visits.of(request);
    whose(visit, response)
        .ifPresent(person -> {
          boolean hasEnded = request.query().first("done").filter("ended"::equals).isPresent();
          String notice =
              hasEnded ? "The certificate has ended. The revocation list says so already." : "";
          screens.show(
              response,
              "account",
              Map.of(
                  "frame",
                      screens.frame(
                          visit, "Your certificates", "signet user show " + person.mailbox()),
                  "page", OwnWords.page(person, house.account(), notice)));
        });
  }

  private void askToEnd(ServerRequest request, ServerResponse response) {
    Visit visit = visits.of(request);
    whose(visit, response)
        .ifPresent(person ->
            showEnd(response, visit, person, request.query().first("serial").orElse(""), ""));
  }

  private void end(ServerRequest request, ServerResponse response) {
    visits
        .posted(request, response)
        .ifPresent(posted ->
            whose(posted.visit(), response)
                .ifPresent(person -> end(response, posted.visit(), posted.form(), person)));
  }

  private void end(ServerResponse response, Visit visit, Form form, Person person) {
    String serial = form.get("serial");
    if (!isAddressOf(person.mailbox(), form.get("confirm"))) {
      response.status(Status.BAD_REQUEST_400);
      showEnd(
          response,
          visit,
          person,
          serial,
          "What you typed is not " + person.mailbox() + ". Nothing was changed.");
      return;
    }
    Optional<Revocation.Reason> reason = reason(form.get("reason"));
    if (reason.isEmpty() || !house.account().revoke(person.mailbox(), serial, reason.get())) {
      notThere(response, visit);
      return;
    }
    Screens.goTo(response, "/account?done=ended");
  }

  private void showEnd(
      ServerResponse response, Visit visit, Person person, String serial, String problem) {
    house
        .account()
        .living(person.mailbox(), serial)
        .ifPresentOrElse(
            record ->
                screens.show(
                    response,
                    "end",
                    Map.of(
                        "frame",
                            screens.frame(
                                visit, "End a certificate", "signet cert revoke " + serial),
                        "row", OwnWords.row(record, house.account()),
                        "problem", problem)),
            () -> notThere(response, visit));
  }

  /** The same for certificates of others as for those that never were. */
  private void notThere(ServerResponse response, Visit visit) {
    response.status(Status.NOT_FOUND_404);
    screens.message(
        response,
        new Screens.Message(
            "Nothing to end",
            "You have no certificate with this serial number that is still valid.",
            "/account",
            "Your certificates"),
        screens.frame(visit, "Nothing to end", ""));
  }

  private static Optional<Person> whose(Visit visit, ServerResponse response) {
    if (visit.signedIn().isEmpty()) {
      Screens.goTo(response, "/signin");
      return Optional.empty();
    }
    return Optional.of(visit.signedIn().get().person());
  }

  private static boolean isAddressOf(Mailbox mailbox, String typed) {
    return typed
        .strip()
        .toLowerCase(Locale.ROOT)
        .equals(mailbox.toString().toLowerCase(Locale.ROOT));
  }

  private static Optional<Revocation.Reason> reason(String word) {
    return switch (word) {
      case "cessation" -> Optional.of(Revocation.Reason.CESSATION_OF_OPERATION);
      case "superseded" -> Optional.of(Revocation.Reason.SUPERSEDED);
      case "key-compromise" -> Optional.of(Revocation.Reason.KEY_COMPROMISE);
      default -> Optional.empty();
    };
  }
}
