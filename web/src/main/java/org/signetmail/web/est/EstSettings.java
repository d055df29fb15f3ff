package org.signetmail.web.est;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;

/**
 * What an EST server offers.
 *
 * @param authorities the root, and the issuing authorities (RFC 7030 §4.1.3)
 * @param madeKey the kind of encryption keys that are made here
 * @param delivery how they are handed over
 * @param maker signs for having made a key; asked for when one is made
 * @param retryAfter when a client asks again whose request waits
 */
public record EstSettings(
    List<Certificate> authorities,
    KeyAlgorithm madeKey,
    KeyDelivery delivery,
    Supplier<SigningIdentity> maker,
    Duration retryAfter) {

  /** How a private key that was made here leaves (RFC 7030 §4.4.2). */
  public enum KeyDelivery {
    /** In CMS, to a certificate of the client that its request names; in no other way. */
    SEALED,
    /** So where the request names a certificate, else as PKCS#8 inside of TLS. */
    INSIDE_TLS
  }

  public EstSettings {
    authorities = List.copyOf(authorities);
  }
}
