package org.signetmail.pkix;

import java.io.IOException;
import java.util.Optional;
import org.signetmail.pkix.internal.ArchivalRequestForm;

/**
 * A private key in the clear and whose it is (EncKeyWithID, RFC 4211 §4.2 and Appendix B). The
 * caller wipes the key.
 *
 * @param pkcs8 PrivateKeyInfo, DER
 * @param owner empty when nobody is named by a mailbox
 */
public record EncKeyWithId(byte[] pkcs8, Optional<Mailbox> owner) {

  /**
   * @throws IOException saying in a phrase what is wrong
   */
  public static EncKeyWithId of(byte[] der) throws IOException {
    return ArchivalRequestForm.key(der);
  }

  @Override
  public String toString() {
    return "EncKeyWithId[" + owner + "]";
  }
}
