package org.signetmail.pkix;

import java.net.URI;
import java.util.List;
import org.signetmail.pkix.internal.AddressForm;

/**
 * Where a certificate says that its status is to be had. It is its issuer's word: of no use before
 * the path of the certificate is valid.
 *
 * @param ocsp responders, from authorityInfoAccess (RFC 5280 §4.2.2.1)
 * @param crls from cRLDistributionPoints (RFC 5280 §4.2.1.13)
 */
public record StatusAddresses(List<URI> ocsp, List<URI> crls) {
  public StatusAddresses {
    ocsp = List.copyOf(ocsp);
    crls = List.copyOf(crls);
  }

  /** Those that are addresses of plain HTTP, at most four of each; others are passed over. */
  public static StatusAddresses of(Certificate certificate) {
    return AddressForm.of(certificate);
  }
}
