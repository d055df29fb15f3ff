package org.signetmail.pkix.cmp;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.internal.CmpForm;

/**
 * A PKIMessage (RFC 9810 §5.1). Reading it checks its form; what protects it, its holder checks
 * with {@link CmpProtection}, and only then looks at {@link #body}.
 *
 * @param encodedBody PKIBody, DER
 * @param protection empty where nothing protects the message
 * @param certificates extraCerts; the signer's first (RFC 9483 §3.3)
 */
public record CmpMessage(
    CmpHeader header,
    byte[] encodedBody,
    Optional<CmpProtection> protection,
    List<Certificate> certificates) {
  /** The largest that is read, in octets. */
  public static final int LARGEST = 64 << 10;

  public CmpMessage {
    encodedBody = encodedBody.clone();
    certificates = List.copyOf(certificates);
  }

  @Override
  public byte[] encodedBody() {
    return encodedBody.clone();
  }

  /**
   * Reads DER.
   *
   * @throws IOException in one clear line, when it is none, or too large
   */
  public static CmpMessage of(byte[] der) throws IOException {
    try {
      return CmpForm.message(der);
    } catch (IOException e) {
      throw new IOException(
          "pki message: " + e.getMessage() + " (RFC 9810 §5.1); send what the client made", e);
    }
  }

  /**
   * What is asked.
   *
   * @throws CmpRejection when it is nothing that is answered here, or more than one thing
   */
  public CmpBody body() throws CmpRejection {
    return CmpForm.body(encodedBody);
  }

  /** Header and kind of protection; no secret is in a message. */
  @Override
  public String toString() {
    return "CmpMessage[" + header.senderName().orElse("") + "]";
  }
}
