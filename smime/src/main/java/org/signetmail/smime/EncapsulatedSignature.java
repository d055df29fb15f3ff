package org.signetmail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedDataMaker;

/**
 * Bare CMS SignedData around content that is not mail (RFC 5652 §5.1), such as a configuration
 * profile ({@code openssl cms -verify -inform DER} reads it).
 */
public final class EncapsulatedSignature {
  private EncapsulatedSignature() {}

  /** Writes the signature around its content, DER; the content streams through. */
  public static void sign(Octets content, SigningIdentity signer, Instant at, OutputStream out)
      throws IOException {
    SignatureScheme scheme =
        SignatureScheme.making(
                signer.certificate().publicKey(), CryptoProfile.of(CryptoProfile.Name.AUTO))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    signer.certificate().subject()
                        + ": its key does not sign (RFC 8551 §2.2); use a signing key"));
    new SignedDataMaker(signer, scheme, List.of(), List.of(), new Jca(Primitives.standard()))
        .opaque(content, at, new SecureRandom(), out);
  }
}
