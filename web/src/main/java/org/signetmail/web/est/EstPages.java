package org.signetmail.web.est;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.enrolment.CertificateDesk;
import org.signetmail.enrolment.DeskOutcome;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.RequestedContent;
import org.signetmail.web.Answers;
import org.signetmail.web.EnrolmentLimits;
import org.signetmail.web.Pages;
import org.signetmail.web.RequestBody;

/**
 * {@code /.well-known/est/}: cacerts, simpleenroll, simplereenroll, serverkeygen, csrattrs (RFC
 * 7030 §4, RFC 8951).
 *
 * <p>Bodies are Base64 whatever a Content-Transfer-Encoding says (RFC 8951 §3). Who asks is told
 * nothing about other people: an unknown mailbox, a wrong code and a code of yesterday look alike.
 */
public final class EstPages implements Pages {
  private static final String ROOT = "/.well-known/est/";
  private static final String REQUEST = "application/pkcs10";
  private static final String CERTS_ONLY = "application/pkcs7-mime; smime-type=certs-only";
  private static final int LARGEST = 64 << 10; // octets of a body

  /**
   * CsrAttrs (RFC 8951 §4): an extensionRequest whose key usage is digitalSignature, critical.
   * Which kind of key is the client's choice.
   */
  private static final byte[] ATTRIBUTES =
      HexFormat.of()
          .parseHex(
              "3021"
                  + "301f"
                  + "06092a864886f70d01090e"
                  + "3112"
                  + "3010"
                  + "300e"
                  + "0603551d0f"
                  + "0101ff"
                  + "040403020780");

  private final CertificateDesk desk;
  private final EstSettings settings;
  private final EnrolmentLimits limits;
  private final SecureRandom random;
  private final InstantSource clock;

