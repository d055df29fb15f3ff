package org.signetmail.web.scep;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.signetmail.smime.ScepRequest;
import org.signetmail.web.Answers;
import org.signetmail.web.EnrolmentLimits;
import org.signetmail.web.Pages;
import org.signetmail.web.RequestBody;

/**
 * {@code /scep}: GetCACaps, GetCACert and PKIOperation by GET and POST (RFC 8894 §4). On both
 * listeners: what is secret in a message is encrypted to the registration authority.
 */
public final class ScepPages implements Pages {
  private static final String PATH = "/scep";
  private static final String MESSAGE = "application/x-pki-message";
  private static final String CAPABILITIES =
      "AES\nPOSTPKIOperation\nRenewal\nSHA-256\nSHA-384\nSHA-512\nSCEPStandard\n";

  private final Supplier<ScepDesk> desk;
  private final EnrolmentLimits limits;

  /**
   * @param desk asked for with each message, and the same each time
   */
  public ScepPages(Supplier<ScepDesk> desk, EnrolmentLimits limits) {
    this.desk = desk;
    this.limits = limits;
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.allOf(Reach.class);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    for (String path : new String[] {PATH, PATH + "/", PATH + "/pkiclient.exe"}) {
      routing.get(path, this::get);
      routing.post(path, this::post);
      routing.any(path, (request, response) -> Answers.otherMethod(response, "GET, POST"));
    }
  }

  private void get(ServerRequest request, ServerResponse response) {
    switch (operation(request)) {
      case "GetCACaps" -> Answers.text(response, CAPABILITIES);
      case "GetCACert" ->
          Answers.bytes(response, "application/x-x509-ca-ra-cert", desk.get().certificates());
      case "PKIOperation" -> {
        try {
          // In a query a plus sign may have become a space.
          String message = request.query().first("message").orElse("").replace(' ', '+');
          answer(
              request, response, Base64.getDecoder().decode(message.replaceAll("[\\r\\n\\t]", "")));
        } catch (IllegalArgumentException e) {
          malformed(response, "message: is not Base64 (RFC 8894 §4.1)");
        }
      }
      default -> malformed(response, "operation: is not one of GetCACaps, GetCACert, PKIOperation");
    }
  }

  private void post(ServerRequest request, ServerResponse response) {
    if (!operation(request).equals("PKIOperation")) {
      malformed(response, "operation: only PKIOperation is posted (RFC 8894 §4.1)");
      return;
    }
    // strongSwan says nothing of the type, and nothing else than a PKIMessage is posted here.
    if (!RequestBody.is(request, MESSAGE) && !RequestBody.is(request, "")) {
      response.status(Status.UNSUPPORTED_MEDIA_TYPE_415);
      Answers.text(response, "a PKIMessage is " + MESSAGE + " (RFC 8894 §4.3)\n");
      return;
    }
    byte[] body = RequestBody.read(request, ScepRequest.LARGEST);
    if (body.length > ScepRequest.LARGEST) {
      response.status(Status.REQUEST_ENTITY_TOO_LARGE_413);
      Answers.text(response, "a PKIMessage has at most " + ScepRequest.LARGEST + " octets\n");
      return;
    }
    answer(request, response, body);
  }

  private void answer(ServerRequest request, ServerResponse response, byte[] message) {
    Optional<Duration> wait = limits.wait(request);
    if (wait.isPresent()) {
      EnrolmentLimits.tooMany(response, wait.get());
      return;
    }
    try {
      byte[] reply =
          desk.get().answer(ScepRequest.of(message), new ScepDesk.Caller(request, limits));
      response.header(HeaderNames.CACHE_CONTROL, "no-store");
      Answers.bytes(response, MESSAGE, reply);
    } catch (IOException e) {
      malformed(response, String.valueOf(e.getMessage()));
    }
  }

  private static String operation(ServerRequest request) {
    return request.query().first("operation").orElse("");
  }

  private static void malformed(ServerResponse response, String line) {
    response.status(Status.BAD_REQUEST_400);
    Answers.text(response, line + "\n");
  }
}
