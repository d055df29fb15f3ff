package org.signetmail.web;

import io.helidon.http.DateTime;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.ca.CrlStore;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;

/**
 * {@code /ca/NAME.cer} and {@code /crl/NAME.crl}: each authority's certificate and its current
 * revocation list as DER (RFC 5280 §4.2.1.13, §4.2.2.1; RFC 2585 media types), where {@code NAME}
 * is {@link #name} of the authority's key. Cached until the next list is due.
 */
public final class AuthorityPages implements Pages {
  private final List<Certificate> authorities;
  private final CrlStore crls;
  private final InstantSource clock;

  public AuthorityPages(List<Certificate> authorities, CrlStore crls, InstantSource clock) {
    this.authorities = List.copyOf(authorities);
    this.crls = crls;
    this.clock = clock;
  }

  /** The name of an authority in addresses, as its certificates point to it. */
  public static String name(KeyId authority) {
    return Publication.name(authority);
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.allOf(Reach.class);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    for (Certificate authority : authorities) {
      String name = name(authority.keyId());
      routing.get(
          "/ca/" + name + ".cer",
          (request, response) -> {
            response.header(HeaderNames.CACHE_CONTROL, "public, max-age=86400");
            Answers.bytes(response, "application/pkix-cert", authority.encoded());
          });
      routing.get("/crl/" + name + ".crl", (request, response) -> crl(authority.keyId(), response));
    }
  }

  private void crl(KeyId authority, ServerResponse response) {
    Optional<CrlStore.Crl> current = crls.current(authority);
    if (current.isEmpty()) {
      Answers.notFound(response);
      return;
    }
    CrlStore.Crl crl = current.get();
    Instant now = clock.instant();
    // A list is published at once after a revocation: caches may keep one for minutes, not for its
    // whole life.
    long fresh =
        Math.clamp(
            Duration.between(now, crl.nextUpdate()).toSeconds(),
            0L,
            Duration.ofMinutes(5).toSeconds());
    response.header(HeaderNames.CACHE_CONTROL, "public, max-age=" + fresh);
    response.header(
        HeaderNames.LAST_MODIFIED,
        DateTime.RFC_1123_DATE_TIME.format(crl.thisUpdate().atZone(ZoneOffset.UTC)));
    Answers.bytes(response, "application/pkix-crl", crl.encoded());
  }
}
