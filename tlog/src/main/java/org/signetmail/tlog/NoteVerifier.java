package org.signetmail.tlog;

import java.security.PublicKey;
import java.util.List;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;
import org.signetmail.tlog.internal.NoteKeyType;

/**
 * An Ed25519 key that note signatures are checked with (C2SP signed-note, signature type 0x01).
 *
 * <p>Its written form, the vkey, is what a person outside needs to check everything the log says:
 * {@code <name>+<key ID in hexadecimal>+<base64 of 0x01 and the public key>}.
 */
public final class NoteVerifier {

  /** The signature type byte of Ed25519. */
  static final byte ED25519 = 0x01;

  private final Vkey vkey;
  private final PublicKey key;

  private NoteVerifier(Vkey vkey, PublicKey key) {
    this.vkey = vkey;
    this.key = key;
  }

  /**
   * The verifier for this key under this name.
   *
   * @throws LogFormatException when the name is not the name of a key, or the key not Ed25519
   */
  public static NoteVerifier of(String name, PublicKey key) {
    byte[] encoded = NoteKeyType.ED25519.encode("note key " + name, key);
    return new NoteVerifier(Vkey.of(name, ED25519, encoded), key);
  }

  /**
   * Reads a vkey.
   *
   * @throws LogFormatException when it is not one, its key ID is not that of its key, or its type
   *     is not Ed25519
   */
  public static NoteVerifier parse(String text) {
    Vkey vkey = Vkey.parse("vkey", text);
    if (vkey.type() != ED25519 || vkey.key().length != NoteKeyType.ED25519.length()) {
      throw new LogFormatException("vkey: not an Ed25519 key of type 0x01 (C2SP signed-note)");
    }
    return new NoteVerifier(vkey, NoteKeyType.ED25519.decode(vkey.key()));
  }

  /** The name of the key; for a log's key, the log's origin. */
  public String name() {
    return vkey.name();
  }

  /** {@code SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key)[:4]}. */
  public int keyId() {
    return vkey.keyId();
  }

  /** The written form, {@link #parse}'s inverse. */
  public String vkey() {
    return vkey.toString();
  }

  /**
   * Checks that this key signed the note. Lines of other keys are ignored; every line that names
   * this key must hold (C2SP signed-note, Signatures).
   */
  public Verification<SignedNote> verify(SignedNote note) {
    List<NoteSignature> ours = note.signatures().stream().filter(vkey::signed).toList();
    if (ours.isEmpty()) {
      return new Refused<>("note: not signed by " + name() + " with this key (C2SP signed-note)");
    }
    byte[] signed = note.signedOctets();
    return ours.stream().allMatch(line -> NoteKeyType.ED25519.holds(key, signed, line.signature()))
        ? new Verified<>(note)
        : new Refused<>("note: the signature of " + name() + " does not hold (RFC 8032 §5.1.7)");
  }
}
