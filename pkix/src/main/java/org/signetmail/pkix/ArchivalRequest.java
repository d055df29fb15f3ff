package org.signetmail.pkix;

import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import org.signetmail.pkix.internal.ArchivalRequestForm;
import org.signetmail.pkix.internal.EncryptedValueForm;

/**
 * A certificate request of CRMF that brings its private key along for the archive (CertReqMsg with
 * pkiArchiveOptions, RFC 4211 §3 and §6.4). What it says of names is only asked for.
 *
 * @param publicKey of the template
 * @param mailboxes the addresses that the template asks for, malformed ones left out
 * @param use what the certificate is asked for, by the key usage of the template
 * @param possession how the requester proves to hold the private key
 * @param sealedKey how the private key lies in it
 */
public record ArchivalRequest(
    PublicKey publicKey,
    List<Mailbox> mailboxes,
    Use use,
    Possession possession,
    SealedKey sealedKey) {

  /** What the certificate is asked for. */
  public enum Use {
    /** Encryption, or nothing is said. */
    ENCRYPTION,
    /** It is to sign, perhaps besides. */
    SIGNING
  }

  /** Proof of possession (RFC 4211 §4). */
  public enum Possession {
    /** A signature by the key, which was checked (§4.1). */
    SIGNED,
    /**
     * The private key itself, when it is opened; then it must come with its owner's name (§4.2).
     */
    BY_THE_SEALED_KEY
  }

  /**
   * The private key, sealed to whom the requester took for the archive (EncryptedKey, RFC 4211
   * §2.1).
   */
  public sealed interface SealedKey {
    /**
     * Around EncKeyWithID.
     *
     * @param contentInfo ContentInfo with EnvelopedData, DER
     */
    record Enveloped(byte[] contentInfo) implements SealedKey {
      public Enveloped {
        contentInfo = contentInfo.clone();
      }

      @Override
      public byte[] contentInfo() {
        return contentInfo.clone();
      }
    }

    /**
     * EncryptedValue, the deprecated form of former times: it names no recipient, and around the
     * bare PrivateKeyInfo is nothing that would show a change.
     *
     * @param der as in the request
     */
    record Value(byte[] der) implements SealedKey {
      public Value {
        der = der.clone();
      }

      @Override
      public byte[] der() {
        return der.clone();
      }

      /**
       * The same as EnvelopedData to this certificate, as if its holder had been named.
       *
       * @return ContentInfo, DER
       * @throws IOException saying in a phrase what about it is not read
       */
      public byte[] addressedTo(Certificate holder) throws IOException {
        return EncryptedValueForm.addressed(der, holder);
      }
    }
  }

  public ArchivalRequest {
    mailboxes = List.copyOf(mailboxes);
  }

  /**
   * Whether these octets look like CRMF: DER, or PEM of a certificate request; nothing is checked.
   */
  public static boolean isLike(byte[] bytes) {
    return ArchivalRequestForm.isLike(bytes);
  }

  /**
   * The messages of a CertReqMessages, or the one CertReqMsg, as DER or PEM; signatures checked.
   *
   * @throws IOException saying in a phrase, to follow the name of the file, what is wrong
   */
  public static List<ArchivalRequest> read(byte[] bytes) throws IOException {
    return ArchivalRequestForm.read(bytes);
  }
}
