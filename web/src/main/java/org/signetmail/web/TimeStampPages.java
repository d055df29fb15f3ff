package org.signetmail.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.EnumSet;
import java.util.Set;
import org.signetmail.ca.TimeStampAuthority;
import org.signetmail.pkix.TimeStampRequest;

/** {@code /tsa}: time stamps over HTTP (RFC 3161 §3.4). A refusal is a TimeStampResp too. */
public final class TimeStampPages implements Pages {
  private static final String QUERY = "application/timestamp-query";
  private static final String REPLY = "application/timestamp-reply";

  private final TimeStampAuthority authority;

  public TimeStampPages(TimeStampAuthority authority) {
    this.authority = authority;
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.allOf(Reach.class);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.post("/tsa", this::post);
    routing.any("/tsa", (request, response) -> Answers.otherMethod(response, "POST"));
  }

  private void post(ServerRequest request, ServerResponse response) {
    if (!RequestBody.is(request, QUERY)) {
      response.status(Status.UNSUPPORTED_MEDIA_TYPE_415);
      Answers.text(response, "a request for a time stamp is " + QUERY + " (RFC 3161 §3.4)\n");
      return;
    }
    byte[] body = RequestBody.read(request, TimeStampRequest.LARGEST);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    Answers.bytes(response, REPLY, authority.answer(body));
  }
}
