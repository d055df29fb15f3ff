package org.signetmail.smime.internal.cms;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.encodings.OAEPEncoding;

/**
 * RSAES-OAEP with a key in a token: SunPKCS11 offers the bare operation only, so the token computes
 * that, and the padding is taken off outside (RFC 8017 §7.1.2), in time that does not tell where it
 * was wrong.
 */
final class TokenOaep {
  private TokenOaep() {}

  static byte[] open(Jca jca, PrivateKey key, PublicKey ours, OAEPParameterSpec spec, byte[] sent)
      throws GeneralSecurityException {
    if (!(ours instanceof RSAPublicKey rsa)
        || !(spec.getMGFParameters() instanceof java.security.spec.MGF1ParameterSpec mask)
        || !(spec.getPSource() instanceof PSource.PSpecified label)) {
      throw new InvalidKeyException("OAEP that is not known");
    }
    int size = (rsa.getModulus().bitLength() + 7) / 8;
    byte[] block =
        jca.cipher("RSA/ECB/NoPadding", Cipher.DECRYPT_MODE, key, null, null).doFinal(sent);
    if (block.length != size) {
      throw new InvalidKeyException("a token that answers with another length");
    }
    OAEPEncoding encoding =
        new OAEPEncoding(
            new Computed(Arrays.copyOfRange(block, 1, size)),
            digest(spec.getDigestAlgorithm()),
            digest(mask.getDigestAlgorithm()),
            label.getValue());
    encoding.init(false, new CipherParameters() {});
    byte[] found;
    try {
      found = encoding.processBlock(sent, 0, sent.length);
    } catch (InvalidCipherTextException e) {
      throw new InvalidKeyException("OAEP that does not hold", e);
    }
    if (block[0] != 0) { // looked at last, so that no answer comes sooner for it (Manger's attack)
      throw new InvalidKeyException("OAEP that does not hold");
    }
    return found;
  }

  private static Digest digest(String name) throws GeneralSecurityException {
    return switch (name) {
      case "SHA-1" -> new SHA1Digest();
      case "SHA-256" -> SHA256Digest.newInstance();
      case "SHA-384" -> new SHA384Digest();
      case "SHA-512" -> new SHA512Digest();
      default -> throw new InvalidKeyException("OAEP with a digest that is not known");
    };
  }

  /**
   * What the token computed already, its first octet apart, for the code that takes off padding.
   */
  private record Computed(byte[] block) implements AsymmetricBlockCipher {
    @Override
    public void init(boolean forEncryption, CipherParameters parameters) {}

    @Override
    public int getInputBlockSize() {
      return block.length + 1;
    }

    @Override
    public int getOutputBlockSize() {
      return block.length;
    }

    @Override
    public byte[] processBlock(byte[] in, int offset, int length) {
      return block.clone();
    }
  }
}
