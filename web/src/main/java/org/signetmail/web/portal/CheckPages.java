package org.signetmail.web.portal;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.signetmail.smime.SignerClaim;
import org.signetmail.web.RequestBody;

/**
 * {@code /check}: does my mail program sign as it should? {@code /read}: what would a mail program
 * that knows say of this message? Both judge a message that is handed in, and keep nothing. {@code
 * /read/signer} hears of a signer alone, for what a browser opened itself.
 */
final class CheckPages {
  /** Octets of a message; a test mail is small. */
  private static final int LARGEST = 1 << 20;

  private final PortalPages.House house;
  private final Screens screens;
  private final Visits visits;

  CheckPages(PortalPages.House house, Screens screens, Visits visits) {
    this.house = house;
    this.screens = screens;
    this.visits = visits;
  }

  /**
   * Whether this client asked too often, and then it is answered; before anything large is read.
   */
  private boolean isTooMany(ServerRequest request, ServerResponse response) {
    InetAddress client = client(request);
    if (house.checks().ask(client).isPresent()) {
      return false;
    }
    response.header(
        HeaderNames.RETRY_AFTER,
        Long.toString(Math.max(1, house.checks().again(client).toSeconds())));
    answer(
        response,
        Status.TOO_MANY_REQUESTS_429,
        "that was asked too often from here; wait a minute, or use signet open mail.eml\n");
    return true;
  }

  private static InetAddress client(ServerRequest request) {
    return request.remotePeer().address() instanceof InetSocketAddress peer
            && peer.getAddress() != null
        ? peer.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  void route(HttpRouting.Builder routing) {
    routing.get("/check", this::show);
    routing.post(
        "/check", (request, response) -> check(request, response, MailCheck.Answer::details));
    routing.get("/read", this::showReader);
    routing.post("/read", (request, response) -> check(request, response, CheckPages::whole));
    routing.post("/read/signer", this::signer);
  }

  private void show(ServerRequest request, ServerResponse response) {
    Frame frame =
        screens
            .frame(
                visits.begun(request, response),
                "Check a signed mail",
                "signet verify --trust root.pem mail.eml")
            .withScript("check.js");
    screens.show(response, "check", Map.of("frame", frame));
  }

  private void showReader(ServerRequest request, ServerResponse response) {
    Frame frame =
        screens
            .frame(
                visits.begun(request, response),
                "Read a mail",
                "signet open --trust root.pem mail.eml")
            .withScript("read.js");
    screens.show(response, "read", Map.of("frame", frame));
  }

  /** Facts with a tabulator between name and value, then findings. */
  private static List<String> whole(MailCheck.Answer judged) {
    return Stream.concat(
            judged.facts().stream().map(fact -> fact.name() + "\t" + fact.value()),
            judged.details().stream())
        .toList();
  }

  /** First line the shape, then the sentence, then what the page shows beneath. */
  private void check(
      ServerRequest request,
      ServerResponse response,
      Function<MailCheck.Answer, List<String>> beneath) {
    if (isTooMany(request, response)) {
      return;
    }
    visits
        .handedIn(request, response)
        .ifPresent(_ -> {
          if (!RequestBody.is(request, "message/rfc822")) {
            answer(response, Status.UNSUPPORTED_MEDIA_TYPE_415, "hand in a message as a file\n");
            return;
          }
          byte[] message = RequestBody.read(request, LARGEST);
          if (message.length > LARGEST) {
            answer(
                response,
                Status.REQUEST_ENTITY_TOO_LARGE_413,
                "a message has at most 1 MB here; larger ones: signet open mail.eml\n");
            return;
          }
          answer(response, house.check().check(message), beneath);
        });
  }

  /** Of a mail that was opened in the browser: what is told of its signer, and nothing else. */
  private void signer(ServerRequest request, ServerResponse response) {
    if (isTooMany(request, response)) {
      return;
    }
    visits
        .posted(request, response)
        .ifPresent(posted -> {
          try {
            SignerClaim claim = SignerForm.claim(posted.form());
            answer(response, house.check().signer(claim), CheckPages::whole);
          } catch (IOException | IllegalArgumentException e) {
            answer(response, Status.BAD_REQUEST_400, e.getMessage() + "\n");
          }
        });
  }

  private static void answer(
      ServerResponse response,
      MailCheck.Answer judged,
      Function<MailCheck.Answer, List<String>> beneath) {
    StringBuilder text = new StringBuilder();
    text.append(judged.shape().name().toLowerCase(Locale.ROOT)).append('\n');
    text.append(judged.sentence()).append('\n');
    beneath.apply(judged).forEach(line -> text.append(line).append('\n'));
    answer(response, Status.OK_200, text.toString());
  }

  private static void answer(ServerResponse response, Status status, String text) {
    response.status(status);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response
        .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .send(text.getBytes(StandardCharsets.UTF_8));
  }
}
