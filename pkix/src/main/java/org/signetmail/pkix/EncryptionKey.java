package org.signetmail.pkix;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Collection;
import java.util.Objects;

/**
 * A private key that only decrypts: the one kind of key that the archive takes.
 *
 * <p>It cannot be made from a key whose certificate, or any other known certificate over the same
 * public key, may sign: {@link #of} is the only way in, and looks at them all. A key generated for
 * encryption has no certificate yet; then the collection is empty, and the certification authority
 * holds the other half of the rule (the same public key never becomes both kinds).
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class EncryptionKey implements DecryptionKey {
  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  private EncryptionKey(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /**
   * The key pair as an encryption key, or the certificate that stands against it.
   *
   * @param certificates every certificate known over this public key, by anybody, at any time
   */
  public static Classified of(
      PrivateKey privateKey, PublicKey publicKey, Collection<Certificate> certificates) {
    KeyId id = KeyId.of(publicKey);
    for (Certificate certificate : certificates) {
      if (certificate.keyId().equals(id) && signsAnything(certificate)) {
        return new Classified.MaySign(certificate, new DualUseKey(privateKey, publicKey));
      }
    }
    return KeyAlgorithm.of(publicKey).map(KeyAlgorithm::canEncrypt).orElse(false)
        ? new Classified.EncryptsOnly(new EncryptionKey(privateKey, publicKey))
        : new Classified.CannotEncrypt(publicKey.getAlgorithm());
  }

  /** What a key pair turned out to be. */
  public sealed interface Classified {
    record EncryptsOnly(EncryptionKey key) implements Classified {}

    /** {@code certificate} lets this key sign; {@code key} opens messages but is never archived. */
    record MaySign(Certificate certificate, DualUseKey key) implements Classified {}

    record CannotEncrypt(String algorithm) implements Classified {}
  }

  /** Messages, certificates or revocation lists: a key that signs any of them has one holder. */
  private static boolean signsAnything(Certificate certificate) {
    return certificate.maySign()
        || certificate
            .keyUsage()
            .map(uses ->
                uses.contains(Certificate.Use.CERTIFICATE_SIGN)
                    || uses.contains(Certificate.Use.CRL_SIGN))
            .orElse(false);
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public PrivateKey privateKey(SecretAccess token) {
    Objects.requireNonNull(token);
    return privateKey;
  }

  @Override
  public String toString() {
    return "EncryptionKey[" + id() + "]";
  }
}
