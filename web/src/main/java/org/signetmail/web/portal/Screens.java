package org.signetmail.web.portal;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/**
 * Writes pages: the templates, which escape what they show, and what a page of the portal says to
 * browsers beside what every answer of ours says. Safe for use by many threads.
 */
final class Screens {
  /** With script of ours and of nobody else; never with script inside a page. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self';"
          + " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
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
    Utf8ByteOutput page = new Utf8ByteOutput();
    templates.render("portal/" + template + ".jte", values, page);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header("Content-Security-Policy", POLICY);
    response.header("Cross-Origin-Opener-Policy", "same-origin");
    response.header("Cross-Origin-Resource-Policy", "same-origin");
    response.header(
        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    response.send(page.toByteArray());
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
    response.status(Status.SEE_OTHER_303);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header(HeaderNames.LOCATION, path);
    response.send();
  }
}
