package org.signetmail.web;

import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.EnumSet;
import java.util.Set;

/** Tells somebody of every request, whoever answers it. */
public record WatchedPages(RequestWatch watch) implements Pages {
  @Override
  public Set<Reach> reach() {
    return EnumSet.allOf(Reach.class);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.addFilter(this::around);
  }

  private void around(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    RequestWatch.Ending ending =
        watch.begins(request.prologue().method().text(), place(request.path().path()));
    try {
      chain.proceed();
    } finally {
      ending.answered(response.status().code());
    }
  }

  private static String place(String path) {
    int end = path.indexOf('/', 1);
    return end < 0 ? path : path.substring(0, end);
  }
}
