package org.signetmail.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.util.EnumSet;
import java.util.Set;

/**
 * What every page says while the database is away: that it is, that mail is deferred and none is
 * lost, and when to come again (503, RFC 9110 §15.6.4). The console needs the database to know who
 * is signed in, so there this page is all it can say.
 *
 * @param outage what the ports of the store throw then
 */
public record OutagePages(Class<? extends RuntimeException> outage) implements Pages {
  private static final System.Logger LOG = System.getLogger(OutagePages.class.getName());
  private static final String SECONDS = "30";

  @Override
  public Set<Reach> reach() {
    return EnumSet.allOf(Reach.class);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.error(outage, (request, response, problem) -> away(response, problem));
  }

  private static void away(ServerResponse response, RuntimeException problem) {
    LOG.log(System.Logger.Level.WARNING, "page not made: " + problem.getMessage());
    response.status(Status.SERVICE_UNAVAILABLE_503);
    response.header(HeaderNames.RETRY_AFTER, SECONDS);
    Answers.text(
        response,
        "Signet's database does not answer now, or refuses. Mail is deferred (451) where it must"
            + " be and none is lost.\nCome again in half a minute; if this stays, /health/ready"
            + " and the system's log say more.\n");
  }
}
