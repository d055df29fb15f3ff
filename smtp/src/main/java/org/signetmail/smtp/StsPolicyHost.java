package org.signetmail.smtp;

import java.io.IOException;

/** Fetches policies where domains publish them. Safe for use by many threads. */
public interface StsPolicyHost {
  /** Nobody publishes any. */
  StsPolicyHost NONE =
      domain -> {
        throw new IOException("policies are not fetched");
      };

  /**
   * The text of {@code https://mta-sts.DOMAIN/.well-known/mta-sts.txt} (RFC 8461 §3.3): from a
   * server whose certificate names that host, with status 200 and no redirect, as {@code
   * text/plain}, at most {@link StsPolicy#LARGEST} octets.
   *
   * @throws IOException with one line when there is none
   */
  byte[] fetch(String domain) throws IOException;
}
