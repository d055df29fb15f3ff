package org.signetmail.web.portal;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import org.signetmail.enrolment.Entrance;
import org.signetmail.enrolment.Entry;
import org.signetmail.web.openid.OpenIdProvider;

/**
 * To the identity provider and back. What a browser leaves with is in a cookie of its own: the
 * session's is not sent along when another site leads here ({@code SameSite=Strict}). For the same
 * reason who comes in is shown a page that goes on by itself, and not sent on by this answer.
 */
final class ProviderPages {
  private static final String COOKIE = "__Host-signet-away";
  private static final String HELD = "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=";

  private final PortalPages.House house;
  private final Screens screens;
  private final Visits visits;
  private final SignInWays.Provider way;

  ProviderPages(PortalPages.House house, Screens screens, Visits visits, SignInWays.Provider way) {
    this.house = house;
    this.screens = screens;
    this.visits = visits;
    this.way = way;
  }

  void route(HttpRouting.Builder routing) {
    routing.get("/signin/provider", this::leave);
    routing.get(SignInWays.Provider.BACK, this::comeBack);
  }

  private void leave(ServerRequest request, ServerResponse response) {
    try {
      OpenIdProvider.Departure departure = way.openId().depart();
      hold(response, departure.token(), Entrance.LONGEST_ABSENCE);
      Screens.goTo(response, departure.to().toString());
    } catch (IOException e) {
      unreachable(request, response);
    }
  }

  private void comeBack(ServerRequest request, ServerResponse response) {
    String token = request.headers().cookies().first(COOKIE).asOptional().orElse("");
    hold(response, "", Duration.ZERO);
    String query = request.query().rawValue();
    Entry entry =
        house
            .entrance()
            .byProvider(
                token, () -> way.openId().comeBack(token, query), EntrancePages.client(request));
    switch (entry) {
      case Entry.Admitted(String session) -> {
        visits.set(response, session);
        screens.message(
            response,
            new Screens.Message(
                "You are signed in",
                way.name() + " knows you.",
                "/account",
                "To your certificates"),
            screens.frame(visits.of(request), "You are signed in", "").goingOnTo("/account"));
      }
      case Entry.Refused _ -> {
        response.status(Status.FORBIDDEN_403);
        say(
            request,
            response,
            "Not signed in",
            way.name()
                + " did not vouch for a mailbox that is known here, or this browser did not come"
                + " from there just now. Begin again; if that does not help, ask your administrator"
                + " whether you are known here.");
      }
      case Entry.TooMany(Duration pause) ->
          say(request, response, "Not signed in", EntrancePages.tooMany(response, pause));
      case Entry.Unreachable _ -> unreachable(request, response);
    }
  }

  private void unreachable(ServerRequest request, ServerResponse response) {
    response.status(Status.SERVICE_UNAVAILABLE_503);
    say(
        request,
        response,
        "Not signed in",
        way.name() + " cannot be reached now. Try again, or sign in with a code by mail.");
  }

  private void say(ServerRequest request, ServerResponse response, String title, String text) {
    screens.message(
        response,
        new Screens.Message(title, text, "/signin", "To sign in"),
        screens.frame(visits.of(request), title, ""));
  }

  private static void hold(ServerResponse response, String token, Duration time) {
    response
        .headers()
        .add(
            HeaderValues.create(
                HeaderNames.SET_COOKIE, COOKIE + "=" + token + HELD + time.toSeconds()));
  }
}
