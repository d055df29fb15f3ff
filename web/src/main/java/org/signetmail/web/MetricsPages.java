package org.signetmail.web;

import io.helidon.webserver.http.HttpRouting;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.EnumSet;
import java.util.Set;

/** {@code /metrics} in the Prometheus text format. Names no person and no message. */
public final class MetricsPages implements Pages {
  private final PrometheusMeterRegistry registry;

  public MetricsPages(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.of(Reach.HTTPS);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.get(
        "/metrics",
        (request, response) -> {
          String body = registry.scrape();
          Answers.bytes(
              response,
              "text/plain; version=0.0.4; charset=utf-8",
              body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
  }
}
