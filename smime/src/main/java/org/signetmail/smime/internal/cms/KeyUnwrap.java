package org.signetmail.smime.internal.cms;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/**
 * Takes the content-encryption key out of a RecipientInfo. For RSA PKCS#1 v1.5 it never says that
 * it failed: a key made up beforehand takes the place of one that is not there, chosen without a
 * branch, so that what goes wrong goes wrong later and alike (RFC 3218 §2.3, RFC 8017 §7.2.2).
 */
public final class KeyUnwrap {
  private final Jca jca;
  private final SecureRandom random;

  public KeyUnwrap(Jca jca, SecureRandom random) {
    this.jca = jca;
    this.random = random;
  }

  /**
   * @param length of the key that the content encryption needs
   * @throws GeneralSecurityException when there is none; which way it failed must not be told
   */
  public byte[] unwrap(RecipientInfo.Addressed info, DecryptionIdentity identity, int length)
      throws GeneralSecurityException {
    byte[] madeUp = new byte[length];
    random.nextBytes(madeUp);
    try {
      PrivateKey key = identity.key().privateKey(SecretAccess.TOKEN);
      return switch (info) {
        case RecipientInfo.Transport t when t.algorithm().equals(Oids.RSA) ->
            pkcs1(t, key, identity.certificate().publicKey(), madeUp);
        case RecipientInfo.Transport t ->
            ofLength(oaep(t, key, identity.certificate().publicKey()), length);
        case RecipientInfo.Agreement a ->
            ofLength(agreed(a, key, identity.certificate().publicKey()), length);
        case RecipientInfo.Encapsulation e ->
            ofLength(new Kem(jca).unwrap(e, key, identity.certificate().publicKey()), length);
      };
    } catch (Asn1Exception | RuntimeException e) {
      throw new InvalidKeyException("a recipient that cannot be read", e);
    }
  }

  private byte[] pkcs1(
      RecipientInfo.Transport info, PrivateKey key, PublicKey publicKey, byte[] madeUp) {
    byte[] block;
    try {
      block =
          jca.cipher("RSA/ECB/NoPadding", Cipher.DECRYPT_MODE, key, null, null)
              .doFinal(info.encryptedKey());
    } catch (GeneralSecurityException | RuntimeException e) {
      return key.getEncoded() == null ? pkcs1InToken(info, key, madeUp) : madeUp;
    }
    int size =
        publicKey instanceof RSAPublicKey rsa
            ? (rsa.getModulus().bitLength() + 7) / 8
            : block.length;
    return selected(RsaKem.fixed(block, size), madeUp);
  }

