package org.signetmail.acme;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/** What the authority remembers of one order. */
final class TestOrder {
  final int number;
  final Mailbox mailbox;
  final String partByMail;
  final String partByHttps;
  final String thumbprint;
  boolean isTriggered;
  int responses;
  @Nullable String fault;
  List<Certificate> chain = List.of();

  TestOrder(int number, Mailbox mailbox, String partByMail, String partByHttps, String thumbprint) {
    this.number = number;
    this.mailbox = mailbox;
    this.partByMail = partByMail;
    this.partByHttps = partByHttps;
    this.thumbprint = thumbprint;
  }

  /** Both the response and the client's word for it are there. */
  boolean isProven() {
    return isTriggered && responses > 0 && fault == null;
  }

  String challengeStatus() {
    return fault != null
        ? "invalid"
        : isProven() ? "valid" : isTriggered ? "processing" : "pending";
  }

  String authorizationStatus() {
    return fault != null ? "invalid" : isProven() ? "valid" : "pending";
  }

  String status() {
    return fault != null
        ? "invalid"
        : !chain.isEmpty() ? "valid" : isProven() ? "ready" : "pending";
  }
}
