package org.signetmail.smime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.internal.cms.ContentCipher;
import org.signetmail.smime.internal.cms.ContentEncryption;
import org.signetmail.smime.internal.cms.EnvelopeMaker;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.ScepAttributes;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedDataMaker;

/** The client's side of SCEP: makes what {@link ScepRequest} reads (RFC 8894 §3.3). */
public final class ScepClientMessage {
  private static final int NONCE = 16; // octets

  private ScepClientMessage() {}

  /**
   * A message, DER: SHA-256, AES-128-CBC, RSA PKCS#1 v1.5.
   *
   * @param transactionId printable characters
   * @param content a PKCS#10 request, or what the type wants instead
   * @param signer self-signed over the request's key, or the certificate to be renewed
   * @param registration of the authority, to which the content is encrypted
   */
  public static byte[] make(
      ScepRequest.Type type,
      String transactionId,
      byte[] content,
      SigningIdentity signer,
      Certificate registration,
      Instant at,
      SecureRandom random)
      throws IOException {
    ByteArrayOutputStream envelope = new ByteArrayOutputStream();
    new EnvelopeMaker(new Jca(Primitives.standard()), random)
        .write(
            new ByteArrayInputStream(content),
            content.length,
            ContentEncryption.of(ContentCipher.AES128_CBC),
            List.of(new EnvelopeMaker.Recipient.Holder(registration, "rsa-pkcs1")),
            envelope);
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    SignatureScheme scheme =
        SignatureScheme.making(
                signer.certificate().publicKey(), CryptoProfile.of(CryptoProfile.Name.COMPATIBLE))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    signer.certificate().subject() + ": its key does not sign (RFC 8894 §3.1)"));
    SignedDataMaker maker =
        new SignedDataMaker(
            signer,
            scheme,
            List.of(
                ScepAttributes.ofText(ScepAttributes.MESSAGE_TYPE, Integer.toString(type.number())),
                ScepAttributes.ofText(ScepAttributes.TRANSACTION_ID, transactionId),
                ScepAttributes.ofOctets(ScepAttributes.SENDER_NONCE, nonce)),
            List.of(),
            new Jca(Primitives.standard()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    maker.opaque(Octets.of(envelope.toByteArray()), at, random, out);
    return out.toByteArray();
  }
}