  /**
   * The key at the end of an encryption block (RFC 8017 §7.2.1), or the one made up, in the same
   * time: the length is known, so the separator has one right place and nothing is searched.
   */
  static byte[] selected(byte[] block, byte[] madeUp) {
    int separator = block.length - madeUp.length - 1;
    if (separator < 10) { // eight octets of padding at least; public sizes, no secret
      return madeUp;
    }
    int wrong = block[0] | (block[1] ^ 2) | block[separator];
    for (int i = 2; i < separator; i++) {
      int isZero = ((block[i] & 0xff) - 1) >>> 31;
      wrong |= isZero;
    }
    int mask = (wrong | -wrong) >> 31; // all ones when anything was wrong
    byte[] key = new byte[madeUp.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) ((madeUp[i] & mask) | (block[separator + 1 + i] & ~mask));
    }
    return key;
  }

  /** Tokens may only offer the padded operation; what they answer is replaced as a whole. */
  private byte[] pkcs1InToken(RecipientInfo.Transport info, PrivateKey key, byte[] madeUp) {
    try {
      byte[] found =
          jca.cipher("RSA/ECB/PKCS1Padding", Cipher.DECRYPT_MODE, key, null, null)
              .doFinal(info.encryptedKey());
      return found.length == madeUp.length ? found : madeUp;
    } catch (GeneralSecurityException | RuntimeException e) {
      return madeUp;
    }
  }

  private byte[] oaep(RecipientInfo.Transport info, PrivateKey key, PublicKey ours)
      throws GeneralSecurityException, Asn1Exception {
    if (!info.algorithm().equals(Oids.RSA_OAEP)) {
      throw new InvalidKeyException("key transport that is not known");
    }
    String hash = "SHA-1"; // the defaults of RFC 4055 §4.1
    String mask = "SHA-1";
    PSource label = PSource.PSpecified.DEFAULT;
    if (info.identifier().size() > 1) {
      for (Der field : info.identifier().get(1).children(Asn1.SEQUENCE, 0)) {
        List<Der> value = field.children().getFirst().children(Asn1.SEQUENCE, 1);
        switch (field.tag()) {
          case 0xa0 -> hash = digest(value.getFirst());
          case 0xa1 -> mask = digest(value.get(1).children(Asn1.SEQUENCE, 1).getFirst());
          case 0xa2 -> label = new PSource.PSpecified(value.get(1).octets());
          default -> throw new InvalidKeyException("OAEP with parameters that are not known");
        }
      }
    }
    OAEPParameterSpec spec =
        new OAEPParameterSpec(hash, "MGF1", new MGF1ParameterSpec(mask), label);
    if (key.getEncoded() == null) {
      return TokenOaep.open(jca, key, ours, spec, info.encryptedKey());
    }
    return jca.cipher("RSA/ECB/OAEPPadding", Cipher.DECRYPT_MODE, key, spec, null)
        .doFinal(info.encryptedKey());
  }

  private static String digest(Der oid) throws GeneralSecurityException, Asn1Exception {
    return Digests.ofOid(oid.oid())
        .orElseThrow(() -> new InvalidKeyException("OAEP with a digest that is not known"))
        .jca();
  }

  private byte[] agreed(RecipientInfo.Agreement info, PrivateKey key, PublicKey ours)
      throws GeneralSecurityException, Asn1Exception {
    Keys.PublicKeyInfo own = Keys.info(ours);
    boolean isMontgomery = own.oid().equals(Oids.X25519) || own.oid().equals(Oids.X448);
    byte[] spki = Asn1.sequence(own.algorithm().encoded(), Asn1.bits(info.originator()));
    PublicKey theirs = jca.publicKey(isMontgomery ? "XDH" : "EC", spki);
    byte[] secret = jca.agree(isMontgomery ? "XDH" : "ECDH", key, theirs);
    if (isMontgomery && isZero(secret)) { // RFC 8418 §2
      throw new InvalidKeyException("a public key of small order");
    }
    int length = AesWrap.length(info.wrap());
    byte[] shared = Kdf.sharedInfo(info.wrap().canonical(), info.ukm(), length);
    byte[] kek =
        switch (info.algorithm()) {
          case Oids.ECDH_SHA1 -> Kdf.x963(jca, Digests.SHA_1, secret, shared, length);
          case Oids.ECDH_SHA256 -> Kdf.x963(jca, Digests.SHA_256, secret, shared, length);
          case Oids.ECDH_SHA384 -> Kdf.x963(jca, Digests.SHA_384, secret, shared, length);
          case Oids.ECDH_SHA512 -> Kdf.x963(jca, Digests.SHA_512, secret, shared, length);
          case Oids.ECDH_HKDF_SHA256 ->
              Kdf.hkdf(jca, Digests.SHA_256, info.ukm(), secret, shared, length);
          case Oids.ECDH_HKDF_SHA384 ->
              Kdf.hkdf(jca, Digests.SHA_384, info.ukm(), secret, shared, length);
          case Oids.ECDH_HKDF_SHA512 ->
              Kdf.hkdf(jca, Digests.SHA_512, info.ukm(), secret, shared, length);
          default -> throw new InvalidKeyException("key agreement that is not known");
        };
    return AesWrap.unwrap(jca, kek, info.encryptedKey());
  }

  private static boolean isZero(byte[] secret) {
    int any = 0;
    for (byte b : secret) {
      any |= b;
    }
    return any == 0;
  }

  private static byte[] ofLength(byte[] key, int length) throws GeneralSecurityException {
    if (key.length != length) {
      throw new InvalidKeyException("a key of the wrong length");
    }
    return key;
  }
}
