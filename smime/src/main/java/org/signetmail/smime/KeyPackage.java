package org.signetmail.smime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.ContentCipher;
import org.signetmail.smime.internal.cms.ContentEncryption;
import org.signetmail.smime.internal.cms.EnvelopeMaker;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.KeyWrap;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedDataMaker;

/**
 * An asymmetric key package (RFC 5958 §2) on its way to its holder: signed by who made the key,
 * then enveloped to a key that the holder has (RFC 5958 §4, RFC 7030 §4.4.2). AES-256-CBC around a
 * signature, RSA with OAEP.
 */
public final class KeyPackage {
  /** {@code id-ct-KP-aKeyPackage}. */
  public static final String CONTENT_TYPE = "2.16.840.1.101.2.1.2.78.5";

  private KeyPackage() {}

  /**
   * EnvelopedData around SignedData around the key, DER.
   *
   * @param maker signs for having made the key
   * @param recipient whose key opens it
   * @throws IllegalArgumentException one clear line when the recipient's key does not encrypt
   */
  public static byte[] sealed(
      EncryptionKey key,
      SigningIdentity maker,
      Certificate recipient,
      Instant at,
      SecureRandom random) {
    byte[] pkcs8 = KeyPairs.pkcs8(key, SecretAccess.TOKEN);
    byte[] keyPackage = Asn1.sequence(pkcs8);
    byte[] signed = new byte[0];
    try {
      signed = signed(keyPackage, maker, at, random);
      return enveloped(signed, recipient, random);
    } catch (IOException e) {
      throw new UncheckedIOException("key package: cannot be made", e);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
      Arrays.fill(keyPackage, (byte) 0);
      Arrays.fill(signed, (byte) 0);
    }
  }

  private static byte[] signed(
      byte[] content, SigningIdentity maker, Instant at, SecureRandom random) throws IOException {
    SignatureScheme scheme =
        SignatureScheme.making(
                maker.certificate().publicKey(), CryptoProfile.of(CryptoProfile.Name.AUTO))
            .orElseThrow(
                () -> new IllegalArgumentException("key package: its maker's key does not sign"));
    SignedDataMaker signing =
        new SignedDataMaker(
            maker, scheme, List.of(), List.of(), new Jca(Primitives.standard()), CONTENT_TYPE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    signing.opaque(Octets.of(content), at, random, out);
    return out.toByteArray();
  }

  private static byte[] enveloped(byte[] signed, Certificate recipient, SecureRandom random)
      throws IOException {
    String method =
        KeyWrap.methods(recipient).stream()
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    recipient.subject() + ": its key does not encrypt (RFC 7030 §4.4.1.2)"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new EnvelopeMaker(new Jca(Primitives.standard()), random, Oids.SIGNED_DATA)
        .write(
            new ByteArrayInputStream(signed, 0, signed.length),
            signed.length,
            ContentEncryption.of(ContentCipher.AES256_CBC),
            List.of(new EnvelopeMaker.Recipient.Holder(recipient, method)),
            out);
    return out.toByteArray();
  }
}
