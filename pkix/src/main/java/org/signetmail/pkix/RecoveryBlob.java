package org.signetmail.pkix;

import java.io.IOException;
import java.util.List;
import org.signetmail.pkix.internal.RecoveryBlobForm;

/**
 * An archived key as Active Directory Certificate Services gives it out, sealed to its key recovery
 * agents ({@code certutil -getkey}; [MS-CSRA] §3.1.4.2.9): SignedData around EnvelopedData, with
 * the certificates.
 *
 * @param sealedKey ContentInfo with EnvelopedData, DER
 * @param certificates the owner's, the agents' and their issuers', in file order
 */
public record RecoveryBlob(byte[] sealedKey, List<Certificate> certificates) {
  public RecoveryBlob {
    sealedKey = sealedKey.clone();
    certificates = List.copyOf(certificates);
  }

  /** Whether these octets, as DER, PEM or base64, look like one. */
  public static boolean isLike(byte[] bytes) {
    return RecoveryBlobForm.isLike(bytes);
  }

  /**
   * The signature is of no account: the key proves itself by the certificate over it.
   *
   * @throws IOException saying in a phrase, to follow the name of the file, what is wrong
   */
  public static RecoveryBlob of(byte[] bytes) throws IOException {
    return RecoveryBlobForm.of(bytes);
  }

  /**
   * What lies in the envelope as PKCS#8: a PRIVATEKEYBLOB of an RSA key, or PKCS#8 as it is. The
   * caller wipes both.
   *
   * @throws IOException saying in a phrase what is wrong
   */
  public static byte[] pkcs8(byte[] clear) throws IOException {
    return RecoveryBlobForm.pkcs8(clear);
  }

  @Override
  public byte[] sealedKey() {
    return sealedKey.clone();
  }
}
