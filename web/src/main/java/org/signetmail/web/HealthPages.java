package org.signetmail.web;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * {@code /health/live} and {@code /health/ready}: whether the process runs, and whether it can do
 * its work now. Not ready is 503 with one line for each reason.
 */
public final class HealthPages implements Pages {
  private final List<ReadinessCheck> checks;

  public HealthPages(List<ReadinessCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.allOf(Reach.class);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.get("/health/live", (request, response) -> Answers.text(response, "live\n"));
    routing.get("/health/ready", (request, response) -> ready(response));
  }

  private void ready(ServerResponse response) {
    StringBuilder problems = new StringBuilder();
    for (ReadinessCheck check : checks) {
      check
          .problem()
          .ifPresent(p -> problems.append(check.name()).append(": ").append(p).append('\n'));
    }
    if (problems.isEmpty()) {
      Answers.text(response, "ready\n");
    } else {
      response.status(Status.SERVICE_UNAVAILABLE_503);
      Answers.text(response, problems.toString());
    }
  }
}
