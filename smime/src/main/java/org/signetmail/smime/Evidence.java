package org.signetmail.smime;

import java.util.Map;
import org.signetmail.pkix.Certificate;

/**
 * What is known of the readers of a message, by their certificates: decides whether a form stronger
 * than the compatible one may be made.
 *
 * @param known those not in it are unknown
 */
public record Evidence(Map<Certificate, Capabilities> known) {
  public static final Evidence NONE = new Evidence(Map.of());

  public Evidence {
    known = Map.copyOf(known);
  }

  public Capabilities of(Certificate recipient) {
    return known.getOrDefault(recipient, Capabilities.UNKNOWN);
  }
}
