package org.signetmail.lookup;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A directory that people sign in at (RFC 4513 §5.1.3).
 *
 * @param base the entry below which people are searched: {@code ou=people,dc=example,dc=com}
 * @param attribute that holds their mailbox: {@code mail}, {@code userPrincipalName}
 * @param login as whom people are searched; empty for anonymously
 * @param tls which servers are whom they say
 * @param answerWithin for connecting, and again for each question
 */
public record LdapSignIn(
    String host,
    int port,
    Transport transport,
    String base,
    String attribute,
    Optional<Login> login,
    SSLContext tls,
    Duration answerWithin) {

  /** How passwords get there. */
  public enum Transport {
    /** TLS from the start. */
    TLS,
    /** TLS before anything else (RFC 4511 §4.14); without it nothing is sent. */
    STARTTLS,
    /** In clear, for who listens on the way: on one machine, or in a tunnel. */
    DANGEROUSLY_PLAIN
  }

  /** An entry of our own in the directory. */
  public record Login(String name, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Login[" + name + "]";
    }
  }
}
