package org.signetmail.smime.internal.asn1;

import java.io.IOException;

/**
 * The octets are not the ASN.1 that was expected there. Says what was expected, shows no content.
 */
public final class Asn1Exception extends IOException {
  private static final long serialVersionUID = 1L;

  public Asn1Exception(String message) {
    super(message);
  }
}