  public EstPages(
      CertificateDesk desk,
      EstSettings settings,
      EnrolmentLimits limits,
      SecureRandom random,
      InstantSource clock) {
    this.desk = desk;
    this.settings = settings;
    this.limits = limits;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public Set<Reach> reach() {
    return EnumSet.of(Reach.HTTPS);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    routing.get(ROOT + "cacerts", this::authorities);
    routing.get(ROOT + "csrattrs", this::attributes);
    routing.post(ROOT + "simpleenroll", this::enrol);
    routing.post(ROOT + "simplereenroll", this::enrol);
    routing.post(ROOT + "serverkeygen", this::makeKey);
    for (String get : List.of("cacerts", "csrattrs")) {
      routing.any(ROOT + get, (request, response) -> Answers.otherMethod(response, "GET"));
    }
    for (String post : List.of("simpleenroll", "simplereenroll", "serverkeygen")) {
      routing.any(ROOT + post, (request, response) -> Answers.otherMethod(response, "POST"));
    }
  }

  private void authorities(ServerRequest request, ServerResponse response) {
    send(response, "application/pkcs7-mime", Certificates.certsOnly(settings.authorities()));
  }

  private void attributes(ServerRequest request, ServerResponse response) {
    send(response, "application/csrattrs", ATTRIBUTES);
  }

  private void enrol(ServerRequest request, ServerResponse response) {
    login(request, response)
        .ifPresent(login ->
            body(request, response).ifPresent(body -> enrol(request, response, login, body)));
  }

  private void enrol(ServerRequest request, ServerResponse response, Login login, byte[] body) {
    CertificationRequest wanted;
    try {
      wanted = CertificationRequest.of(body);
      requireUnbound(RequestedContent.of(wanted));
    } catch (IOException e) {
      malformed(response, String.valueOf(e.getMessage()));
      return;
    }
    switch (desk.certify(login.mailbox(), wanted, login.proof())) {
      case DeskOutcome.Issued issued -> {
        limits.given(login.mailbox());
        send(response, CERTS_ONLY, Certificates.certsOnly(List.of(issued.certificate())));
      }
      case DeskOutcome other -> answer(request, response, login, other);
    }
  }

  private void makeKey(ServerRequest request, ServerResponse response) {
    login(request, response)
        .ifPresent(login ->
            body(request, response).ifPresent(body -> makeKey(request, response, login, body)));
  }

  private void makeKey(ServerRequest request, ServerResponse response, Login login, byte[] body) {
    RequestedContent content;
    try {
      content = RequestedContent.of(body);
      requireUnbound(content);
    } catch (IOException e) {
      malformed(response, String.valueOf(e.getMessage()));
      return;
    }
    Optional<Certificate> wrapping = Optional.empty();
    if (content.wrappingKey().isPresent()) {
      wrapping =
          content.wrappingKey().get() instanceof RequestedContent.WrappingKey.OfCertificate named
                  && login.proof() instanceof Proof.CurrentCertificate
              ? desk.wrapping(login.mailbox(), named.identifier())
              : Optional.empty();
      if (wrapping.isEmpty()) {
        malformed(
            response,
            "certification request: names a key to encrypt to that is not known (RFC 7030"
                + " §4.4.1); name the key identifier of a valid encryption certificate of yours");
        return;
      }
    } else if (settings.delivery() == EstSettings.KeyDelivery.SEALED) {
      malformed(
          response,
          "certification request: must name a key to encrypt the made one to (RFC 7030 §4.4.1.2);"
              + " add AsymmetricDecryptKeyIdentifier, or use the portal");
      return;
    }
    DeskOutcome outcome =
        desk.make(login.mailbox(), body, content, settings.madeKey(), login.proof());
    if (outcome instanceof DeskOutcome.Made made) {
      limits.given(login.mailbox());
      MadeKeyAnswer answer =
          MadeKeyAnswer.of(made, wrapping, settings.maker().get(), clock.instant(), random);
      response.header(HeaderNames.CACHE_CONTROL, "no-store");
      Answers.bytes(response, answer.mediaType(), answer.body());
      answer.forget();
    } else {
      answer(request, response, login, outcome);
    }
  }

  /** Java shows neither tls-unique nor, behind this HTTP server, the exporter of RFC 9266. */
  private static void requireUnbound(RequestedContent content) throws IOException {
    String password = content.password();
    if (password != null && !password.isEmpty()) {
      throw new IOException(
          "certification request: has a challengePassword, and what binds it to this connection"
              + " cannot be checked (RFC 7030 §3.5); leave it out");
    }
  }

  private Optional<Login> login(ServerRequest request, ServerResponse response) {
    Optional<Duration> wait = limits.wait(request);
    if (wait.isPresent()) {
      EnrolmentLimits.tooMany(response, wait.get());
      return Optional.empty();
    }
    Optional<Login> login = Login.of(request, desk);
    if (login.isEmpty()) {
      if (request.headers().contains(HeaderNames.AUTHORIZATION)) {
        limits.wrong(request);
      }
      unknown(response);
      return Optional.empty();
    }
    wait = limits.wait(request, login.get().mailbox());
    if (wait.isPresent()) {
      EnrolmentLimits.tooMany(response, wait.get());
      return Optional.empty();
    }
    return login;
  }

  /** The DER in the body; else the answer is sent. */
  private static Optional<byte[]> body(ServerRequest request, ServerResponse response) {
    if (!RequestBody.is(request, REQUEST)) {
      response.status(Status.UNSUPPORTED_MEDIA_TYPE_415);
      Answers.text(response, "a certification request is " + REQUEST + " (RFC 7030 §4.2.1)\n");
      return Optional.empty();
    }
    byte[] body = RequestBody.read(request, LARGEST);
    if (body.length > LARGEST) {
      response.status(Status.REQUEST_ENTITY_TOO_LARGE_413);
      Answers.text(response, "a certification request has at most " + LARGEST + " octets\n");
      return Optional.empty();
    }
    try {
      String text = new String(body, StandardCharsets.US_ASCII).replaceAll("[ \\t\\r\\n]", "");
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      malformed(response, "certification request: is not Base64 (RFC 8951 §3); encode its DER");
      return Optional.empty();
    }
  }

  private void answer(
      ServerRequest request, ServerResponse response, Login login, DeskOutcome outcome) {
    switch (outcome) {
      case DeskOutcome.Waiting _ -> {
        response.status(Status.ACCEPTED_202);
        response.header(HeaderNames.RETRY_AFTER, Long.toString(settings.retryAfter().toSeconds()));
        Answers.text(response, "an administrator decides; send the same request later\n");
      }
      case DeskOutcome.Unproven _ -> {
        limits.wrong(request, login.mailbox());
        unknown(response);
      }
      case DeskOutcome.Refused(List<Finding> findings) -> {
        response.status(Status.FORBIDDEN_403);
        Answers.text(response, findings.getFirst().line() + "\n");
      }
      case DeskOutcome.Issued _, DeskOutcome.Made _ ->
          throw new IllegalStateException("an answer that was sent already");
    }
  }

  private static void unknown(ServerResponse response) {
    response.status(Status.UNAUTHORIZED_401);
    response.header(HeaderNames.WWW_AUTHENTICATE, "Basic realm=\"enrolment\", charset=\"UTF-8\"");
    Answers.text(
        response,
        "log in with your mailbox and the code of your latest invitation, or with your"
            + " certificate (RFC 7030 §3.2.3)\n");
  }

  private static void malformed(ServerResponse response, String line) {
    response.status(Status.BAD_REQUEST_400);
    Answers.text(response, line + "\n");
  }

  private static void send(ServerResponse response, String mediaType, byte[] der) {
    response.header("Content-Transfer-Encoding", "base64"); // RFC 7030; RFC 8951 reads none
    Answers.bytes(response, mediaType, Base64.getEncoder().encode(der)); // RFC 8951 §3.1
  }
}
