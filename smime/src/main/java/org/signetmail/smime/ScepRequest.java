package org.signetmail.smime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.ContentCipher;
import org.signetmail.smime.internal.cms.ContentInfo;
import org.signetmail.smime.internal.cms.Digests;
import org.signetmail.smime.internal.cms.EnvelopeReader;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.KeyUnwrap;
import org.signetmail.smime.internal.cms.RecipientInfo;
import org.signetmail.smime.internal.cms.ScepAttributes;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.cms.SignerInfo;

/**
 * A PKIMessage of a SCEP client (RFC 8894 §3): signed by the key of {@link #signer}, which has been
 * checked; whose that key is has not.
 *
 * @param type what is asked
 * @param transactionId the client's name for the exchange
 * @param senderNonce to be sent back
 * @param signer self-signed, or a certificate that the client has already
 * @param strength whether the algorithms of signature and envelope are those that SCEP now has
 * @param envelope EnvelopedData; still shut
 */
public record ScepRequest(
    Type type,
    String transactionId,
    byte[] senderNonce,
    Certificate signer,
    Strength strength,
    byte[] envelope) {
  /** The largest that is read, in octets. */
  public static final int LARGEST = 128 << 10;

  private static final int LONGEST_ID = 255; // characters
  private static final int LONGEST_NONCE = 64; // octets
  private static final int LARGEST_CONTENT = 64 << 10;

  private static final Set<Digests> STRONG_DIGESTS =
      Set.of(Digests.SHA_256, Digests.SHA_384, Digests.SHA_512);
  private static final Set<ContentCipher> STRONG_CIPHERS =
      Set.of(ContentCipher.AES128_CBC, ContentCipher.AES192_CBC, ContentCipher.AES256_CBC);

  /** RFC 8894 §3.2.1.2. */
  public enum Type {
    RENEWAL(17),
    PKCS(19),
    CERT_POLL(20),
    GET_CERT(21),
    GET_CRL(22);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    /** As it stands in the message. */
    public int number() {
      return number;
    }
  }

  /** What stands in for security in the message. */
  public enum Strength {
    /** SHA-2 and AES. */
    ENOUGH,
    /** MD5, SHA-1, DES or triple DES: RFC 8894 §2.9 has others. */
    TOO_WEAK
  }

  public ScepRequest {
    senderNonce = senderNonce.clone();
    envelope = envelope.clone();
  }

  @Override
  public byte[] senderNonce() {
    return senderNonce.clone();
  }

  @Override
  public byte[] envelope() {
    return envelope.clone();
  }

  /**
   * Reads a message and checks its signature.
   *
   * @throws IOException in one clear line, when it is none, too large, or not signed by the
   *     certificate in it
   */
  public static ScepRequest of(byte[] message) throws IOException {
    if (message.length > LARGEST) {
      throw new IOException("pki message: is larger than " + LARGEST + " octets");
    }
    try {
      ContentInfo info = ContentInfo.of(new ByteArrayInputStream(message));
      if (!info.type().equals(Oids.SIGNED_DATA)) {
        throw new Asn1Exception("content of type " + info.type() + ", not signed data");
      }
      SignedData data = SignedData.read(info, Budget.STANDARD, memory(LARGEST));
      try (Octets content =
          data.content().orElseThrow(() -> new Asn1Exception("signed data without content"))) {
        return of(data, content.toByteArray());
      }
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "pki message: " + e.getMessage() + " (RFC 8894 §3.1); send what the client made", e);
    }
  }

  private static ScepRequest of(SignedData data, byte[] content) throws IOException {
    if (data.signers().size() != 1) {
      throw new Asn1Exception(data.signers().size() + " signers where one belongs");
    }
    SignerInfo info = data.signers().getFirst();
    Certificate signer =
        data.certificates().stream()
            .filter(certificate -> info.signer().matches(certificate))
            .findFirst()
            .orElseThrow(() -> new Asn1Exception("the signer's certificate is not in it"));
    SignedAttributes attributes = SignedAttributes.of(info);
    SignatureScheme scheme =
        SignatureScheme.reading(info.digestAlgorithm(), info.signatureAlgorithm());
    Jca jca = new Jca(Primitives.standard());
    requireSigned(info, attributes, scheme, signer, content, jca);
    Type type = type(ScepAttributes.text(attributes, ScepAttributes.MESSAGE_TYPE, 8));
    return new ScepRequest(
        type,
        ScepAttributes.text(attributes, ScepAttributes.TRANSACTION_ID, LONGEST_ID),
        ScepAttributes.octets(attributes, ScepAttributes.SENDER_NONCE, LONGEST_NONCE),
        signer,
        STRONG_DIGESTS.contains(scheme.digest()) && hasStrongCipher(content)
            ? Strength.ENOUGH
            : Strength.TOO_WEAK,
        content);
  }

  private static Type type(String number) throws Asn1Exception {
    for (Type type : Type.values()) {
      if (Integer.toString(type.number).equals(number)) {
        return type;
      }
    }
    throw new Asn1Exception("a message type that no client sends");
  }

  private static void requireSigned(
      SignerInfo info,
      SignedAttributes attributes,
      SignatureScheme scheme,
      Certificate signer,
      byte[] content,
      Jca jca)
      throws IOException {
    byte[] digest = jca.digest(scheme.digest().jca()).digest(content);
    boolean isContents =
        MessageDigest.isEqual(
            digest,
            attributes
                .messageDigest()
                .orElseThrow(() -> new Asn1Exception("signed attributes without a digest")));
    if (!isContents || !attributes.protects(info) || !attributes.names(signer, jca)) {
      throw new Asn1Exception("signed attributes of another message");
    }
    for (byte[] form : attributes.signedForms()) {
      try {
        if (scheme.verify(jca, signer.publicKey(), form, info.signature())) {
          return;
        }
      } catch (GeneralSecurityException e) {
        // Does not hold.
      }
    }
    throw new Asn1Exception("a signature that does not hold");
  }

  private static boolean hasStrongCipher(byte[] content) throws IOException {
    return envelope(content).cipher().filter(STRONG_CIPHERS::contains).isPresent();
  }

  private static EnvelopeReader envelope(byte[] content) throws IOException {
    ContentInfo info = ContentInfo.of(new ByteArrayInputStream(content));
    if (!info.type().equals(Oids.ENVELOPED_DATA)) {
      throw new Asn1Exception("content that is not enveloped");
    }
    return info.envelope(Budget.STANDARD.recipients());
  }

  /**
   * What was sealed to one of the keys. RSA PKCS#1 v1.5 is opened with implicit rejection, and
   * whatever goes wrong is the same empty answer: nobody learns which padding was right.
   */
  public Optional<byte[]> open(List<DecryptionIdentity> keys) {
    try {
      EnvelopeReader reader = envelope(envelope);
      for (RecipientInfo recipient : reader.recipients()) {
        for (DecryptionIdentity key : keys) {
          if (recipient instanceof RecipientInfo.Addressed addressed
              && addressed.recipient().matches(key.certificate())
              && reader.cipher().isPresent()) {
            Jca jca = new Jca(Primitives.standard());
            byte[] contentKey =
                new KeyUnwrap(jca, new SecureRandom())
                    .unwrap(addressed, key, reader.cipher().get().keyLength());
            try (Octets content = reader.open(contentKey, jca, memory(LARGEST_CONTENT))) {
              return Optional.of(content.toByteArray());
            } finally {
              Arrays.fill(contentKey, (byte) 0);
            }
          }
        }
      }
      return Optional.empty();
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Spool memory(int most) {
    return new Spool(java.nio.file.Path.of(System.getProperty("java.io.tmpdir")), most, most);
  }

  @Override
  public String toString() {
    return "ScepRequest[" + type + ", " + transactionId + "]";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScepRequest that
        && type == that.type
        && transactionId.equals(that.transactionId)
        && signer.equals(that.signer)
        && Arrays.equals(senderNonce, that.senderNonce)
        && Arrays.equals(envelope, that.envelope);
  }

  @Override
  public int hashCode() {
    return transactionId.hashCode();
  }
}
