package org.signetmail.web.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/**
 * Writes pages: the templates, which escape what they show, and what a page for people says to
 * browsers beside what every answer of ours says. Safe for use by many threads.
 */
public final class Document {
  /** With script of ours and of nobody else; never with script inside a page. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self';"
          + " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(ContentType.Html);

  private Document() {}

  /**
   * Writes one page; nothing of it is kept on the way.
   *
   * @param template such as {@code portal/home}
   */
  public static void show(ServerResponse response, String template, Map<String, Object> values) {
    Utf8ByteOutput page = new Utf8ByteOutput();
    TEMPLATES.render(template + ".jte", values, page);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header("Content-Security-Policy", POLICY);
    response.header("Cross-Origin-Opener-Policy", "same-origin");
    response.header("Cross-Origin-Resource-Policy", "same-origin");
    response.header(
        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    response.send(page.toByteArray());
  }

  /** To another page, by GET (RFC 9110 §15.4.4). */
  public static void goTo(ServerResponse response, String path) {
    response.status(Status.SEE_OTHER_303);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header(HeaderNames.LOCATION, path);
    response.send();
  }
}
