package org.signetmail.enrolment.emailreply;

import java.io.IOException;
import java.util.List;

/** Where the public keys of DKIM signers are (RFC 6376 §3.6). Safe for many threads. */
@FunctionalInterface
public interface DkimKeys {
  /** Nobody's key is known: no DKIM signature counts. */
  DkimKeys NONE = name -> List.of();

  /**
   * The texts at a name such as {@code s1._domainkey.example.com}; empty when there are none.
   *
   * @throws IOException when nobody knows now: try again later
   */
  List<String> texts(String name) throws IOException;
}
