package org.signetmail.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.signetmail.tlog.internal.StrictText;

/**
 * A public key as people hand it on: {@code <name>+<key ID in hexadecimal>+<base64 of type and
 * key>} (C2SP signed-note, Verifier keys). What the types mean is for its users.
 */
final class Vkey {
  private static final int MAX_LENGTH = 4096;

  private final String name;
  private final byte[] typed;

  private Vkey(String name, byte[] typed) {
    this.name = name;
    this.typed = typed;
  }

  /** The key of this type under this name. */
  static Vkey of(String name, byte type, byte[] key) {
    NoteSignature.checkName(name);
    return new Vkey(name, ByteBuffer.allocate(1 + key.length).put(type).put(key).array());
  }

  /**
   * Reads one.
   *
   * @param object what to call it when it is none
   * @throws LogFormatException when it is none, or its key ID is not that of its name and key
   */
  static Vkey parse(String object, String text) {
    String[] parts = text.length() > MAX_LENGTH ? new String[0] : text.split("\\+", 3);
    if (parts.length != 3) {
      throw new LogFormatException(
          object + ": " + StrictText.excerpt(text) + " is not name+id+key (C2SP signed-note)");
    }
    NoteSignature.checkName(parts[0]);
    Vkey vkey = new Vkey(parts[0], StrictText.base64(object, parts[2]));
    if (vkey.typed.length == 0 || !parts[1].equals(NoteSignature.hex(vkey.keyId()))) {
      throw new LogFormatException(
          object + ": its id " + StrictText.excerpt(parts[1]) + " is not that of its name and key");
    }
    return vkey;
  }

  String name() {
    return name;
  }

  /** The signature type. */
  byte type() {
    return typed[0];
  }

  /** The bare key. */
  byte[] key() {
    return Arrays.copyOfRange(typed, 1, typed.length);
  }

  /** {@code SHA-256(name ‖ 0x0A ‖ type ‖ key)[:4]}. */
  int keyId() {
    byte[] start = StrictText.utf8("key name", name + "\n");
    return ByteBuffer.wrap(Hash.sha256(start, typed).bytes()).getInt();
  }

  /** Whether a signature line names this key. */
  boolean signed(NoteSignature line) {
    return line.name().equals(name) && line.keyId() == keyId();
  }

  /** The written form, {@link #parse}'s inverse. */
  @Override
  public String toString() {
    return name
        + "+"
        + NoteSignature.hex(keyId())
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }
}
