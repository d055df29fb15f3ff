package org.signetmail.web.portal;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.enrolment.Sessions;
import org.signetmail.web.RequestBody;

/**
 * Knows browsers by one cookie that no script reads, no other host sets and no other site sends
 * (RFC 6265bis §4.1.3.2, __Host-). Every form carries a word made from it under a secret: a request
 * that another site made a browser send does not have it.
 *
 * <p>Safe for use by many threads.
 */
final class Visits {
  private static final String COOKIE = "__Host-signet";
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
  private static final HeaderName CSRF = HeaderNames.create("X-Signet-Csrf");

  private final Sessions sessions;
  private final Screens screens;
  private final byte[] secret;

  /**
   * @param secret 32 random octets, the same on every node
   */
  Visits(Sessions sessions, Screens screens, byte[] secret) {
    this.sessions = sessions;
    this.screens = screens;
    this.secret = secret.clone();
  }

  /** Who asks for a page that has no form. */
  Visit of(ServerRequest request) {
    return token(request).map(this::visit).orElseGet(() -> visit(""));
  }

  /** Who asks for a page with a form; gets a cookie with it. */
  Visit begun(ServerRequest request, ServerResponse response) {
    Visit visit = of(request);
    if (!visit.token().isEmpty()) {
      return visit;
    }
    String token = sessions.newToken();
    set(response, token);
    return visit(token);
  }

  /** From now on the browser has this token, whatever it had before. */
  void set(ServerResponse response, String token) {
    cookie(response, token, "");
  }

  /** From now on it has none. */
  void clear(ServerResponse response) {
    cookie(response, "", "; Max-Age=0");
  }

  /** A request that changes something, with its form. */
  record Posted(Visit visit, Form form) {}

  /** A form of ours, sent by its reader; empty when it is not, and then it is answered. */
  Optional<Posted> posted(ServerRequest request, ServerResponse response) {
    if (!RequestBody.is(request, "application/x-www-form-urlencoded")) {
      return refused(
          response,
          Status.UNSUPPORTED_MEDIA_TYPE_415,
          "This address takes a form of its own page.");
    }
    byte[] body = RequestBody.read(request, Form.LARGEST);
    if (body.length > Form.LARGEST) {
      return refused(
          response, Status.REQUEST_ENTITY_TOO_LARGE_413, "That is more than this form takes.");
    }
    Form form;
    try {
      form = Form.parse(body);
    } catch (IllegalArgumentException e) {
      return refused(response, Status.BAD_REQUEST_400, String.valueOf(e.getMessage()));
    }
    Visit visit = of(request);
    if (!isOurs(request, visit, form.get("csrf"))) {
      return foreign(response);
    }
    return Optional.of(new Posted(visit, form));
  }

  /** The same for a body that is no form: the word is in a field of the header. */
  Optional<Visit> handedIn(ServerRequest request, ServerResponse response) {
    Visit visit = of(request);
    String word = request.headers().contains(CSRF) ? request.headers().get(CSRF).get() : "";
    return isOurs(request, visit, word) ? Optional.of(visit) : foreign(response);
  }

  private static boolean isOurs(ServerRequest request, Visit visit, String csrf) {
    boolean fromHere =
        !request.headers().contains(SEC_FETCH_SITE)
            || request.headers().get(SEC_FETCH_SITE).get().equals("same-origin");
    return fromHere
        && !visit.token().isEmpty()
        && MessageDigest.isEqual(
            csrf.getBytes(StandardCharsets.UTF_8), visit.csrf().getBytes(StandardCharsets.UTF_8));
  }

  private <T> Optional<T> foreign(ServerResponse response) {
    return refused(
        response,
        Status.FORBIDDEN_403,
        "This request does not come from a page that this browser was shown here. Load the page"
            + " again, with cookies allowed for this address.");
  }

  private <T> Optional<T> refused(ServerResponse response, Status status, String text) {
    response.status(status);
    screens.message(
        response,
        new Screens.Message("Not done", text, "/", "To the first page"),
        screens.frame(visit(""), "Not done", ""));
    return Optional.empty();
  }

  private static Optional<String> token(ServerRequest request) {
    return request
        .headers()
        .cookies()
        .first(COOKIE)
        .asOptional()
        .filter(token -> TOKEN.matcher(token).matches());
  }

  private Visit visit(String token) {
    return token.isEmpty()
        ? new Visit("", Optional.empty(), "")
        : new Visit(token, sessions.find(token), word(token));
  }

  private String word(String token) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] word = mac.doFinal(token.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(word);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  private static void cookie(ServerResponse response, String token, String more) {
    response
        .headers()
        .add(
            HeaderValues.create(
                HeaderNames.SET_COOKIE,
                COOKIE + "=" + token + "; Path=/; Secure; HttpOnly; SameSite=Strict" + more));
  }
}
