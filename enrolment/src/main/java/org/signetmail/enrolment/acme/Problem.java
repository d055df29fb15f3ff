package org.signetmail.enrolment.acme;

/**
 * What is wrong with a request, in the words of ACME (RFC 8555 §6.7, RFC 9773 §5).
 *
 * @param detail one line for a person: what is wrong and what to do
 */
public record Problem(Type type, String detail) {
  /** The registered types that we use, each with its usual HTTP status. */
  public enum Type {
    ACCOUNT_DOES_NOT_EXIST("accountDoesNotExist", 400),
    ALREADY_REPLACED("alreadyReplaced", 409),
    ALREADY_REVOKED("alreadyRevoked", 400),
    BAD_CSR("badCSR", 400),
    BAD_NONCE("badNonce", 400),
    BAD_PUBLIC_KEY("badPublicKey", 400),
    BAD_REVOCATION_REASON("badRevocationReason", 400),
    BAD_SIGNATURE_ALGORITHM("badSignatureAlgorithm", 400),
    CAA("caa", 403),
    DNS("dns", 400),
    EXTERNAL_ACCOUNT_REQUIRED("externalAccountRequired", 403),
    INCORRECT_RESPONSE("incorrectResponse", 403),
    INVALID_CONTACT("invalidContact", 400),
    MALFORMED("malformed", 400),
    ORDER_NOT_READY("orderNotReady", 403),
    RATE_LIMITED("rateLimited", 429),
    REJECTED_IDENTIFIER("rejectedIdentifier", 400),
    SERVER_INTERNAL("serverInternal", 500),
    UNAUTHORIZED("unauthorized", 403),
    UNSUPPORTED_CONTACT("unsupportedContact", 400),
    UNSUPPORTED_IDENTIFIER("unsupportedIdentifier", 400);

    private final String word;
    private final int status;

    Type(String word, int status) {
      this.word = word;
      this.status = status;
    }

    /** As it stands in a problem document. */
    public String urn() {
      return "urn:ietf:params:acme:error:" + word;
    }

    public int status() {
      return status;
    }
  }

  /** The same as what ends a request. */
  public Refusal refusal() {
    return new Refusal(this, type.status(), java.util.Optional.empty());
  }
}
