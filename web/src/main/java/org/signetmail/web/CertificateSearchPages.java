package org.signetmail.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.ca.CertificateQuery;
import org.signetmail.ca.CertificateQuery.Part;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.directory.AskingLimits;
import org.signetmail.directory.Purses;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * {@code /certificates/search?ATTRIBUTE=VALUE}: the certificate store of RFC 4387. One certificate
 * is sent as itself, several as multipart/mixed (§2.4), newest first, at most fifty; by mailbox or
 * name only those that are valid now.
 */
public final class CertificateSearchPages implements Pages {
  private static final int MOST = 50;
  private static final int LONGEST_VALUE = 512;
  private static final int HASH = 20; // octets of SHA-1
  private static final String BOUNDARY = "signet-certificate";

  private final CertificateStore certificates;
  private final List<Certificate> authorities;
  private final Purses purses;
  private final InstantSource clock;

  /**
   * @param purses what each client may still ask; shared with the other ways in to the directory
   */
  public CertificateSearchPages(
      CertificateStore certificates,
      List<Certificate> authorities,
      Purses purses,
      InstantSource clock) {
    this.certificates = certificates;
    this.authorities = List.copyOf(authorities);
    this.purses = purses;
    this.clock = clock;
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.of(Reach.HTTPS);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.get("/certificates/search", this::search);
    routing.any(
        "/certificates/search", (request, response) -> Answers.otherMethod(response, "GET"));
  }

  private void search(ServerRequest request, ServerResponse response) {
    InetAddress client = client(request);
    Optional<Duration> wait = purses.ask(client);
    if (wait.isEmpty()) {
      response.status(Status.TOO_MANY_REQUESTS_429);
      response.header(
          HeaderNames.RETRY_AFTER, String.valueOf(Math.max(1, purses.again(client).toSeconds())));
      Answers.text(response, "too many questions from one client (RFC 6585 §4); ask later\n");
      return;
    }
    hold(wait.get());
    List<Certificate> found;
    try {
      found = found(request);
    } catch (IllegalArgumentException e) {
      response.status(Status.BAD_REQUEST_400);
      Answers.text(response, e.getMessage() + "\n");
      return;
    }
    purses.pay(client, price(request, found));
    if (found.isEmpty()) {
      response.status(Status.NOT_FOUND_404);
      Answers.text(response, "no certificate here answers to that (RFC 4387 §2)\n");
      return;
    }
    Caching.fresh(response, Duration.ofMinutes(5));
    if (found.size() == 1) {
      Answers.bytes(response, "application/pkix-cert", found.getFirst().encoded());
    } else {
      Answers.bytes(response, "multipart/mixed; boundary=" + BOUNDARY, parts(found));
    }
  }

  /** Names are few, so that they are guessed; and who asks by a hash has the certificate's name. */
  private static int price(ServerRequest request, List<Certificate> found) {
    int by = request.query().contains("name") ? AskingLimits.BY_NAME * (1 + found.size()) : 0;
    return by + (found.isEmpty() ? AskingLimits.UNKNOWN : 0);
  }

  private static InetAddress client(ServerRequest request) {
    return request.remotePeer().address() instanceof InetSocketAddress peer
            && peer.getAddress() != null
        ? peer.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /** On a virtual thread: it costs nothing but the client's time. */
  private static void hold(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Certificate> found(ServerRequest request) {
    Set<String> names = request.query().names();
    if (names.size() != 1 || request.query().all(names.iterator().next()).size() != 1) {
      throw new IllegalArgumentException(
          "ask for one attribute, such as ?email=bob@example.com (RFC 4387 §2)");
    }
    String attribute = names.iterator().next();
    String value = request.query().get(attribute);
    if (value.isEmpty() || value.length() > LONGEST_VALUE) {
      throw new IllegalArgumentException(
          "the value has 1 to " + LONGEST_VALUE + " characters (RFC 4387 §2.1)");
    }
    return switch (attribute) {
      case "email", "uri" -> validNow(mailboxOrName(value));
      case "name" -> validNow(new CertificateQuery.OfName(value));
      case "certHash" -> all(new CertificateQuery.OfHash(Part.CERTIFICATE, hash(value)));
      case "iAndSHash" -> all(new CertificateQuery.OfHash(Part.ISSUER_AND_SERIAL, hash(value)));
      case "sHash" -> all(new CertificateQuery.OfHash(Part.SUBJECT, hash(value)));
      case "sKIDHash" -> all(new CertificateQuery.OfHash(Part.KEY_IDENTIFIER, hash(value)));
      case "iHash" -> issuer(hash(value)).map(this::all).orElse(List.of());
      default ->
          throw new IllegalArgumentException(
              "ask by email, uri, name, certHash, iHash, iAndSHash, sHash or sKIDHash (RFC 4387"
                  + " §2.2)");
    };
  }

  private List<Certificate> validNow(CertificateQuery query) {
    Instant now = clock.instant();
    return certificates.search(query, MOST).stream()
        .filter(record -> record.revocation().isEmpty())
        .map(CertificateRecord::certificate)
        .filter(one -> !now.isBefore(one.notBefore()) && !now.isAfter(one.notAfter()))
        .toList();
  }

  private List<Certificate> all(CertificateQuery query) {
    return certificates.search(query, MOST).stream().map(CertificateRecord::certificate).toList();
  }

  /** For a person the mailbox, for a server its name (§2.5.1). */
  private static CertificateQuery mailboxOrName(String value) {
    try {
      return value.contains("@")
          ? new CertificateQuery.OfMailbox(Mailbox.of(value))
          : new CertificateQuery.OfName(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("that is no mailbox (RFC 5321 §4.1.2)", e);
    }
  }

  private Optional<CertificateQuery> issuer(byte[] hash) {
    return authorities.stream()
        .filter(authority -> Arrays.equals(hash, CertificateQuery.hash(authority.subjectDer())))
        .<CertificateQuery>map(authority -> new CertificateQuery.OfIssuer(authority.keyId()))
        .findFirst();
  }

  /** Base64 without padding, and no other character (§2.1). */
  private static byte[] hash(String value) {
    byte[] hash = new byte[0];
    if (value.matches("[A-Za-z0-9+/]{27}")) {
      hash = Base64.getDecoder().decode(value + "=");
    }
    if (hash.length != HASH) {
      throw new IllegalArgumentException(
          "a hash is SHA-1 in 27 characters of Base64, its plus signs URL-encoded (RFC 4387 §2.1)");
    }
    return hash;
  }

  private static byte[] parts(List<Certificate> certificates) {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    for (Certificate certificate : certificates) {
      byte[] encoded = certificate.encoded();
      parts.writeBytes(
          ascii(
              "--%s\r\n%s: application/pkix-cert\r\n%s: %d\r\n\r\n"
                  .formatted(
                      BOUNDARY,
                      HeaderNames.CONTENT_TYPE.defaultCase(),
                      HeaderNames.CONTENT_LENGTH.defaultCase(),
                      encoded.length)));
      parts.writeBytes(encoded);
      parts.writeBytes(ascii("\r\n"));
    }
    parts.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
    return parts.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
