package org.signetmail.gateway;

/**
 * An SMTP reply (RFC 5321 §4.2) with its enhanced status code (RFC 3463). Its text never holds a
 * control character, so nothing that a message or a neighbour says can forge a second reply.
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

  /** The reply to a sender or recipient with which nothing is wrong. */
  public static final Answer OK = new Answer(250, "2.1.0", "ok");

  public Answer {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("answer: " + code + " is no SMTP reply (RFC 5321 §4.2.1)");
    }
    text =
        text.chars().anyMatch(Character::isISOControl)
            ? text.replaceAll("[\\p{Cntrl}\\x80-\\x9f]+", " ").strip()
            : text.strip();
  }

  public Kind kind() {
    return code < 400 ? Kind.ACCEPTED : code < 500 ? Kind.TRY_AGAIN : Kind.REFUSED;
  }

  @Override
  public String toString() {
    return code + " " + status + " " + text;
  }
}
