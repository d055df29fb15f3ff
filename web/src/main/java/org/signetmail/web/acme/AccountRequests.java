package org.signetmail.web.acme;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.enrolment.acme.Account;
import org.signetmail.enrolment.acme.AccountKey;
import org.signetmail.enrolment.acme.Accounts;
import org.signetmail.enrolment.acme.ExternalAccount;
import org.signetmail.enrolment.acme.Order;
import org.signetmail.enrolment.acme.Problem;
import org.signetmail.enrolment.acme.Refusal;

/** Requests about accounts (RFC 8555 §7.3), their signatures checked already. */
record AccountRequests(AcmeUrls urls, AcmeServices services) {

  /** {@code newAccount} (RFC 8555 §7.3, §7.3.1). */
  AcmeAnswer make(SignedRequest request, AccountJwk key) throws Refusal {
    StrictJson wanted = request.object();
    AccountKey accountKey = key.accountKey();
    if (wanted.flag("onlyReturnExisting").orElse(false)) {
      Account known =
          services
              .accounts()
              .ofKey(accountKey)
              .orElseThrow(() ->
                  Refusal.of(
                      Problem.Type.ACCOUNT_DOES_NOT_EXIST,
                      "this key has no account (RFC 8555 §7.3.1)"));
      return answer(200, services.accounts().require(known.id()));
    }
    Optional<ExternalAccount> binding = Optional.empty();
    Optional<StrictJson> inner = wanted.object("externalAccountBinding");
    if (inner.isPresent() && services.accounts().ofKey(accountKey).isEmpty()) {
      binding = Optional.of(binding(inner.get(), accountKey));
    }
    Accounts.Registered registered =
        services
            .accounts()
            .register(accountKey, wanted.texts("contact").orElse(List.of()), binding);
    return answer(registered.isNew() ? 201 : 200, registered.account());
  }

  /** The account itself: shown, changed, ended (RFC 8555 §7.3.2, §7.3.6). */
  AcmeAnswer account(SignedRequest request, Account account) throws Refusal {
    if (request.isPostAsGet()) {
      return answer(200, account);
    }
    StrictJson wanted = request.object();
    Optional<String> status = wanted.text("status");
    if (status.isPresent()) {
      if (!status.get().equals("deactivated")) {
        throw StrictJson.malformed("status can become deactivated only (RFC 8555 §7.3.6)");
      }
      return answer(200, services.accounts().deactivate(account));
    }
    Optional<List<String>> contacts = wanted.texts("contact");
    return answer(
        200, contacts.isPresent() ? services.accounts().update(account, contacts.get()) : account);
  }

  /** The list of orders (RFC 8555 §7.1.2.1). */
  AcmeAnswer orders(Account account) {
    List<Order> orders = services.orders().of(account);
    return AcmeAnswer.object(200, Map.of("orders", orders.stream().map(urls::order).toList()));
  }

  /** {@code keyChange} (RFC 8555 §7.3.5): the new key signs within what the old one signs. */
  AcmeAnswer changeKey(SignedRequest request, Account account) throws Refusal {
    SignedRequest inner = SignedRequest.of(request.object());
    if (!(inner.signer() instanceof SignedRequest.Signer.ByKey(Map<String, Object> jwk))) {
      throw StrictJson.malformed("the inner request names no new key by jwk (RFC 8555 §7.3.5)");
    }
    AccountJwk key = AccountJwk.of(jwk);
    if (!inner.url().equals(request.url()) || inner.nonce().isPresent()) {
      throw StrictJson.malformed("the inner request is for the same url, without a nonce");
    }
    if (!inner.isBy(key)) {
      throw StrictJson.malformed("the inner request is not signed by the new key");
    }
    StrictJson change = inner.object();
    AccountKey old =
        AccountJwk.of(
                change
                    .object("oldKey")
                    .orElseThrow(() -> StrictJson.malformed("the inner request has no oldKey"))
                    .members())
            .accountKey();
    if (!change.requiredText("account").equals(urls.account(account))
        || !old.thumbprint().equals(account.key().thumbprint())) {
      throw StrictJson.malformed("account and oldKey are not those of whoever signed outside");
    }
    Optional<Account> other = services.accounts().ofKey(key.accountKey());
    if (other.isPresent()) {
      return AcmeAnswer.of(
              Refusal.of(
                  Problem.Type.MALFORMED, 409, "the new key has an account; make another key"))
          .with("Location", urls.account(other.get()));
    }
    return answer(200, services.accounts().changeKey(account, key.accountKey()));
  }

  /** What an external account signed, with its MAC key, for this key (RFC 8555 §7.3.4). */
  private ExternalAccount binding(StrictJson jws, AccountKey key) throws Refusal {
    SignedRequest inner = SignedRequest.of(jws);
    if (!(inner.signer() instanceof SignedRequest.Signer.ByName(String kid))
        || !inner.url().equals(urls.newAccount())
        || inner.nonce().isPresent()) {
      throw StrictJson.malformed(
          "externalAccountBinding has a kid and the same url, and no nonce (RFC 8555 §7.3.4)");
    }
    if (!JWSAlgorithm.HS256.equals(inner.header().getAlgorithm())) {
      throw Refusal.of(
          Problem.Type.BAD_SIGNATURE_ALGORITHM, "an external account binds with HS256");
    }
    ExternalAccount external = services.external().find(kid).orElseThrow(AccountRequests::notBound);
    if (!isMacOf(inner, services.external().macKey(external))) {
      throw notBound();
    }
    AccountKey bound = AccountJwk.of(inner.object().members()).accountKey();
    if (!bound.thumbprint().equals(key.thumbprint())) {
      throw StrictJson.malformed("externalAccountBinding is for another key (RFC 8555 §7.3.4)");
    }
    return external;
  }

  private static boolean isMacOf(SignedRequest request, byte[] macKey) {
    try {
      return new MACVerifier(macKey)
          .verify(request.header(), request.signed(), request.signature());
    } catch (JOSEException e) {
      return false;
    }
  }

  /** One answer for a key that is none, was used, ended, or did not sign. */
  private static Refusal notBound() {
    return Refusal.of(
        Problem.Type.UNAUTHORIZED,
        "the external account's key does not hold here: unknown, used, ended, or not the one that"
            + " signed (RFC 8555 §7.3.4); ask your administrator for another");
  }

  private AcmeAnswer answer(int status, Account account) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("status", account.status().name().toLowerCase(java.util.Locale.ROOT));
    if (!account.contacts().isEmpty()) {
      object.put("contact", account.contacts());
    }
    object.put("orders", urls.orders(account));
    return AcmeAnswer.object(status, object).with("Location", urls.account(account));
  }
}
