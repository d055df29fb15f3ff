package org.signetmail.web.page;

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
import org.signetmail.web.RequestBody;

/**
 * Knows browsers by one cookie that no script reads, no other host sets and no other site sends
 * (RFC 6265bis §4.1.3.2, __Host-). Every form carries a word made from it under a secret: a request
 * that another site made a browser send does not have it.
 *
 * <p>Safe for use by many threads.
 */
public final class Guard {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
  private static final HeaderName CSRF = HeaderNames.create("X-Signet-Csrf");

  private final String cookie;
  private final byte[] secret;
  private final Refusals refusals;

  /**
   * @param cookie its name; begins with {@code __Host-}
   * @param secret 32 random octets, the same on every node
   */
  public Guard(String cookie, byte[] secret, Refusals refusals) {
    this.cookie = cookie;
    this.secret = secret.clone();
    this.refusals = refusals;
  }

  /** Answers a request that is not ours, in one sentence. */
  @FunctionalInterface
  public interface Refusals {
    void refuse(ServerResponse response, Status status, String sentence);
  }

  /**
   * A request that changes something, with its form.
   *
   * @param token of the browser
   */
  public record Posted(String token, Form form) {
    /** Without the token. */
    @Override
    public String toString() {
      return "Posted[]";
    }
  }

  /**
   * A form with a file.
   *
   * @param token of the browser
   */
  public record Uploaded(String token, Upload upload) {
    /** Without the token. */
    @Override
    public String toString() {
      return "Uploaded[]";
    }
  }

  /** What the browser's cookie says; empty for none. */
  public String token(ServerRequest request) {
    return request
        .headers()
        .cookies()
        .first(cookie)
        .asOptional()
        .filter(token -> TOKEN.matcher(token).matches())
        .orElse("");
  }

  /** From now on the browser has this token, whatever it had before. */
  public void set(ServerResponse response, String token) {
    cookie(response, token, "");
  }

  /** From now on it has none. */
  public void clear(ServerResponse response) {
    cookie(response, "", "; Max-Age=0");
  }

  /** A form of ours, sent by its reader; empty when it is not, and then it is answered. */
  public Optional<Posted> posted(ServerRequest request, ServerResponse response) {
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
    String token = token(request);
    return isOurs(request, token, form.get("csrf"))
        ? Optional.of(new Posted(token, form))
        : foreign(response);
  }

  /**
   * A form with a file, sent by its reader; empty when it is not, and then it is answered.
   *
   * @param largest octets of all of it
   */
  public Optional<Uploaded> uploaded(ServerRequest request, ServerResponse response, int largest) {
    if (!RequestBody.is(request, "multipart/form-data")) {
      return refused(
          response,
          Status.UNSUPPORTED_MEDIA_TYPE_415,
          "This address takes a form of its own page.");
    }
    String token = token(request);
    if (token.isEmpty()) {
      return foreign(response); // before anything large is read
    }
    byte[] body = RequestBody.read(request, largest);
    if (body.length > largest) {
      return refused(
          response, Status.REQUEST_ENTITY_TOO_LARGE_413, "That is more than this form takes.");
    }
    try {
      Upload upload = Upload.parse(request.headers().get(HeaderNames.CONTENT_TYPE).get(), body);
      return isOurs(request, token, upload.get("csrf"))
          ? Optional.of(new Uploaded(token, upload))
          : foreign(response);
    } catch (IllegalArgumentException e) {
      return refused(response, Status.BAD_REQUEST_400, String.valueOf(e.getMessage()));
    }
  }

  /** The same for a body that is no form: the word is in a field of the header. The token. */
  public Optional<String> handedIn(ServerRequest request, ServerResponse response) {
    String token = token(request);
    String word = request.headers().contains(CSRF) ? request.headers().get(CSRF).get() : "";
    return isOurs(request, token, word) ? Optional.of(token) : foreign(response);
  }

  /** The word that forms for the browser with this token carry; empty for none. */
  public String word(String token) {
    if (token.isEmpty()) {
      return "";
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] word = mac.doFinal(token.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(word);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  private boolean isOurs(ServerRequest request, String token, String word) {
    boolean fromHere =
        !request.headers().contains(SEC_FETCH_SITE)
            || request.headers().get(SEC_FETCH_SITE).get().equals("same-origin");
    return fromHere
        && !token.isEmpty()
        && MessageDigest.isEqual(
            word.getBytes(StandardCharsets.UTF_8), word(token).getBytes(StandardCharsets.UTF_8));
  }

  private <T> Optional<T> foreign(ServerResponse response) {
    return refused(
        response,
        Status.FORBIDDEN_403,
        "This request does not come from a page that this browser was shown here. Load the page"
            + " again, with cookies allowed for this address.");
  }

  private <T> Optional<T> refused(ServerResponse response, Status status, String sentence) {
    refusals.refuse(response, status, sentence);
    return Optional.empty();
  }

  private void cookie(ServerResponse response, String token, String more) {
    response
        .headers()
        .add(
            HeaderValues.create(
                HeaderNames.SET_COOKIE,
                cookie + "=" + token + "; Path=/; Secure; HttpOnly; SameSite=Strict" + more));
  }
}
