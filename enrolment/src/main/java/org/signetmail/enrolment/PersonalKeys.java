package org.signetmail.enrolment;

import java.util.List;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.SigningIdentity;

/** A person's two keys with their certificates, complete, on the person's own machine. */
public record PersonalKeys(SigningIdentity signing, DecryptionIdentity decryption) {

  /** Both as one PKCS#12 file (RFC 7292) for mail clients. */
  public byte[] keyFile(char[] password) {
    return KeyFile.write(signing, List.of(decryption), password);
  }
}
