package org.signetmail.pkix;

import java.io.IOException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import org.signetmail.pkix.cmp.CmpRejection;
import org.signetmail.pkix.internal.CrmfForm;
import org.signetmail.pkix.internal.Pem;
import org.signetmail.pkix.internal.RequestForm;

/**
 * A certification request, PKCS#10 (RFC 2986), or CertReqMsg (RFC 4211) where CMP brought it: a
 * public key, who asks, and proof of holding the private key. A value of this type that was read
 * has proven possession; what it says of names is only asked for.
 *
 * @param encoded the DER
 * @param subject the name asked for, as RFC 4514 text for people
 * @param mailboxes the addresses asked for, malformed ones left out
 */
public record CertificationRequest(
    byte[] encoded, PublicKey publicKey, String subject, List<Mailbox> mailboxes) {

  public CertificationRequest {
    encoded = encoded.clone();
    mailboxes = List.copyOf(mailboxes);
  }

  /** A request for this key, signed by it. */
  public static CertificationRequest make(SigningKey key, String commonName, Mailbox mailbox) {
    try {
      return of(RequestForm.make(key, commonName, mailbox));
    } catch (IOException e) {
      throw new IllegalStateException("a request that was made does not read", e);
    }
  }

  /**
   * A request to any authority for a certificate that only signs: it asks for the key usage {@code
   * digitalSignature} and no other (RFC 8823 §3.3).
   */
  public static CertificationRequest forSigning(
      SigningKey key, String commonName, Mailbox mailbox) {
    try {
      return of(RequestForm.makeForSigning(key, commonName, mailbox));
    } catch (IOException e) {
      throw new IllegalStateException("a request that was made does not read", e);
    }
  }

  /**
   * A request for a signing certificate over a new key in place of one that ends: subject and
   * alternative names are those of the present certificate (RFC 7030 §4.2.2), to the octet.
   */
  public static CertificationRequest forRenewal(SigningKey key, Certificate present) {
    try {
      return of(RequestForm.makeForRenewal(key, present));
    } catch (IOException e) {
      throw new IllegalStateException("a request that was made does not read", e);
    }
  }

  /**
   * A request to any authority for a certificate that mail is encrypted to, and nothing else (RFC
   * 8823 §3.3), for the person whose key the archive keeps: there is no such request without the
   * archive's receipt.
   *
   * @param key signs this one request, to prove possession (RFC 2986 §3)
   * @throws IllegalArgumentException when the receipt is for another key, or the key cannot sign
   */
  public static CertificationRequest forEncryption(
      EncryptionKey key, String commonName, ArchiveReceipt.Verified receipt) {
    if (!receipt.receipt().keyId().equals(key.id())) {
      throw new IllegalArgumentException(
          "key " + key.id() + ": the archive's receipt is for another key; archive this one");
    }
    if (!KeyAlgorithm.of(key.publicKey()).map(KeyAlgorithm::canSign).orElse(false)) {
      throw new IllegalArgumentException(
          "key "
              + key.id()
              + ": cannot prove possession in a request (RFC 2986 §3); make an RSA or P-256 key");
    }
    try {
      return of(RequestForm.makeForEncryption(key, commonName, receipt.receipt().owner()));
    } catch (IOException e) {
      throw new IllegalStateException("a request that was made does not read", e);
    }
  }

  /**
   * A request for one more certificate over an authority's key, by another authority: under the
   * same name and key identifier, so that what was signed with the key stays under both.
   *
   * @param present the authority's certificate, over this key
   */
  public static CertificationRequest forAuthority(SigningKey key, Certificate present) {
    try {
      return of(RequestForm.makeForAuthority(key, present));
    } catch (IOException e) {
      throw new IllegalStateException("a request that was made does not read", e);
    }
  }

  /** A request for this key in the form of CMP, CertReqMsg (RFC 4211 §3), signed by it. */
  public static CertificationRequest makeMessage(
      SigningKey key, String commonName, Mailbox mailbox) {
    try {
      return ofMessage(CrmfForm.make(key, commonName, mailbox));
    } catch (IOException | CmpRejection e) {
      throw new IllegalStateException("a request that was made does not read", e);
    }
  }

  /** PEM (RFC 7468 §7), ending with a line feed. */
  public String pem() {
    return Pem.write("CERTIFICATE REQUEST", encoded);
  }

  /**
   * Parses DER or PEM and checks the signature: proof of possession (RFC 2986 §4.2).
   *
   * @throws IOException in one clear line
   */
  public static CertificationRequest of(byte[] bytes) throws IOException {
    try {
      return RequestForm.parse(bytes);
    } catch (IOException e) {
      throw new IOException(
          "certification request: " + e.getMessage() + "; make a new one with its key", e);
    }
  }

  /**
   * Reads CertReqMsg as DER and checks its signature: proof of possession (RFC 4211 §4.1).
   *
   * @throws CmpRejection in one clear line
   */
  public static CertificationRequest ofMessage(byte[] der) throws CmpRejection {
    return CrmfForm.parse(der);
  }

  /**
   * Reads what {@link #encoded} gave, in whichever of the two forms it was, and checks it again.
   *
   * @throws IOException in one clear line
   */
  public static CertificationRequest again(byte[] encoded) throws IOException {
    if (!CrmfForm.isKept(encoded)) {
      return of(encoded);
    }
    try {
      return ofMessage(encoded);
    } catch (CmpRejection e) {
      throw new IOException(e.words(), e);
    }
  }

  @Override
  public byte[] encoded() {
    return encoded.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CertificationRequest that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }
}
