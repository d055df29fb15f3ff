package org.signetmail.web;

import io.helidon.webserver.http.HttpRouting;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What mail programs fetch to set themselves up, such as {@code
 * /.well-known/autoconfig/mail/config-v1.1.xml}. The same for everybody: no address is looked up,
 * and a question that names one is answered as any other.
 */
public final class ClientPages implements Pages {
  private final Map<String, Served> served;

  /** One document. */
  public record Served(String mediaType, byte[] content) {}

  /**
   * @param served by path
   */
  public ClientPages(Map<String, Served> served) {
    this.served = new LinkedHashMap<>(served);
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.of(Reach.HTTPS);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    served.forEach((path, one) ->
        routing.get(
            path,
            (request, response) -> {
              Caching.fresh(response, Duration.ofMinutes(5));
              Answers.bytes(response, one.mediaType(), one.content());
            }));
  }
}
