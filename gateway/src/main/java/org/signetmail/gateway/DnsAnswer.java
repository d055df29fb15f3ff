package org.signetmail.gateway;

import java.time.Duration;
import java.util.List;

/**
 * What DNS answered.
 *
 * @param records empty when there are none of this type, or no such name
 * @param canonical the name at which they are, after aliases
 * @param life how long it holds
 */
public record DnsAnswer<T>(
    Existence existence, List<T> records, Assurance assurance, String canonical, Duration life) {
  public DnsAnswer {
    records = List.copyOf(records);
  }

  /** Whether the name is there at all. */
  public enum Existence {
    NAME,
    NO_NAME
  }

  /** How far it is known to be true (RFC 4035 §4.3). */
  public enum Assurance {
    /** By DNSSEC, from the root on. */
    SECURE,
    /** Not at all: whoever was on the way may have said it. */
    INSECURE
  }

  public boolean isSecure() {
    return assurance == Assurance.SECURE;
  }
}
