package org.signetmail.web;

import io.helidon.http.DateTime;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** What an answer says to caches (RFC 9111). */
final class Caching {
  private Caching() {}

  /** For this long it may be served without asking again; a negative time is none. */
  static void fresh(ServerResponse response, Duration time) {
    response.header(HeaderNames.CACHE_CONTROL, "public, max-age=" + Math.max(0, time.toSeconds()));
  }

  static void lastModified(ServerResponse response, Instant at) {
    date(response, HeaderNames.LAST_MODIFIED, at);
  }

  static void date(ServerResponse response, HeaderName name, Instant at) {
    response.header(name, DateTime.RFC_1123_DATE_TIME.format(at.atZone(ZoneOffset.UTC)));
  }

  /**
   * Names this version of the answer (RFC 9110 §8.8.3), and sends 304 when the client has it
   * already (§13.1.2).
   *
   * @param tag without quotes
   * @return whether the answer is sent
   */
  static boolean isKnown(ServerRequest request, ServerResponse response, String tag) {
    String quoted = "\"" + tag + "\"";
    response.header(HeaderNames.ETAG, quoted);
    boolean known =
        request.headers().contains(HeaderNames.IF_NONE_MATCH)
            && request.headers().get(HeaderNames.IF_NONE_MATCH).allValues().contains(quoted);
    if (known) {
      response.status(Status.NOT_MODIFIED_304).send();
    }
    return known;
  }
}
