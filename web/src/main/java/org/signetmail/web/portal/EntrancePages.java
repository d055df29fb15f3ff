package org.signetmail.web.portal;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.signetmail.enrolment.Entrance.Asked;
import org.signetmail.enrolment.Entry;

/** Coming in, by an invitation or by a code that is sent now, and going out. */
final class EntrancePages {
  private static final int LONGEST_SHOWN = 320;
  private static final String WRONG =
      "Address and code do not belong together, or the code is too old or was used. Look at the"
          + " latest mail, or ask for a new code.";
  private static final String WRONG_PASSWORD =
      "Address and password do not belong together, or nobody with this address is known here. Try"
          + " again, or take a code by mail.";

  private final PortalPages.House house;
  private final Screens screens;
  private final Visits visits;

  EntrancePages(PortalPages.House house, Screens screens, Visits visits) {
    this.house = house;
    this.screens = screens;
    this.visits = visits;
  }

  void route(HttpRouting.Builder routing) {
    routing.get("/enrol", this::showInvitation);
    routing.post("/enrol", this::byInvitation);
    routing.get("/signin", this::showSignIn);
    routing.post("/signin", this::ask);
    routing.post("/signin/code", this::byCode);
    routing.post("/signin/password", this::byPassword);
    routing.post("/signout", this::signOut);
  }

  private void showInvitation(ServerRequest request, ServerResponse response) {
    String mailbox = request.query().first("for").orElse("");
    invitation(response, visits.begun(request, response), shortened(mailbox), "");
  }

  private void byInvitation(ServerRequest request, ServerResponse response) {
    visits
        .posted(request, response)
        .ifPresent(posted -> {
          String mailbox = posted.form().get("mailbox");
          Entry entry =
              house.entrance().byInvitation(mailbox, posted.form().get("code"), client(request));
          Again again =
              why -> invitation(response, posted.visit(), shortened(mailbox), why.orElse(WRONG));
          enter(response, posted.visit(), entry, "/keys", again);
        });
  }

  private void showSignIn(ServerRequest request, ServerResponse response) {
    signIn(response, visits.begun(request, response), "");
  }

  private void ask(ServerRequest request, ServerResponse response) {
    visits
        .posted(request, response)
        .ifPresent(posted -> {
          String mailbox = posted.form().get("mailbox");
          switch (house.entrance().ask(mailbox, posted.visit().token(), client(request))) {
            case Asked.Noted _ -> code(response, posted.visit(), shortened(mailbox), "");
            case Asked.TooMany(Duration pause) ->
                signIn(response, posted.visit(), tooMany(response, pause));
          }
        });
  }

  private void byCode(ServerRequest request, ServerResponse response) {
    visits
        .posted(request, response)
        .ifPresent(posted -> {
          String mailbox = posted.form().get("mailbox");
          Entry entry =
              house
                  .entrance()
                  .byCode(
                      mailbox, posted.form().get("code"), posted.visit().token(), client(request));
          Again again =
              why -> code(response, posted.visit(), shortened(mailbox), why.orElse(WRONG));
          enter(response, posted.visit(), entry, "/account", again);
        });
  }

  private void byPassword(ServerRequest request, ServerResponse response) {
    visits
        .posted(request, response)
        .ifPresent(posted -> {
          if (house.ways().directory().isEmpty()) {
            response.status(Status.NOT_FOUND_404);
            signIn(response, posted.visit(), "Nobody signs in with a password here.");
            return;
          }
          Entry entry =
              house
                  .entrance()
                  .byPassword(
                      house.ways().directory().get().passwords(),
                      posted.form().get("mailbox"),
                      posted.form().get("password"),
                      client(request));
          Again again = why -> signIn(response, posted.visit(), why.orElse(WRONG_PASSWORD));
          enter(response, posted.visit(), entry, "/account", again);
        });
  }

  /** Shows the page again: why, where it is not that what was typed is wrong. */
  @FunctionalInterface
  private interface Again {
    void show(Optional<String> why);
  }

  private void enter(
      ServerResponse response, Visit visit, Entry entry, String inside, Again again) {
    switch (entry) {
      case Entry.Admitted(String token) -> {
        visits.set(response, token);
        Screens.goTo(response, inside);
      }
      case Entry.Refused _ -> {
        response.status(Status.FORBIDDEN_403);
        again.show(Optional.empty());
      }
      case Entry.TooMany(Duration pause) -> again.show(Optional.of(tooMany(response, pause)));
      case Entry.Unreachable _ -> unreachable(response, visit);
    }
  }

  private void unreachable(ServerResponse response, Visit visit) {
    response.status(Status.SERVICE_UNAVAILABLE_503);
    signIn(
        response,
        visit,
        "Your password cannot be checked now. Try again later, or take a code by mail.");
  }

  private void signOut(ServerRequest request, ServerResponse response) {
    visits
        .posted(request, response)
        .ifPresent(posted -> {
          house.sessions().close(posted.visit().token());
          visits.clear(response);
          Screens.goTo(response, "/");
        });
  }

  private void invitation(ServerResponse response, Visit visit, String mailbox, String problem) {
    Frame frame =
        screens
            .frame(visit, "Use your invitation", "signet enrol new you@… --code … -o you.p12")
            .withScript("invitation.js");
    screens.show(response, "enrol", Map.of("frame", frame, "mailbox", mailbox, "problem", problem));
  }

  private void signIn(ServerResponse response, Visit visit, String problem) {
    screens.show(
        response,
        "signin",
        Map.of(
            "frame",
            screens.frame(visit, "Sign in", ""),
            "directory",
            house.ways().directory().map(SignInWays.Directory::name).orElse(""),
            "provider",
            house.ways().provider().map(SignInWays.Provider::name).orElse(""),
            "problem",
            problem));
  }

  private void code(ServerResponse response, Visit visit, String mailbox, String problem) {
    screens.show(
        response,
        "code",
        Map.of(
            "frame", screens.frame(visit, "A code is on its way", ""),
            "mailbox", mailbox,
            "problem", problem));
  }

  static String tooMany(ServerResponse response, Duration pause) {
    response.status(Status.TOO_MANY_REQUESTS_429);
    response.header(HeaderNames.RETRY_AFTER, Long.toString(pause.toSeconds()));
    return "That was tried too often. Wait "
        + pause.toMinutes()
        + " minutes; what is right then still works.";
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN);
  }

  /** The address that the connection comes from: behind a proxy, the proxy's. */
  static String client(ServerRequest request) {
    return request.remotePeer().host();
  }
}
