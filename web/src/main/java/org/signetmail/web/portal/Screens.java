package org.signetmail.web.portal;

import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import org.signetmail.web.page.Document;

/** The pages of the portal around one frame. Safe for use by many threads. */
final class Screens {
  private final String organization;

  Screens(String organization) {
    this.organization = organization;
  }

  /** What stands around a page. */
  Frame frame(Visit visit, String title, String command) {
    return new Frame(
        title,
        organization,
        visit.signedIn().map(one -> one.person().mailbox().toString()).orElse(""),
        visit.csrf(),
        command,
        "",
        "");
  }

  /** Writes one page; nothing of it is kept on the way. */
  void show(ServerResponse response, String template, Map<String, Object> values) {
    Document.show(response, "portal/" + template, values);
  }

  /** A page with one sentence and one thing to do. */
  record Message(String title, String text, String href, String next) {}

  void message(ServerResponse response, Message message, Frame frame) {
    show(
        response,
        "message",
        Map.of(
            "frame", frame,
            "text", message.text(),
            "href", message.href(),
            "next", message.next()));
  }

  /** To another page, by GET (RFC 9110 §15.4.4). */
  static void goTo(ServerResponse response, String path) {
    Document.goTo(response, path);
  }
}
