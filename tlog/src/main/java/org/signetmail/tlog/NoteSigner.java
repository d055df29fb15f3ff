package org.signetmail.tlog;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.List;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.internal.StrictText;

/**
 * An Ed25519 key that notes are signed with (C2SP signed-note, signature type 0x01).
 *
 * <p>The private key may live in software or in a token; it is only ever used through {@link
 * Signature}.
 */
public final class NoteSigner {

  private final PrivateKey key;
  private final NoteVerifier verifier;

  private NoteSigner(PrivateKey key, NoteVerifier verifier) {
    this.key = key;
    this.verifier = verifier;
  }

  /**
   * The signer with this name and this pair.
   *
   * @throws LogFormatException when the name is not the name of a key, or the pair is not Ed25519
   *     or not a pair
   */
  public static NoteSigner of(String name, KeyPair pair) {
    NoteVerifier verifier = NoteVerifier.of(name, pair.getPublic());
    NoteSigner signer = new NoteSigner(pair.getPrivate(), verifier);
    if (verifier.verify(signer.sign("a pair?\n")) instanceof Refused) {
      throw new LogFormatException("note key " + name + ": public and private key are no pair");
    }
    return signer;
  }

  /**
   * The signer with this name and this private key, which must not be in a token: its public key is
   * computed from it.
   *
   * @throws LogFormatException when the name is not the name of a key, or the key not Ed25519
   */
  public static NoteSigner of(String name, EdECPrivateKey key) {
    byte[] seed =
        key.getBytes()
            .orElseThrow(() ->
                new LogFormatException(
                    "note key " + name + ": kept in a token; give its public key with it"));
    try {
      return of(name, new KeyPair(pairOf(seed).getPublic(), key));
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** A fresh pair of keys for {@link #of(String, KeyPair)}. */
  public static KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /** The name of the key; for a log's key, the log's origin. */
  public String name() {
    return verifier.name();
  }

  /** What to check this signer's notes with; its {@link NoteVerifier#vkey} is what to publish. */
  public NoteVerifier verifier() {
    return verifier;
  }

  /**
   * Signs a text.
   *
   * @param text ends in a newline and holds no other control characters
   * @throws LogFormatException when it is not so
   * @throws IllegalStateException when the key cannot sign, such as a token that was taken out
   */
  public SignedNote sign(String text) {
    SignedNote.checkText(text);
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(key);
      ed25519.update(StrictText.utf8("note", text));
      NoteSignature line = NoteSignature.of(name(), verifier.keyId(), ed25519.sign());
      return new SignedNote(text, List.of(line));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("note key " + name() + ": cannot sign", e);
    }
  }

  /** The name and the public key. */
  @Override
  public String toString() {
    return "NoteSigner[" + verifier.vkey() + "]";
  }

  /**
   * The pair with this private key (RFC 8032 §5.1.5). The JDK computes a public key only where it
   * makes a pair, and its generator makes it from the first 32 random octets: here, from the seed.
   * {@link #of(String, KeyPair)} then proves that this did yield a pair.
   */
  private static KeyPair pairOf(byte[] seed) {
    SecureRandom seedOnly =
        new SecureRandom() {
          private static final long serialVersionUID = 1;

          @Override
          public void nextBytes(byte[] octets) {
            System.arraycopy(seed, 0, octets, 0, octets.length);
          }
        };
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519", "SunEC");
      generator.initialize(NamedParameterSpec.ED25519, seedOnly);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK's own provider has Ed25519", e);
    }
  }
}
