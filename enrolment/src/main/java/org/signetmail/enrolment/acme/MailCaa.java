package org.signetmail.enrolment.acme;

import java.io.IOException;
import java.util.List;

/** CAA records in DNS (RFC 8659 §4). Safe for many threads. */
public interface MailCaa {
  /**
   * The records at a name, aliases followed; empty when there are none.
   *
   * @param domain A-labels, without a dot at its end
   * @throws IOException when nobody knows
   */
  List<Property> at(String domain) throws IOException;

  /**
   * A property (RFC 8659 §4.1).
   *
   * @param flags 128 when it must be understood
   * @param tag in lower case
   */
  record Property(int flags, String tag, String value) {}
}
