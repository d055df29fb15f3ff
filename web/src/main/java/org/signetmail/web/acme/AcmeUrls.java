package org.signetmail.web.acme;

import java.util.Optional;
import org.signetmail.enrolment.acme.Account;
import org.signetmail.enrolment.acme.Order;

/**
 * Every address of the server, from one base that an administrator set: what a client signs for is
 * held against it, not against what a request says of its own host.
 *
 * @param base {@code https://host:port}, without a slash at its end
 */
record AcmeUrls(String base) {
  static final String ROOT = "/acme";

  String directory() {
    return base + ROOT + "/directory";
  }

  String newNonce() {
    return base + ROOT + "/new-nonce";
  }

  String newAccount() {
    return base + ROOT + "/new-account";
  }

  String newOrder() {
    return base + ROOT + "/new-order";
  }

  String revokeCert() {
    return base + ROOT + "/revoke-cert";
  }

  String keyChange() {
    return base + ROOT + "/key-change";
  }

  String renewalInfo() {
    return base + ROOT + "/renewal-info";
  }

  String account(Account account) {
    return account(account.id());
  }

  private String account(String id) {
    return base + ROOT + "/account/" + id;
  }

  String orders(Account account) {
    return account(account) + "/orders";
  }

  String order(Order order) {
    return base + ROOT + "/order/" + order.id();
  }

  String finalize(Order order) {
    return order(order) + "/finalize";
  }

  String authorization(Order order) {
    return base + ROOT + "/authorization/" + order.id();
  }

  String challenge(Order order) {
    return base + ROOT + "/challenge/" + order.id();
  }

  String certificate(Order order) {
    return base + ROOT + "/certificate/" + order.id();
  }

  /** The identifier in the URL of an account of ours. */
  Optional<String> accountId(String url) {
    String prefix = account("");
    return url.startsWith(prefix) && url.length() <= prefix.length() + 64
        ? Optional.of(url.substring(prefix.length()))
        : Optional.empty();
  }
}
