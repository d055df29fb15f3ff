package org.signetmail.enrolment.acme;

/** What a certificate is ordered for (RFC 8555 §7.1.4). */
public record Identifier(String type, String value) {
  /** A mailbox (RFC 8823 §5.1). */
  public static final String EMAIL = "email";
}
