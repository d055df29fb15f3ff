package org.signetmail.web.portal;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import org.signetmail.enrolment.Sessions;
import org.signetmail.web.page.Form;
import org.signetmail.web.page.Guard;

/** Who comes to the portal: a browser, and whoever is signed in with it. For many threads. */
final class Visits {
  private static final String COOKIE = "__Host-signet";

  private final Sessions sessions;
  private final Screens screens;
  private final Guard guard;

  /**
   * @param secret 32 random octets, the same on every node
   */
  Visits(Sessions sessions, Screens screens, byte[] secret) {
    this.sessions = sessions;
    this.screens = screens;
    this.guard = new Guard(COOKIE, secret, this::refuse);
  }

  /** Who asks for a page that has no form. */
  Visit of(ServerRequest request) {
    return visit(guard.token(request));
  }

  /** Who asks for a page with a form; gets a cookie with it. */
  Visit begun(ServerRequest request, ServerResponse response) {
    Visit visit = of(request);
    if (!visit.token().isEmpty()) {
      return visit;
    }
    String token = sessions.newToken();
    set(response, token);
    return visit(token);
  }

  /** From now on the browser has this token, whatever it had before. */
  void set(ServerResponse response, String token) {
    guard.set(response, token);
  }

  /** From now on it has none. */
  void clear(ServerResponse response) {
    guard.clear(response);
  }

  /** A request that changes something, with its form. */
  record Posted(Visit visit, Form form) {}

  /** A form of ours, sent by its reader; empty when it is not, and then it is answered. */
  Optional<Posted> posted(ServerRequest request, ServerResponse response) {
    return guard
        .posted(request, response)
        .map(posted -> new Posted(visit(posted.token()), posted.form()));
  }

  /** The same for a body that is no form: the word is in a field of the header. */
  Optional<Visit> handedIn(ServerRequest request, ServerResponse response) {
    return guard.handedIn(request, response).map(this::visit);
  }

  private void refuse(ServerResponse response, Status status, String sentence) {
    response.status(status);
    screens.message(
        response,
        new Screens.Message("Not done", sentence, "/", "To the first page"),
        screens.frame(visit(""), "Not done", ""));
  }

  private Visit visit(String token) {
    return token.isEmpty()
        ? new Visit("", Optional.empty(), "")
        : new Visit(token, sessions.find(token), guard.word(token));
  }
}
