package org.signetmail.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.signetmail.ca.OcspAnswer;
import org.signetmail.ca.OcspResponder;
import org.signetmail.pkix.OcspFailure;
import org.signetmail.pkix.OcspInquiry;

/**
 * {@code /ocsp}: the status of certificates by POST and by GET (RFC 6960 appendix A, RFC 9919 §5),
 * with what lets caches answer in our place (RFC 9919 §6). Whatever is wrong with a request, the
 * answer is an OCSPResponse that says so.
 */
public final class OcspPages implements Pages {
  private static final System.Logger LOG = System.getLogger(OcspPages.class.getName());
  private static final String FOLDER = "/ocsp/";
  private static final String REQUEST = "application/ocsp-request";
  private static final String RESPONSE = "application/ocsp-response";

  /** A revocation is answered at once here; caches in between may be this much behind. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final OcspResponder responder;
  private final InstantSource clock;

  public OcspPages(OcspResponder responder, InstantSource clock) {
    this.responder = responder;
    this.clock = clock;
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.allOf(Reach.class);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.post("/ocsp", this::post);
    routing.get("/ocsp/*", this::get);
    routing.any("/ocsp", (request, response) -> Answers.otherMethod(response, "GET, POST"));
    routing.any("/ocsp/*", (request, response) -> Answers.otherMethod(response, "GET, POST"));
  }

  private void post(ServerRequest request, ServerResponse response) {
    if (!RequestBody.is(request, REQUEST)) {
      response.status(Status.UNSUPPORTED_MEDIA_TYPE_415);
      Answers.text(response, "a request for status is " + REQUEST + " (RFC 6960 appendix A.2)\n");
      return;
    }
    byte[] body = RequestBody.read(request, OcspInquiry.LARGEST);
    send(answer(body), request, response);
  }

  /** The path behind {@code /ocsp/} is the request in Base64, URL-encoded. */
  private void get(ServerRequest request, ServerResponse response) {
    if (!request.path().rawPath().startsWith(FOLDER)) {
      Answers.otherMethod(response, "POST");
      return;
    }
    String path = request.path().rawPath().substring(FOLDER.length());
    byte[] decoded;
    try {
      String base64 = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.US_ASCII);
      decoded = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      decoded = new byte[0]; // no request at all: malformed, as the responder will say
    }
    send(answer(decoded), request, response);
  }

  private OcspAnswer answer(byte[] request) {
    try {
      return responder.answer(request);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "ocsp: " + e.getMessage());
      return new OcspAnswer.Failed(OcspFailure.TRY_LATER);
    }
  }

  private void send(OcspAnswer answer, ServerRequest request, ServerResponse response) {
    switch (answer) {
      case OcspAnswer.Reusable reusable -> {
        Instant now = clock.instant();
        Duration left = Duration.between(now, reusable.nextUpdate());
        Duration fresh = left.compareTo(FRESH) < 0 ? left : FRESH;
        response.header(
            HeaderNames.CACHE_CONTROL,
            "max-age="
                + Math.max(0, fresh.toSeconds())
                + ", public, no-transform, must-revalidate");
        Caching.lastModified(response, reusable.thisUpdate());
        Caching.date(response, HeaderNames.EXPIRES, reusable.nextUpdate());
        if (Caching.isKnown(request, response, reusable.sha256())) {
          return;
        }
      }
      case OcspAnswer.Once _, OcspAnswer.Failed _ ->
          response.header(HeaderNames.CACHE_CONTROL, "no-store");
    }
    Answers.bytes(response, RESPONSE, answer.encoded());
  }
}
