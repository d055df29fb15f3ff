package org.signetmail.smime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.internal.cms.ContentCipher;
import org.signetmail.smime.internal.cms.ContentEncryption;
import org.signetmail.smime.internal.cms.EnvelopeMaker;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.ScepAttributes;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedDataMaker;

/**
 * Makes CertRep messages (RFC 8894 §3.3.2): signed with SHA-256, the certificate in an envelope of
 * AES-128-CBC, which is what the capability "AES" means, to the key that signed the request.
 * Thread-safe.
 */
public final class ScepReply {
  private static final String CERT_REP = "3";
  private static final int NONCE = 16; // octets

  private final SigningIdentity signer;
  private final SecureRandom random;

  /** RFC 8894 §3.2.1.4. */
  public enum FailInfo {
    BAD_ALG,
    BAD_MESSAGE_CHECK,
    BAD_REQUEST,
    BAD_TIME,
    BAD_CERT_ID
  }

  /**
   * @param signer the registration authority, with its path
   */
  public ScepReply(SigningIdentity signer, SecureRandom random) {
    this.signer = signer;
    this.random = random;
  }

  /**
   * Here is the certificate.
   *
   * @throws IOException in one clear line when the requester's key cannot be encrypted to
   */
  public byte[] success(ScepRequest to, Certificate issued, Instant at) throws IOException {
    byte[] certificates = Certificates.certsOnly(List.of(issued));
    ByteArrayOutputStream envelope = new ByteArrayOutputStream();
    try {
      new EnvelopeMaker(new Jca(Primitives.standard()), random)
          .write(
              new ByteArrayInputStream(certificates),
              certificates.length,
              ContentEncryption.of(ContentCipher.AES128_CBC),
              List.of(new EnvelopeMaker.Recipient.Holder(to.signer(), "rsa-pkcs1")),
              envelope);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "pki message: its key cannot be answered (RFC 8894 §3.1); use an RSA key", e);
    }
    return signed(to, "0", List.of(), Optional.of(envelope.toByteArray()), at);
  }

  /** An administrator decides first. */
  public byte[] pending(ScepRequest to, Instant at) throws IOException {
    return signed(to, "3", List.of(), Optional.empty(), at);
  }

  /**
   * There will be none.
   *
   * @param words why, for people
   */
  public byte[] failure(ScepRequest to, FailInfo info, String words, Instant at)
      throws IOException {
    return signed(
        to,
        "2",
        List.of(
            ScepAttributes.ofText(ScepAttributes.FAIL_INFO, Integer.toString(info.ordinal())),
            ScepAttributes.ofWords(ScepAttributes.FAIL_INFO_TEXT, words)),
        Optional.empty(),
        at);
  }

  private byte[] signed(
      ScepRequest to, String status, List<byte[]> more, Optional<byte[]> content, Instant at)
      throws IOException {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    List<byte[]> attributes = new ArrayList<>(more);
    attributes.add(ScepAttributes.ofText(ScepAttributes.MESSAGE_TYPE, CERT_REP));
    attributes.add(ScepAttributes.ofText(ScepAttributes.PKI_STATUS, status));
    attributes.add(ScepAttributes.ofText(ScepAttributes.TRANSACTION_ID, to.transactionId()));
    attributes.add(ScepAttributes.ofOctets(ScepAttributes.SENDER_NONCE, nonce));
    attributes.add(ScepAttributes.ofOctets(ScepAttributes.RECIPIENT_NONCE, to.senderNonce()));
    SignatureScheme scheme =
        SignatureScheme.making(
                signer.certificate().publicKey(), CryptoProfile.of(CryptoProfile.Name.COMPATIBLE))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "registration: its key does not sign (RFC 8894 §3.1); use RSA"));
    SignedDataMaker maker =
        new SignedDataMaker(signer, scheme, attributes, List.of(), new Jca(Primitives.standard()));
    if (content.isEmpty()) {
      return maker.detached(maker.digest(new ByteArrayInputStream(new byte[0])), at, random);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    maker.opaque(Octets.of(content.get()), at, random, out);
    return out.toByteArray();
  }
}
