package org.signetmail.web.acme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.signetmail.enrolment.acme.Account;
import org.signetmail.enrolment.acme.AccountKey;
import org.signetmail.enrolment.acme.Challenge;
import org.signetmail.enrolment.acme.Identifier;
import org.signetmail.enrolment.acme.Order;
import org.signetmail.enrolment.acme.Problem;
import org.signetmail.enrolment.acme.Refusal;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;

/** Requests about orders and what belongs to them (RFC 8555 §7.4, §7.5; RFC 8823 §3). */
record OrderRequests(AcmeUrls urls, AcmeServices services, InstantSource clock) {
  private static final String CHALLENGE = "email-reply-00";
  private static final String CHAIN = "application/pem-certificate-chain";
  private static final String SOON = "3"; // seconds; mail takes a while

  /** {@code newOrder}. */
  AcmeAnswer place(SignedRequest request, Account account) throws Refusal {
    StrictJson wanted = request.object();
    if (wanted.has("notBefore") || wanted.has("notAfter")) {
      throw StrictJson.malformed("how long a certificate lasts is not for the client to say");
    }
    List<Identifier> identifiers = new ArrayList<>();
    for (StrictJson one : wanted.objects("identifiers")) {
      identifiers.add(new Identifier(one.requiredText("type"), one.requiredText("value")));
    }
    Optional<Order.CertificateId> replaces = Optional.empty();
    Optional<String> identifier = wanted.text("replaces");
    if (identifier.isPresent()) {
      replaces = services.renewals().certificate(identifier.get());
      if (replaces.isEmpty()) {
        throw StrictJson.malformed("replaces names no certificate that was issued here");
      }
    }
    Order order = services.orders().place(account, identifiers, replaces);
    return answer(201, order);
  }

  /** An order (RFC 8555 §7.1.3). */
  AcmeAnswer order(SignedRequest request, Account account, String id) throws Refusal {
    requirePostAsGet(request);
    return answer(200, services.finalization().settled(services.orders().require(account, id)));
  }

  /** {@code finalize} (RFC 8555 §7.4). */
  AcmeAnswer finalize(SignedRequest request, Account account, String id) throws Refusal {
    services.orders().require(account, id);
    byte[] der = decoded(request.object().requiredText("csr"), "csr");
    CertificationRequest csr;
    try {
      csr = CertificationRequest.of(der);
    } catch (IOException e) {
      throw Refusal.of(Problem.Type.BAD_CSR, String.valueOf(e.getMessage()));
    }
    Optional<String> thumbprint = AccountJwk.thumbprint(csr.publicKey());
    if (thumbprint.isPresent()
        && services.accounts().ofKey(new AccountKey("", thumbprint.get())).isPresent()) {
      throw Refusal.of(
          Problem.Type.BAD_CSR,
          "the request is over the key of an account (RFC 8555 §11.1); make a key of its own");
    }
    return answer(200, services.finalization().finalize(account, id, csr));
  }

  /** An authorization: shown, or given up (RFC 8555 §7.5, §7.5.2). */
  AcmeAnswer authorization(SignedRequest request, Account account, String id) throws Refusal {
    Order order = services.orders().require(account, id);
    if (!request.isPostAsGet()) {
      if (!request.object().requiredText("status").equals("deactivated")) {
        throw StrictJson.malformed("status can become deactivated only (RFC 8555 §7.5.2)");
      }
      order = services.orders().deactivate(account, id);
    }
    Instant now = clock.instant();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("status", word(order.authorizationStatus(now)));
    object.put("expires", order.expires().toString());
    object.put("identifier", identifier(order));
    object.put("challenges", List.of(object(order)));
    return polled(AcmeAnswer.object(200, object), order);
  }

  /** A challenge: shown, or said to be answered (RFC 8555 §7.5.1). */
  AcmeAnswer challenge(SignedRequest request, Account account, String id) throws Refusal {
    Order order = services.orders().require(account, id);
    if (!request.isPostAsGet()) {
      if (!request.object().names().isEmpty()) {
        throw StrictJson.malformed("an email-reply-00 response is an empty object (RFC 8823 §3)");
      }
      order = services.orders().trigger(account, id);
    }
    return polled(
        AcmeAnswer.object(200, object(order))
            .with("Link", "<" + urls.authorization(order) + ">;rel=\"up\""),
        order);
  }

  /** A certificate with its chain, or another chain (RFC 8555 §7.4.2). */
  AcmeAnswer certificate(SignedRequest request, Account account, String id, int number)
      throws Refusal {
    requirePostAsGet(request);
    List<List<Certificate>> chains = services.finalization().chains(account, id);
    if (number >= chains.size()) {
      throw Refusal.of(Problem.Type.MALFORMED, 404, "there are " + chains.size() + " chains");
    }
    StringBuilder pem = new StringBuilder();
    chains.get(number).forEach(certificate -> pem.append(certificate.pem()));
    AcmeAnswer answer =
        new AcmeAnswer(200, CHAIN, pem.toString().getBytes(StandardCharsets.US_ASCII), List.of());
    Order order = services.orders().require(account, id);
    for (int other = 0; other < chains.size(); other++) {
      if (other != number) {
        String url = urls.certificate(order) + (other == 0 ? "" : "/" + other);
        answer = answer.with("Link", "<" + url + ">;rel=\"alternate\"");
      }
    }
    return answer;
  }

  private AcmeAnswer answer(int status, Order order) {
    Instant now = clock.instant();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("status", word(order.status(now)));
    object.put("expires", order.expires().toString());
    object.put("identifiers", List.of(identifier(order)));
    object.put("authorizations", List.of(urls.authorization(order)));
    object.put("finalize", urls.finalize(order));
    order
        .problem()
        .or(() -> order.challenge().problem())
        .ifPresent(
            problem -> object.put("error", AcmeAnswer.problem(problem, problem.type().status())));
    order.certificate().ifPresent(_ -> object.put("certificate", urls.certificate(order)));
    AcmeAnswer answer = AcmeAnswer.object(status, object).with("Location", urls.order(order));
    return order.status(now) == Order.Status.PROCESSING ? answer.with("Retry-After", SOON) : answer;
  }

  private Map<String, Object> object(Order order) {
    Challenge challenge = order.challenge();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", CHALLENGE);
    object.put("url", urls.challenge(order));
    object.put("status", word(challenge.status()));
    object.put("from", services.orders().challengesFrom().toString());
    object.put("token", challenge.byHttps().text());
    challenge.validated().ifPresent(at -> object.put("validated", at.toString()));
    challenge
        .problem()
        .ifPresent(
            problem -> object.put("error", AcmeAnswer.problem(problem, problem.type().status())));
    return object;
  }

  private static AcmeAnswer polled(AcmeAnswer answer, Order order) {
    return order.challenge().status() == Challenge.Status.PROCESSING
        ? answer.with("Retry-After", SOON)
        : answer;
  }

  private static Map<String, Object> identifier(Order order) {
    return Map.of("type", Identifier.EMAIL, "value", order.mailbox().toString());
  }

  static byte[] decoded(String text, String member) throws Refusal {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw StrictJson.malformed(member + " is not base64url without padding (RFC 8555 §6.1)");
    }
  }

  static void requirePostAsGet(SignedRequest request) throws Refusal {
    if (!request.isPostAsGet()) {
      throw StrictJson.malformed(
          "this is read by POST-as-GET, with an empty payload (RFC 8555 §6.3)");
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
