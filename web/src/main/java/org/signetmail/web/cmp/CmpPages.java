package org.signetmail.web.cmp;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.cmp.CmpMessage;
import org.signetmail.web.Answers;
import org.signetmail.web.EnrolmentLimits;
import org.signetmail.web.Pages;
import org.signetmail.web.RequestBody;

/**
 * {@code /.well-known/cmp}, and below it an address for each operation: PKIMessages by POST (RFC
 * 9811 §3, RFC 9483 §6.1). On both listeners: messages are protected themselves, and nothing in
 * them is secret.
 *
 * <p>Whatever is a PKIMessage is answered by one, errors too, under status 200 (RFC 9811 §3).
 */
public final class CmpPages implements Pages {
  private static final String ROOT = "/.well-known/cmp";
  private static final String MESSAGE = "application/pkixcmp";

  private final CmpDesk desk;
  private final EnrolmentLimits limits;

  public CmpPages(CmpDesk desk, EnrolmentLimits limits) {
    this.desk = desk;
    this.limits = limits;
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.allOf(Reach.class);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    route(routing, ROOT, Optional.empty());
    for (CmpOperation operation : CmpOperation.values()) {
      route(routing, ROOT + "/" + operation.label(), Optional.of(operation));
    }
  }

  private void route(HttpRouting.Builder routing, String path, Optional<CmpOperation> operation) {
    routing.post(path, (request, response) -> post(request, response, operation));
    routing.any(path, (request, response) -> Answers.otherMethod(response, "POST"));
  }

  private void post(
      ServerRequest request, ServerResponse response, Optional<CmpOperation> operation) {
    Optional<Duration> wait = limits.wait(request);
    if (wait.isPresent()) {
      EnrolmentLimits.tooMany(response, wait.get());
      return;
    }
    if (!RequestBody.is(request, MESSAGE)) {
      response.status(Status.UNSUPPORTED_MEDIA_TYPE_415);
      Answers.text(response, "a PKIMessage is " + MESSAGE + " (RFC 9811 §3)\n");
      return;
    }
    byte[] body = RequestBody.read(request, CmpMessage.LARGEST);
    if (body.length > CmpMessage.LARGEST) {
      response.status(Status.REQUEST_ENTITY_TOO_LARGE_413);
      Answers.text(response, "a PKIMessage has at most " + CmpMessage.LARGEST + " octets\n");
      return;
    }
    CmpMessage message;
    try {
      message = CmpMessage.of(body);
    } catch (IOException e) {
      response.status(Status.BAD_REQUEST_400);
      Answers.text(response, e.getMessage() + "\n");
      return;
    }
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    Answers.bytes(
        response, MESSAGE, desk.answer(message, operation, new CmpCaller(request, limits)));
  }
}
