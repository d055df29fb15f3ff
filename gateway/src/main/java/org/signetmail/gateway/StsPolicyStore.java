package org.signetmail.gateway;

import java.time.Instant;
import java.util.Optional;

/**
 * Keeps the MTA-STS policies of domains (RFC 8461 §5.1) as they were published, so that a restart
 * does not open the way for who takes a domain's record away. What a method wrote is durable when
 * it returns. Safe for many threads and nodes.
 */
public interface StsPolicyStore {
  /**
   * A policy as it was fetched.
   *
   * @param domain in lower case
   * @param id of the record that it was fetched for (RFC 8461 §3.1)
   * @param until when it holds
   */
  record Kept(String domain, String id, byte[] text, Instant fetched, Instant until) {
    public Kept {
      text = text.clone();
    }

    @Override
    public byte[] text() {
      return text.clone();
    }
  }

  /** What is kept of a domain, whether it still holds or not. */
  Optional<Kept> find(String domain);

  /** Keeps a policy; of two of one domain, the one that was fetched later stays. */
  void keep(Kept policy);

  /**
   * Forgets what held until then, and no longer.
   *
   * @return how many
   */
  int forget(Instant before);
}
