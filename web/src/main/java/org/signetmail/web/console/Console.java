package org.signetmail.web.console;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.NotAllowed;
import org.signetmail.enrolment.staff.Right;
import org.signetmail.enrolment.staff.StaffSessions;
import org.signetmail.web.page.Document;
import org.signetmail.web.page.Form;
import org.signetmail.web.page.Guard;
import org.signetmail.web.page.Upload;

/**
 * Knows who asks, draws what a desk gave them, and answers what a desk refused. Whether somebody
 * may have a page is never decided here. Safe for use by many threads.
 */
final class Console {
  private static final String COOKIE = "__Host-signet-console";
  private static final String SIGN_IN = "/console/signin";

  private record Way(String path, String label, Right right) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("/console/", "Today", Right.SEE_TODAY),
          new Way("/console/people", "People", Right.SEE_PEOPLE),
          new Way("/console/certificates", "Certificates", Right.SEE_CERTIFICATES),
          new Way("/console/requests", "Requests", Right.DECIDE_REQUESTS),
          new Way("/console/recoveries", "Recoveries", Right.SEE_RECOVERIES),
          new Way("/console/rollout", "Rollout", Right.SEE_ROLLOUT),
          new Way("/console/policy", "Policy", Right.SEE_POLICY),
          new Way("/console/log", "Log", Right.SEE_LOG));

  private final String organization;
  private final StaffSessions sessions;
  private final Guard guard;

  Console(String organization, StaffSessions sessions, byte[] secret) {
    this.organization = organization;
    this.sessions = sessions;
    this.guard = new Guard(COOKIE, secret, this::refuse);
  }

  /** Makes a page for somebody. */
  @FunctionalInterface
  interface Maker {
    Screen make(Actor actor, ServerRequest request);
  }

  /** Does something for somebody. */
  @FunctionalInterface
  interface Act {
    Done run(Actor actor, Form form);
  }

  /** Does something with a file, for somebody. */
  @FunctionalInterface
  interface Filed {
    Done run(Actor actor, Upload upload);
  }

  /** What comes after an act. */
  sealed interface Done {
    /** Another page, by GET. */
    record GoTo(String path) implements Done {}

    /** This page. */
    record Show(Status status, Screen screen) implements Done {}
  }

  /** A page at an address. */
  void page(HttpRouting.Builder routing, String path, Maker maker) {
    routing.get(path, (request, response) -> show(request, response, maker));
  }

  /** An act at an address. */
  void act(HttpRouting.Builder routing, String path, Act act) {
    routing.post(
        path,
        (request, response) ->
            guard
                .posted(request, response)
                .ifPresent(posted ->
                    run(
                        request,
                        response,
                        posted.token(),
                        actor -> act.run(actor, posted.form()))));
  }

  /** An act with a file, at an address. */
  void filed(HttpRouting.Builder routing, String path, int largest, Filed act) {
    routing.post(
        path,
        (request, response) -> {
          if (sessions.find(guard.token(request)).isEmpty()) {
            Document.goTo(response, SIGN_IN); // before anything large is read
            return;
          }
          guard
              .uploaded(request, response, largest)
              .ifPresent(uploaded ->
                  run(
                      request,
                      response,
                      uploaded.token(),
                      actor -> act.run(actor, uploaded.upload())));
        });
  }

  /** The browser's token; it gets one where it has none. */
  String begun(ServerRequest request, ServerResponse response) {
    String known = guard.token(request);
    if (!known.isEmpty()) {
      return known;
    }
    String token = sessions.newToken();
    guard.set(response, token);
    return token;
  }

  Guard guard() {
    return guard;
  }

  /** Lets a browser in with a new token. */
  void admit(ServerResponse response, String token) {
    guard.set(response, token);
  }

  /** Whoever has this browser is signed in no more. */
  void leave(ServerRequest request, ServerResponse response) {
    sessions.close(guard.token(request));
    guard.clear(response);
    Document.goTo(response, SIGN_IN);
  }

  /** The first page that somebody may see. */
  void home(ServerRequest request, ServerResponse response, Maker today) {
    Optional<Actor> actor = sessions.find(guard.token(request));
    if (actor.isEmpty() || actor.get().may(Right.SEE_TODAY)) {
      show(request, response, today);
      return;
    }
    WAYS.stream()
        .filter(way -> actor.get().may(way.right()))
        .findFirst()
        .ifPresentOrElse(
            way -> Document.goTo(response, way.path()), () -> Document.goTo(response, SIGN_IN));
  }

  /** A page that nobody need be signed in for. */
  void open(
      ServerResponse response,
      String token,
      String script,
      String template,
      Map<String, Object> more) {
    Map<String, Object> values = new java.util.HashMap<>(more);
    values.put(
        "frame", new ConsoleFrame(organization, "", guard.word(token), List.of(), "", script));
    Document.show(response, "console/" + template, values);
  }

  private void show(ServerRequest request, ServerResponse response, Maker maker) {
    String token = guard.token(request);
    Optional<Actor> actor = sessions.find(token);
    if (actor.isEmpty()) {
      Document.goTo(response, SIGN_IN);
      return;
    }
    try {
      Screen screen = maker.make(actor.get(), request);
      if (request.query().first("format").filter("csv"::equals).isPresent()) {
        csv(response, screen);
        return;
      }
      draw(request, response, actor.get(), token, screen);
    } catch (NotAllowed e) {
      forbidden(request, response, actor.get(), token, e);
    } catch (NothingThere e) {
      response.status(Status.NOT_FOUND_404);
      draw(request, response, actor.get(), token, nothing(e));
    }
  }

  private void run(
      ServerRequest request, ServerResponse response, String token, Function<Actor, Done> act) {
    Optional<Actor> actor = sessions.find(token);
    if (actor.isEmpty()) {
      Document.goTo(response, SIGN_IN);
      return;
    }
    try {
      switch (act.apply(actor.get())) {
        case Done.GoTo(String path) -> Document.goTo(response, path);
        case Done.Show(Status status, Screen screen) -> {
          response.status(status);
          draw(request, response, actor.get(), token, screen);
        }
      }
    } catch (NotAllowed e) {
      forbidden(request, response, actor.get(), token, e);
    } catch (NothingThere e) {
      response.status(Status.NOT_FOUND_404);
      draw(request, response, actor.get(), token, nothing(e));
    }
  }

  private void forbidden(
      ServerRequest request, ServerResponse response, Actor actor, String token, NotAllowed why) {
    response.status(Status.FORBIDDEN_403);
    draw(
        request,
        response,
        actor,
        token,
        new Screen(
            "Not for your role", "", List.of(new Part.Problem(String.valueOf(why.getMessage())))));
  }

  private static Screen nothing(NothingThere why) {
    return new Screen(
        "Nothing there", "", List.of(new Part.Problem(String.valueOf(why.getMessage()))));
  }

  private void draw(
      ServerRequest request, ServerResponse response, Actor actor, String token, Screen screen) {
    Document.show(
        response,
        "console/screen",
        Map.of("frame", frame(request, actor, token, screen), "screen", screen));
  }

  private ConsoleFrame frame(ServerRequest request, Actor actor, String token, Screen screen) {
    String path = request.path().path();
    String query = request.query().rawValue();
    String csv =
        screen.hasTable() && request.prologue().method().text().equals("GET")
            ? path + "?" + (query.isEmpty() ? "" : query + "&") + "format=csv"
            : "";
    return new ConsoleFrame(
        organization,
        actor.mailbox() + " (" + actor.words() + ")",
        guard.word(token),
        WAYS.stream()
            .filter(way -> actor.may(way.right()))
            .map(way -> new ConsoleFrame.Place(way.path(), way.label(), isUnder(path, way.path())))
            .toList(),
        csv,
        "");
  }

  private static boolean isUnder(String path, String place) {
    return place.equals("/console/") ? path.equals(place) : path.startsWith(place);
  }

  /** Row by row: a table may be larger than what one would like to hold. */
  private static void csv(ServerResponse response, Screen screen) {
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"signet.csv\"");
    response.header(HeaderNames.CONTENT_TYPE, "text/csv; charset=utf-8; header=present");
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(response.outputStream(), StandardCharsets.UTF_8))) {
      screen.csv(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuse(ServerResponse response, Status status, String sentence) {
    response.status(status);
    open(response, "", "", "message", Map.of("title", "Not done", "text", sentence));
  }

  /** What was asked for is not there. */
  static final class NothingThere extends RuntimeException {
    private static final long serialVersionUID = 1;

    NothingThere(String sentence) {
      super(sentence);
    }
  }
}
