package org.signetmail.web.acme;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.enrolment.AttemptLimit;
import org.signetmail.enrolment.acme.Account;
import org.signetmail.enrolment.acme.Problem;
import org.signetmail.enrolment.acme.Refusal;
import org.signetmail.enrolment.acme.Revocations;
import org.signetmail.web.Pages;
import org.signetmail.web.RequestBody;

/**
 * {@code /acme/…}: an ACME server for mailboxes (RFC 8555, RFC 8823, RFC 9773). Every request but
 * those for the directory, a nonce and renewal information is signed; whatever is wrong with one,
 * the answer is a problem document and a fresh nonce.
 */
public final class AcmePages implements Pages {
  private static final System.Logger LOG = System.getLogger(AcmePages.class.getName());
  private static final String SIGNED = "application/jose+json";

  private final AcmeUrls urls;
  private final AcmeServices services;
  private final AcmeDirectory directory;
  private final AttemptLimit rates;
  private final AccountRequests accounts;
  private final OrderRequests orders;
  private final CertificateRequests certificates;

  /** Pages over these services; {@code directory} says where clients find them. */
  public AcmePages(AcmeDirectory directory, AcmeServices services, InstantSource clock) {
    this.directory = directory;
    this.services = services;
    this.urls = new AcmeUrls(directory.base());
    this.rates =
        new AttemptLimit(
            directory.requestsAMinute(),
            Duration.ofMinutes(1).dividedBy(directory.requestsAMinute()),
            clock);
    this.accounts = new AccountRequests(urls, services);
    this.orders = new OrderRequests(urls, services, clock);
    this.certificates = new CertificateRequests(services);
  }

  @Override
  public Set<Reach> reach() {
    return Set.of(Reach.HTTPS);
  }

  @Override
  public void route(HttpRouting.Builder routing) {
    String root = AcmeUrls.ROOT;
    routing.get(root + "/directory", answered(_ -> directory.answer(urls)));
    routing.head(root + "/new-nonce", answered(_ -> AcmeAnswer.empty(200)));
    routing.get(root + "/new-nonce", answered(_ -> AcmeAnswer.empty(204)));
    routing.get(
        root + "/renewal-info/{id}",
        answered(http -> {
          count(http);
          return certificates.renewalInfo(id(http));
        }));
    routing.post(
        root + "/new-account", signed((request, http) -> accounts.make(request, byKey(request))));
    routing.post(root + "/revoke-cert", signed((request, http) -> revoke(request)));
    routing.post(
        root + "/new-order", ofAccount((request, account, http) -> orders.place(request, account)));
    routing.post(
        root + "/key-change",
        ofAccount((request, account, http) -> accounts.changeKey(request, account)));
    routing.post(
        root + "/account/{id}",
        ofAccount((request, account, http) -> accounts.account(request, own(account, http))));
    routing.post(
        root + "/account/{id}/orders",
        ofAccount((request, account, http) -> {
          OrderRequests.requirePostAsGet(request);
          return accounts.orders(own(account, http));
        }));
    routing.post(
        root + "/order/{id}",
        ofAccount((request, account, http) -> orders.order(request, account, id(http))));
    routing.post(
        root + "/order/{id}/finalize",
        ofAccount((request, account, http) -> orders.finalize(request, account, id(http))));
    routing.post(
        root + "/authorization/{id}",
        ofAccount((request, account, http) -> orders.authorization(request, account, id(http))));
    routing.post(
        root + "/challenge/{id}",
        ofAccount((request, account, http) -> orders.challenge(request, account, id(http))));
    routing.post(
        root + "/certificate/{id}",
        ofAccount((request, account, http) -> orders.certificate(request, account, id(http), 0)));
    routing.post(
        root + "/certificate/{id}/{number}",
        ofAccount((request, account, http) ->
            orders.certificate(request, account, id(http), number(http))));
    routing.any(
        root + "/*",
        answered(_ -> {
          throw Refusal.of(
              Problem.Type.MALFORMED,
              404,
              "nothing is here by this method; " + urls.directory() + " lists what there is");
        }));
  }

  private interface Step {
    AcmeAnswer answer(ServerRequest http) throws Refusal;
  }

  private interface SignedStep {
    AcmeAnswer answer(SignedRequest request, ServerRequest http) throws Refusal;
  }

  private interface AccountStep {
    AcmeAnswer answer(SignedRequest request, Account account, ServerRequest http) throws Refusal;
  }

  private io.helidon.webserver.http.Handler ofAccount(AccountStep step) {
    return signed((request, http) -> step.answer(request, byAccount(request), http));
  }

