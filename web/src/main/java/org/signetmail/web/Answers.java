package org.signetmail.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Answers in the forms that several pages share. */
public final class Answers {
  private static final System.Logger LOG = System.getLogger(Answers.class.getName());

  private Answers() {}

  public static void bytes(ServerResponse response, String mediaType, byte[] body) {
    response.header(HeaderNames.CONTENT_TYPE, mediaType).send(body);
  }

  public static void text(ServerResponse response, String body) {
    bytes(
        response,
        "text/plain; charset=utf-8",
        body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  static void notFound(ServerResponse response) {
    response.status(Status.NOT_FOUND_404);
    text(response, "nothing is here; the front page / lists what there is\n");
  }

  public static void otherMethod(ServerResponse response, String allowed) {
    response.status(Status.METHOD_NOT_ALLOWED_405);
    response.header(HeaderNames.ALLOW, allowed);
    text(response, "this address answers " + allowed + "\n");
  }

  /** Something nobody foresaw: the person gets one line, the log gets the rest. */
  static void defect(ServerRequest request, ServerResponse response, Exception problem) {
    LOG.log(
        System.Logger.Level.ERROR,
        request.prologue().method() + " " + request.path().path() + " failed",
        problem);
    response.status(Status.INTERNAL_SERVER_ERROR_500);
    text(response, "this page could not be made; the system's log says why\n");
  }
}
