package org.signetmail.lookup;

import java.time.Duration;
import java.util.Set;

/**
 * One LDAP directory (RFC 4511) with other people's certificates.
 *
 * @param name how findings name it: {@code directory of Partner Inc}
 * @param base the entry below which people are searched: {@code ou=people,dc=partner,dc=test}
 * @param domains of the mailboxes it is asked about, as lower-case A-labels; empty means all. A
 *     partner's directory should hear of the partner's mailboxes only: each question tells who
 *     writes to whom
 * @param answerWithin for connecting, and again for searching
 */
public record LdapSettings(
    String name,
    String host,
    int port,
    Transport transport,
    String base,
    Set<String> domains,
    Duration answerWithin) {

  /** How the connection is protected. What is found is checked for itself either way. */
  public enum Transport {
    PLAIN,
    /** TLS from the start, its certificate checked against the platform's roots. */
    TLS
  }

  public LdapSettings {
    domains = Set.copyOf(domains);
    if (!answerWithin.isPositive()) {
      throw new IllegalArgumentException(
          name + ": time to answer is " + answerWithin + "; give it a second or more");
    }
  }
}