  /** Reads a signed request; the step says by whom it must be, and takes the nonce with that. */
  private io.helidon.webserver.http.Handler signed(SignedStep step) {
    return answered(http -> {
      count(http);
      if (!RequestBody.is(http, SIGNED)) {
        throw Refusal.of(
            Problem.Type.MALFORMED, 415, "a request is " + SIGNED + " (RFC 8555 §6.2)");
      }
      SignedRequest request = SignedRequest.of(RequestBody.read(http, SignedRequest.LARGEST));
      if (!request.url().equals(urls.base() + http.path().rawPath())
          || !http.query().rawValue().isEmpty()) {
        throw Refusal.of(
            Problem.Type.UNAUTHORIZED,
            "url in the protected header is not where the request came (RFC 8555 §6.4); this server"
                + " is "
                + urls.base());
      }
      return step.answer(request, http);
    });
  }

  private io.helidon.webserver.http.Handler answered(Step step) {
    return (http, response) -> {
      AcmeAnswer answer;
      try {
        answer = step.answer(http);
      } catch (Refusal refusal) {
        answer = AcmeAnswer.of(refusal);
      } catch (io.helidon.webserver.CloseConnectionException e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "acme: " + http.path().path() + " failed", e);
        answer =
            AcmeAnswer.of(
                Refusal.of(Problem.Type.SERVER_INTERNAL, "this server could not; try again later"));
      }
      send(answer, http, response);
    };
  }

  private void send(AcmeAnswer answer, ServerRequest http, ServerResponse response) {
    String path = http.path().path();
    boolean isOfRenewal = path.startsWith(AcmeUrls.ROOT + "/renewal-info/");
    if (!path.equals(AcmeUrls.ROOT + "/directory")) {
      response.header("Link", "<" + urls.directory() + ">;rel=\"index\"");
      if (!isOfRenewal) {
        response.header("Replay-Nonce", services.nonces().next());
      }
      response.header(HeaderNames.CACHE_CONTROL, "no-store");
    }
    for (AcmeAnswer.Header header : answer.headers()) {
      response.headers().add(io.helidon.http.HeaderValues.create(header.name(), header.value()));
    }
    response.status(Status.create(answer.status()));
    if (answer.body().length == 0) {
      response.send();
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, answer.mediaType());
    response.send(answer.body());
  }

  /** Revocation may be signed by an account or by the certificate's own key. */
  private AcmeAnswer revoke(SignedRequest request) throws Refusal {
    return certificates.revoke(
        request,
        switch (request.signer()) {
          case SignedRequest.Signer.ByName _ ->
              new Revocations.Asking.ByAccount(byAccount(request));
          case SignedRequest.Signer.ByKey _ -> new Revocations.Asking.ByKey(byKey(request).keyId());
        });
  }

  /** The account that signed. */
  private Account byAccount(SignedRequest request) throws Refusal {
    if (!(request.signer() instanceof SignedRequest.Signer.ByName(String kid))) {
      throw StrictJson.malformed("this request is signed by kid, an account (RFC 8555 §6.2)");
    }
    Optional<String> id = urls.accountId(kid);
    Account account = services.accounts().require(id.orElse(""));
    requireSigned(request, AccountJwk.of(account.key()));
    return account;
  }

  /** The key that signed, which the request brought. */
  private AccountJwk byKey(SignedRequest request) throws Refusal {
    if (!(request.signer() instanceof SignedRequest.Signer.ByKey(Map<String, Object> jwk))) {
      throw StrictJson.malformed("this request is signed by jwk, its key (RFC 8555 §6.2)");
    }
    AccountJwk key = AccountJwk.of(jwk);
    requireSigned(request, key);
    return key;
  }

  private void requireSigned(SignedRequest request, AccountJwk key) throws Refusal {
    if (!request.isBy(key)) {
      throw StrictJson.malformed(
          "the signature does not hold by this key and its algorithm (RFC 8555 §6.2)");
    }
    if (request.nonce().isEmpty() || !services.nonces().take(request.nonce().get())) {
      throw Refusal.of(
          Problem.Type.BAD_NONCE,
          "the nonce is not one of ours, was used, or is too old (RFC 8555 §6.5); try again with"
              + " the one that comes with this answer");
    }
  }

  private static Account own(Account account, ServerRequest http) throws Refusal {
    if (!account.id().equals(id(http))) {
      throw Refusal.of(Problem.Type.UNAUTHORIZED, "this is another account's (RFC 8555 §7.3.2)");
    }
    return account;
  }

  private static int number(ServerRequest http) throws Refusal {
    String number = http.path().pathParameters().get("number");
    if (!number.matches("[0-9]{1,2}")) {
      throw Refusal.of(Problem.Type.MALFORMED, 404, "chains have numbers");
    }
    return Integer.parseInt(number);
  }

  private static String id(ServerRequest http) {
    return http.path().pathParameters().get("id");
  }

  private void count(ServerRequest http) throws Refusal {
    String address = address(http);
    Optional<Duration> wait = rates.wait(address);
    if (wait.isPresent()) {
      throw Refusal.tooOften(
          wait.get().plusSeconds(1),
          "more than " + directory.requestsAMinute() + " requests of one address in a minute");
    }
    rates.take(address);
  }

  private static String address(ServerRequest http) {
    SocketAddress address = http.remotePeer().address();
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : address.toString();
  }
}
