package org.signetmail.tlog;

import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;
import org.signetmail.tlog.internal.NoteKeyType;
import org.signetmail.tlog.internal.StrictText;

/**
 * An Ed25519 key that note signatures are checked with (C2SP signed-note, signature type 0x01).
 *
 * <p>Its written form, the vkey, is what a person outside needs to check everything the log says:
 * {@code <name>+<key ID in hexadecimal>+<base64 of 0x01 and the public key>}.
 */
public final class NoteVerifier {

  /** The signature type byte of Ed25519. */
  static final byte ED25519 = 0x01;

  private static final int KEY_LENGTH = NoteKeyType.ED25519.length();
  private static final int MAX_VKEY_LENGTH = 1024;

  private final String name;
  private final byte[] encoded;
  private final PublicKey key;

  private NoteVerifier(String name, byte[] encoded, PublicKey key) {
    this.name = name;
    this.encoded = encoded;
    this.key = key;
  }

  /**
   * The verifier for this key under this name.
   *
   * @throws LogFormatException when the name is not the name of a key, or the key not Ed25519
   */
  public static NoteVerifier of(String name, PublicKey key) {
    NoteSignature.checkName(name);
    return new NoteVerifier(name, NoteKeyType.ED25519.encode("note key " + name, key), key);
  }

  /**
   * Reads a vkey.
   *
   * @throws LogFormatException when it is not one, its key ID is not that of its key, or its type
   *     is not Ed25519
   */
  public static NoteVerifier parse(String vkey) {
    String[] parts = vkey.length() > MAX_VKEY_LENGTH ? new String[0] : vkey.split("\\+", 3);
    if (parts.length != 3) {
      throw new LogFormatException(
          "vkey: " + StrictText.excerpt(vkey) + " is not name+id+key (C2SP signed-note)");
    }
    byte[] typed = StrictText.base64("vkey", parts[2]);
    if (typed.length != 1 + KEY_LENGTH || typed[0] != ED25519) {
      throw new LogFormatException("vkey: not an Ed25519 key of type 0x01 (C2SP signed-note)");
    }
    NoteVerifier verifier =
        of(parts[0], NoteKeyType.ED25519.decode(Arrays.copyOfRange(typed, 1, typed.length)));
    if (!parts[1].equals(NoteSignature.hex(verifier.keyId()))) {
      throw new LogFormatException(
          "vkey: its id " + StrictText.excerpt(parts[1]) + " is not that of its name and key");
    }
    return verifier;
  }

  /** The name of the key; for a log's key, the log's origin. */
  public String name() {
    return name;
  }

  /** {@code SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key)[:4]}. */
  public int keyId() {
    byte[] start = StrictText.utf8("key name", name + "\n");
    return ByteBuffer.wrap(Hash.sha256(start, typedKey()).bytes()).getInt();
  }

  /** The written form, {@link #parse}'s inverse. */
  public String vkey() {
    return name
        + "+"
        + NoteSignature.hex(keyId())
        + "+"
        + Base64.getEncoder().encodeToString(typedKey());
  }

  /**
   * Checks that this key signed the note. Lines of other keys are ignored; every line that names
   * this key must hold (C2SP signed-note, Signatures).
   */
  public Verification<SignedNote> verify(SignedNote note) {
    int keyId = keyId();
    List<NoteSignature> ours =
        note.signatures().stream()
            .filter(line -> line.name().equals(name) && line.keyId() == keyId)
            .toList();
    if (ours.isEmpty()) {
      return new Refused<>("note: not signed by " + name + " with this key (C2SP signed-note)");
    }
    byte[] signed = note.signedOctets();
    return ours.stream().allMatch(line -> NoteKeyType.ED25519.holds(key, signed, line.signature()))
        ? new Verified<>(note)
        : new Refused<>("note: the signature of " + name + " does not hold (RFC 8032 §5.1.7)");
  }

  private byte[] typedKey() {
    return ByteBuffer.allocate(1 + KEY_LENGTH).put(ED25519).put(encoded).array();
  }
}
