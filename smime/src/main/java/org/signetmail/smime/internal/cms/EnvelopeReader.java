package org.signetmail.smime.internal.cms;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smime.internal.BudgetExceeded;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.BerReader;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.ContentEncryption.KeyDerivation;

/**
 * Reads EnvelopedData (RFC 5652 §6) and AuthEnvelopedData (RFC 5083) as they stream by: first the
 * head, then, with a key, the content.
 *
 * <p>Why authenticated content is encrypted again here: a provider's AEAD decryption keeps the
 * whole text in memory until it has seen the tag, which is right and does not fit. So the key
 * stream alone decrypts into the spool, which nobody sees, and the same provider encrypts that
 * plaintext again under the same key and nonce, streaming, only to learn the tag. GCM and Poly1305
 * are computed over the ciphertext, the ciphertext is the same exactly when the plaintext is, so
 * the tags are equal exactly when the message is whole; then, and only then, the spooled plaintext
 * is released.
 */
public final class EnvelopeReader {
  private static final int ELEMENT = 1 << 20; // the largest element beside the content
  private static final int SLICE = CipherSlices.SLICE;
  private static final int SMALL = 1 << 16; // octets of content that are held in memory

  private final BerReader ber;
  private final List<RecipientInfo> recipients = new ArrayList<>();
  private final String contentAlgorithm;
  private final Optional<ContentCipher> cipher;
  private final ContentCipher.@Nullable Parameters parameters;
  private final boolean isAuthenticatedType;
  private final KeyDerivation derivation;
  private final byte[] algorithm; // of the cipher, DER

  /**
   * Reads the head, to where the content begins. The reader stands inside ContentInfo, after the
   * content type.
   */
  EnvelopeReader(BerReader ber, String contentType, int maxRecipients) throws IOException {
    this.ber = ber;
    this.isAuthenticatedType = contentType.equals(Oids.AUTH_ENVELOPED_DATA);
    ber.enter(0xa0);
    ber.enter(Asn1.SEQUENCE);
    ber.element(Asn1.INTEGER, 16);
    if (ber.isNext(0xa0)) { // originatorInfo
      ber.skip();
    }
    ber.enter(Asn1.SET);
    while (ber.peek() >= 0) {
      recipients.addAll(RecipientInfo.of(ber.element(ELEMENT)));
      if (recipients.size() > maxRecipients) {
        throw new BudgetExceeded("more than " + maxRecipients + " recipients");
      }
    }
    ber.leave();
    ber.enter(Asn1.SEQUENCE);
    ber.element(Asn1.OID, 64);
    Der given = ber.element(Asn1.SEQUENCE, ELEMENT);
    List<Der> identifier = given.children(Asn1.SEQUENCE, 1);
    derivation =
        identifier.getFirst().oid().equals(Oids.CEK_HKDF_SHA256)
            ? KeyDerivation.HKDF_SHA256
            : KeyDerivation.NONE;
    if (derivation == KeyDerivation.HKDF_SHA256) { // RFC 9709 §2: the cipher is its parameter
      given = given.children(Asn1.SEQUENCE, 2).get(1);
      identifier = given.children(Asn1.SEQUENCE, 1);
    }
    algorithm = given.canonical();
    String oid = identifier.getFirst().oid();
    cipher = ContentCipher.of(identifier).filter(c -> c.isAuthenticated() == isAuthenticatedType);
    contentAlgorithm = cipher.map(ContentCipher::word).orElse(oid);
    parameters = cipher.isPresent() ? cipher.get().parameters(identifier) : null;
  }

  public List<RecipientInfo> recipients() {
    return recipients;
  }

  /** The word of profiles, or the object identifier of one that is not known. */
  public String contentAlgorithm() {
    return contentAlgorithm;
  }

  /** Empty when the algorithm is not known, or does not belong into this type (RFC 5083 §2.1). */
  public Optional<ContentCipher> cipher() {
    return cipher;
  }

  /** Whether the cipher's key is bound to its name (RFC 9709). */
  public KeyDerivation derivation() {
    return derivation;
  }

  /**
   * The content, proven whole where the cipher can prove it. Once for each reader.
   *
   * @throws GeneralSecurityException when the key is not the right one or anything was changed;
   *     which of the two must not be told
   */
  public Octets open(byte[] keyBytes, Jca jca, Spool spool)
      throws IOException, GeneralSecurityException {
    ContentCipher kind = cipher.orElseThrow();
    ContentCipher.Parameters given = java.util.Objects.requireNonNull(parameters);
    SecretKey key = kind.key(new ContentEncryption(kind, derivation).key(jca, keyBytes, algorithm));
    try (Spool.Draft draft = spool.draft();
        InputStream content = ber.octets(0x80)) {
      byte[] beginning = content.readNBytes(SMALL + 1);
      if (beginning.length <= SMALL) {
        return small(beginning, kind, jca, key);
      }
      InputStream all = new SequenceInputStream(new ByteArrayInputStream(beginning), content);
      if (!kind.isAuthenticated()) {
        decrypt(all, kind.cipher(jca, Cipher.DECRYPT_MODE, key, given), draft);
        finish();
        return draft.finish();
      }
      ContentEncrypter proof = new ContentEncrypter(kind, jca, key, given);
      decryptBeside(all, kind.stream(jca, key, given), proof, draft);
      byte[] tag = proof.doFinal();
      ber.leave(); // the encrypted content info
      byte[] attributes = attributes();
      byte[] mac = ber.element(Asn1.OCTET_STRING, 64).octets();
      finishAfterMac();
      if (attributes.length == 0) {
        requireTag(tag, mac, given.tagLength());
        return draft.finish();
      }
      Octets plain = draft.finish();
      try {
        proof = new ContentEncrypter(kind, jca, key, given);
        proof.updateAttributes(attributes);
        requireTag(tagOf(plain, proof), mac, given.tagLength());
        return plain;
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        plain.close();
        throw e;
      }
    }
  }

