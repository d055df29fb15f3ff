package org.signetmail.web;

import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * The headers that tell a browser to run and load nothing but what we sent (OWASP secure headers).
 */
final class Safety {
  private Safety() {}

  static void apply(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    response.header("X-Content-Type-Options", "nosniff");
    response.header("X-Frame-Options", "DENY");
    response.header("Referrer-Policy", "no-referrer");
    response.header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'");
    if (request.isSecure()) {
      response.header("Strict-Transport-Security", "max-age=31536000");
    }
    chain.proceed();
  }
}
