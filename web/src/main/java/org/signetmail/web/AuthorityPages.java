package org.signetmail.web;

import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.signetmail.ca.CrlStore;
import org.signetmail.ca.Publication;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.KeyId;

/**
 * {@code /ca/NAME.cer}, {@code /ca/NAME.p7c} and {@code /crl/NAME….crl}: each authority's
 * certificate and its current revocation lists as DER (RFC 5280 §4.2.1.13, §4.2.2.1; RFC 2585 media
 * types), where {@code NAME} is {@link #name} of the authority's key, and {@link
 * Publication#crlSuffix} names the list.
 *
 * <p>Lists may be large, so each is kept here until there is a newer one, for which the store is
 * asked at most once a second.
 */
public final class AuthorityPages implements Pages {
  private static final Duration STORE_ASKED_AGAIN = Duration.ofSeconds(1);

  /**
   * A list is published at once after a revocation: caches may keep one for minutes, not for its
   * whole life.
   */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private record ListName(KeyId issuer, CrlStore.CrlKey key) {}

  private record Held(CrlStore.Crl crl, Instant asked) {}

  private final List<Certificate> authorities;
  private final CrlStore crls;
  private final InstantSource clock;
  private final Map<ListName, Held> held = new ConcurrentHashMap<>();

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
    for (String address : List.of("/ca/*", "/crl/*")) {
      for (Method method : List.of(Method.POST, Method.PUT, Method.DELETE, Method.PATCH)) {
        routing.route(method, address, (request, response) -> Answers.otherMethod(response, "GET"));
      }
    }
    for (Certificate authority : authorities) {
      String name = name(authority.keyId());
      byte[] certsOnly = Certificates.certsOnly(List.of(authority));
      routing.get(
          "/ca/" + name + ".cer",
          (request, response) -> lasting(response, "application/pkix-cert", authority.encoded()));
      routing.get(
          "/ca/" + name + ".p7c",
          (request, response) ->
              lasting(response, "application/pkcs7-mime; smime-type=certs-only", certsOnly));
      routing.get(
          "/crl/{file:" + name + ".*}",
          (request, response) -> {
            String file = request.path().pathParameters().get("file");
            crl(authority.keyId(), file.substring(name.length()), request, response);
          });
    }
  }

  private static void lasting(ServerResponse response, String mediaType, byte[] body) {
    Caching.fresh(response, Duration.ofDays(1));
    Answers.bytes(response, mediaType, body);
  }

  private void crl(KeyId issuer, String suffix, ServerRequest request, ServerResponse response) {
    Optional<CrlStore.Crl> current =
        Publication.crlOfSuffix(suffix).flatMap(key -> current(new ListName(issuer, key)));
    if (current.isEmpty()) {
      Answers.notFound(response);
      return;
    }
    CrlStore.Crl crl = current.get();
    Duration left = Duration.between(clock.instant(), crl.nextUpdate());
    Caching.fresh(response, left.compareTo(FRESH) < 0 ? left : FRESH);
    Caching.lastModified(response, crl.thisUpdate());
    if (Caching.isKnown(request, response, crl.number() + suffix)) {
      return;
    }
    Answers.bytes(response, "application/pkix-crl", crl.encoded());
  }

  private Optional<CrlStore.Crl> current(ListName name) {
    Instant now = clock.instant();
    Held known = held.get(name);
    if (known != null && now.isBefore(known.asked().plus(STORE_ASKED_AGAIN))) {
      return Optional.of(known.crl());
    }
    if (known != null && isNewest(name, known.crl())) {
      held.put(name, new Held(known.crl(), now));
      return Optional.of(known.crl());
    }
    Optional<CrlStore.Crl> current = crls.current(name.issuer(), name.key());
    if (known != null && current.filter(crl -> isOlder(crl, known.crl())).isPresent()) {
      return Optional.of(known.crl()); // who was asked is a moment behind who was asked before
    }
    current.ifPresent(crl -> held.put(name, new Held(crl, now)));
    return current;
  }

  private static boolean isOlder(CrlStore.Crl one, CrlStore.Crl other) {
    return one.number().compareTo(other.number()) < 0;
  }

  private boolean isNewest(ListName name, CrlStore.Crl crl) {
    return crls.heads(name.issuer()).stream().anyMatch(crl.head()::equals);
  }
}