  /** What fits in memory is decrypted in one go, which checks the tag before it gives anything. */
  private Octets small(byte[] encrypted, ContentCipher kind, Jca jca, SecretKey key)
      throws IOException, GeneralSecurityException {
    ContentCipher.Parameters given = java.util.Objects.requireNonNull(parameters);
    if (!kind.isAuthenticated()) {
      finish();
      return Octets.of(kind.cipher(jca, Cipher.DECRYPT_MODE, key, given).doFinal(encrypted));
    }
    ber.leave(); // the encrypted content info
    byte[] attributes = attributes();
    byte[] mac = ber.element(Asn1.OCTET_STRING, 64).octets();
    finishAfterMac();
    if (mac.length != given.tagLength()) {
      throw new AEADBadTagException("the tag does not hold");
    }
    Cipher working = kind.cipher(jca, Cipher.DECRYPT_MODE, key, given);
    working.updateAAD(attributes);
    byte[] whole = Arrays.copyOf(encrypted, encrypted.length + mac.length);
    System.arraycopy(mac, 0, whole, encrypted.length, mac.length);
    return Octets.of(working.doFinal(whole));
  }

  private static void decrypt(InputStream content, Cipher cipher, Spool.Draft out)
      throws IOException, GeneralSecurityException {
    byte[] in = content.readNBytes(SLICE);
    byte[] plain = new byte[in.length + 64];
    for (int n = in.length; n > 0; n = content.readNBytes(in, 0, in.length)) {
      out.write(plain, 0, cipher.update(in, 0, n, plain, 0));
    }
    out.write(cipher.doFinal());
  }

  /** A stream cipher keeps nothing back; what one kept would be missing from the proof. */
  private static void decryptBeside(
      InputStream content, Cipher stream, ContentEncrypter proof, Spool.Draft out)
      throws IOException, GeneralSecurityException {
    byte[] in = new byte[SLICE];
    byte[] plain = new byte[SLICE + 64];
    byte[] unused = new byte[SLICE + 64];
    for (int n = content.readNBytes(in, 0, SLICE); n > 0; n = content.readNBytes(in, 0, SLICE)) {
      int m = stream.update(in, 0, n, plain, 0);
      proof.update(plain, 0, m, unused);
      out.write(plain, 0, m);
    }
  }

  private static byte[] tagOf(Octets plain, ContentEncrypter proof)
      throws IOException, GeneralSecurityException {
    byte[] in = new byte[SLICE];
    byte[] unused = new byte[SLICE + 64];
    try (InputStream stream = plain.stream()) {
      for (int n = stream.readNBytes(in, 0, SLICE); n > 0; n = stream.readNBytes(in, 0, SLICE)) {
        proof.update(in, 0, n, unused);
      }
    }
    return proof.doFinal();
  }

  /** {@code last} ends with the whole tag, of which the message may carry only the beginning. */
  private static void requireTag(byte[] last, byte[] mac, int length) throws AEADBadTagException {
    int from = last.length - ContentCipher.TAG;
    byte[] expected = Arrays.copyOfRange(last, from, from + length);
    if (!MessageDigest.isEqual(expected, mac)) {
      throw new AEADBadTagException("the tag does not hold");
    }
  }

  /** authAttrs as they were authenticated: DER under the tag of SET OF (RFC 5083 §2.2). */
  private byte[] attributes() throws IOException {
    if (!ber.isNext(0xa1)) {
      return new byte[0];
    }
    List<byte[]> all = new ArrayList<>();
    for (Der attribute : ber.element(0xa1, ELEMENT).children()) {
      all.add(attribute.canonical());
    }
    return Asn1.setOf(all);
  }

  private void finish() throws IOException {
    ber.leave();
    if (ber.isNext(0xa1)) { // unprotectedAttrs
      ber.skip();
    }
    end();
  }

  private void finishAfterMac() throws IOException {
    if (ber.isNext(0xa2)) { // unauthAttrs
      ber.skip();
    }
    end();
  }

  private void end() throws IOException {
    ber.leave();
    ber.leave();
    ber.leave();
    if (ber.peek() >= 0) {
      throw new Asn1Exception("bytes after the end of the message");
    }
  }
}
