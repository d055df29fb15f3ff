package org.signetmail.web.console;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.signetmail.enrolment.Entry;
import org.signetmail.enrolment.staff.StaffEntrance;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.web.ClientCertificate;
import org.signetmail.web.page.Document;
import org.signetmail.web.page.Guard;

/** {@code /console/signin} and {@code /console/passkey}: coming in, and going out. */
final class SignInPages {
  private static final String REFUSED =
      "That does not let anybody in: it is not known here, it ended, it was used before, or whose"
          + " it is has no role (roles in signet.yaml).";
  private static final String SCRIPT = "passkey.js";

  private final Console console;
  private final StaffEntrance entrance;
  private final String organization;
  private final InstantSource clock;
  private final WebAuthn webAuthn = new WebAuthn();

  SignInPages(Console console, StaffEntrance entrance, String organization, InstantSource clock) {
    this.console = console;
    this.entrance = entrance;
    this.organization = organization;
    this.clock = clock;
  }

  void route(HttpRouting.Builder routing) {
    routing.get(
        "/console/signin",
        (request, response) -> signIn(request, response, console.begun(request, response), ""));
    routing.post("/console/signin/certificate", this::byCertificate);
    routing.post("/console/signin/passkey", this::byPasskey);
    routing.get(
        "/console/passkey",
        (request, response) -> register(request, response, console.begun(request, response), ""));
    routing.post("/console/passkey", this::make);
    routing.post(
        "/console/signout",
        (request, response) ->
            console
                .guard()
                .posted(request, response)
                .ifPresent(posted -> console.leave(request, response)));
  }

  private void byCertificate(ServerRequest request, ServerResponse response) {
    console
        .guard()
        .posted(request, response)
        .ifPresent(posted -> {
          Entry entry =
              ClientCertificate.shown(request)
                  .map(entrance::byCertificate)
                  .orElseGet(Entry.Refused::new);
          enter(response, entry, why -> signIn(request, response, posted.token(), why));
        });
  }

  private void byPasskey(ServerRequest request, ServerResponse response) {
    console
        .guard()
        .posted(request, response)
        .ifPresent(posted -> {
          Entry entry =
              webAuthn
                  .used(posted.form().get("credential"), entrance::passkey)
                  .map(checked ->
                      entrance.byPasskey(checked.passkey(), checked.shown(), posted.token()))
                  .orElseGet(Entry.Refused::new);
          enter(response, entry, why -> signIn(request, response, posted.token(), why));
        });
  }

  private void make(ServerRequest request, ServerResponse response) {
    console
        .guard()
        .posted(request, response)
        .ifPresent(posted ->
            enter(
                response,
                made(request, posted),
                why -> register(request, response, posted.token(), why)));
  }

  private Entry made(ServerRequest request, Guard.Posted posted) {
    Mailbox mailbox;
    try {
      mailbox = Mailbox.of(posted.form().get("mailbox").strip());
    } catch (IllegalArgumentException e) {
      return new Entry.Refused();
    }
    return webAuthn
        .made(posted.form().get("credential"), mailbox, host(request), clock.instant())
        .map(checked ->
            entrance.register(
                checked.passkey(),
                checked.shown(),
                posted.form().get("code"),
                posted.token(),
                request.remotePeer().host()))
        .orElseGet(Entry.Refused::new);
  }

  /** Shows the page again, with why. */
  @FunctionalInterface
  private interface Again {
    void show(String why);
  }

  private void enter(ServerResponse response, Entry entry, Again again) {
    switch (entry) {
      case Entry.Admitted(String token) -> {
        console.admit(response, token);
        Document.goTo(response, "/console/");
      }
      case Entry.Refused _ -> {
        response.status(Status.FORBIDDEN_403);
        again.show(REFUSED);
      }
      case Entry.TooMany(Duration pause) -> {
        response.status(Status.TOO_MANY_REQUESTS_429);
        response.header(HeaderNames.RETRY_AFTER, Long.toString(pause.toSeconds()));
        again.show("That was tried too often. Wait " + pause.toMinutes() + " minutes.");
      }
      case Entry.Unreachable _ -> {
        response.status(Status.SERVICE_UNAVAILABLE_503);
        again.show("It cannot be looked up now whether this counts. Try again later.");
      }
    }
  }

  private void signIn(ServerRequest request, ServerResponse response, String token, String why) {
    Optional<Certificate> shown = ClientCertificate.shown(request);
    console.open(
        response,
        token,
        SCRIPT,
        "signin",
        Map.of(
            "certificate",
            shown.flatMap(entrance::holder).map(Mailbox::toString).orElse(""),
            "problem",
            why,
            "challenge",
            challenge(token),
            "host",
            host(request)));
  }

  private void register(ServerRequest request, ServerResponse response, String token, String why) {
    console.open(
        response,
        token,
        SCRIPT,
        "passkey",
        Map.of(
            "problem",
            why,
            "challenge",
            challenge(token),
            "host",
            host(request),
            "organization",
            organization));
  }

  private String challenge(String token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(entrance.challenge(token));
  }

  /** The host that the browser asked for; what a passkey is made for, and tells by itself later. */
  private static String host(ServerRequest request) {
    try {
      String host = new URI("https://" + request.authority()).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return "";
    }
  }
}
