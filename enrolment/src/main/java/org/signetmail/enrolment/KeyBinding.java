package org.signetmail.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import org.signetmail.archive.TransportedKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningKey;

/**
 * The signing key's word that a sealed encryption key is of the same person: what RFC 9883 says in
 * a certification request for a key that cannot sign, said of a key that is not shown.
 *
 * <p>Signed are the octets {@code signet key binding v1\n}, the mailbox's key, {@code \n}, and the
 * SHA-256 of the sealed key.
 */
final class KeyBinding {
  private static final String CONTEXT = "signet key binding v1\n";

  private KeyBinding() {}

  static byte[] sign(SigningKey key, Mailbox mailbox, TransportedKey encryption) {
    try {
      Signature signature = signature(key.publicKey());
      signature.initSign(key.privateKey(SecretAccess.TOKEN));
      feed(signature, mailbox, encryption);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "signing key " + key.id() + ": cannot sign a key binding; use another kind of key", e);
    }
  }

  static boolean holds(byte[] binding, PublicKey key, Mailbox mailbox, TransportedKey encryption) {
    try {
      Signature signature = signature(key);
      signature.initVerify(key);
      feed(signature, mailbox, encryption);
      return signature.verify(binding);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static void feed(Signature signature, Mailbox mailbox, TransportedKey encryption)
      throws GeneralSecurityException {
    signature.update((CONTEXT + mailbox.key() + "\n").getBytes(StandardCharsets.UTF_8));
    signature.update(MessageDigest.getInstance("SHA-256").digest(encryption.sealed()));
  }

  private static Signature signature(PublicKey key) throws GeneralSecurityException {
    KeyAlgorithm algorithm =
        KeyAlgorithm.of(key)
            .orElseThrow(() -> new GeneralSecurityException("key is of an unknown kind"));
    return Signature.getInstance(
        switch (algorithm) {
          case RSA_2048, RSA_3072, RSA_4096 -> "SHA256withRSA";
          case P_256 -> "SHA256withECDSA";
          case P_384 -> "SHA384withECDSA";
          case P_521 -> "SHA512withECDSA";
          case ED25519 -> "Ed25519";
          case ED448 -> "Ed448";
          case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> "ML-DSA";
          default -> throw new GeneralSecurityException("key cannot sign here");
        });
  }
}
