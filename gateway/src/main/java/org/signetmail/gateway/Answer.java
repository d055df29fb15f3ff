package org.signetmail.gateway;

/**
 * An SMTP reply (RFC 5321 §4.2) with its enhanced status code (RFC 3463).
 *
 * @param code 250, 451, 550 …
 * @param status {@code 2.0.0}, {@code 4.3.0} …
 * @param text one line, for the person who reads the bounce
 */
public record Answer(int code, String status, String text) {
  /** What the client may conclude. */
  public enum Kind {
    ACCEPTED,
    TRY_AGAIN,
    REFUSED
  }

  public Kind kind() {
    return code < 400 ? Kind.ACCEPTED : code < 500 ? Kind.TRY_AGAIN : Kind.REFUSED;
  }

  @Override
  public String toString() {
    return code + " " + status + " " + text;
  }
}
