package org.signetmail.archive.internal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * AES-256-GCM (NIST SP 800-38D) around one private key, under a key of its own that is used once.
 *
 * <p>Whose key it is, and in which record, is authenticated with it: a ciphertext moved to another
 * record does not open. Form: 12 octets of nonce, ciphertext, 16 octets of tag.
 */
public final class KeySeal {
  public static final int KEY_LENGTH = 32;

  private static final int NONCE_LENGTH = 12;
  private static final int TAG_BITS = 128;
  private static final String TITLE = "signet archived key 1";

  private KeySeal() {}

  /** What is authenticated beside the private key. */
  public static byte[] context(KeyId key, Mailbox owner, String record) {
    return Packed.of(
        Packed.utf8(TITLE),
        HexFormat.of().parseHex(key.hex()),
        Packed.utf8(owner.key()),
        Packed.utf8(record));
  }

  public static byte[] seal(byte[] secret, byte[] key, byte[] context, SecureRandom random) {
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, context);
      byte[] sealed = Arrays.copyOf(nonce, NONCE_LENGTH + cipher.getOutputSize(secret.length));
      cipher.doFinal(secret, 0, secret.length, sealed, NONCE_LENGTH);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-256-GCM", e);
    }
  }

  /** The secret, which the caller clears; empty when key, context or a single bit is another. */
  public static Optional<byte[]> open(byte[] sealed, byte[] key, byte[] context) {
    if (sealed.length < NONCE_LENGTH + TAG_BITS / 8) {
      return Optional.empty();
    }
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE_LENGTH);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, context);
      return Optional.of(cipher.doFinal(sealed, NONCE_LENGTH, sealed.length - NONCE_LENGTH));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-256-GCM", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context);
    return cipher;
  }
}
