package org.signetmail.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.signetmail.tlog.internal.StrictText;

/**
 * One signature line of a {@link SignedNote}: {@code — <key name> base64(key ID ‖ signature)} (C2SP
 * signed-note, Signatures).
 *
 * @param name the name of the key
 * @param base64 key ID and signature, as they stand in the line
 */
public record NoteSignature(String name, String base64) {

  private static final int ID_LENGTH = 4;
  private static final String LINE_START = "— ";

  /**
   * A signature line.
   *
   * @throws LogFormatException when the name is not the name of a key, or the base64 is not
   *     canonical or holds no signature
   */
  public NoteSignature {
    checkName(name);
    if (StrictText.base64("note signature", base64).length <= ID_LENGTH) {
      throw new LogFormatException("note signature: too short for a key ID and a signature");
    }
  }

  static NoteSignature of(String name, int keyId, byte[] signature) {
    byte[] blob =
        ByteBuffer.allocate(ID_LENGTH + signature.length).putInt(keyId).put(signature).array();
    return new NoteSignature(name, Base64.getEncoder().encodeToString(blob));
  }

  /** Reads a line without its newline. */
  static NoteSignature parse(String line) {
    int space = line.lastIndexOf(' ');
    if (!line.startsWith(LINE_START) || space < LINE_START.length()) {
      throw new LogFormatException(
          "note: " + StrictText.excerpt(line) + " is not a signature line (C2SP signed-note)");
    }
    return new NoteSignature(line.substring(LINE_START.length(), space), line.substring(space + 1));
  }

  /**
   * Refuses a name that no key may have.
   *
   * @throws LogFormatException when it is empty, or holds a space, a plus or a control character
   */
  static void checkName(String name) {
    if (name.isEmpty() || name.codePoints().anyMatch(NoteSignature::isForbidden)) {
      throw new LogFormatException(
          "key name: " + StrictText.excerpt(name) + " is empty or holds a space or plus");
    }
    StrictText.utf8("key name", name);
  }

  /** The 32-bit key ID, which together with the name says which key signed. */
  public int keyId() {
    return ByteBuffer.wrap(blob()).getInt();
  }

  /** The signature itself, without the key ID. */
  public byte[] signature() {
    byte[] blob = blob();
    return Arrays.copyOfRange(blob, ID_LENGTH, blob.length);
  }

  /** The line, without a newline. */
  public String line() {
    return LINE_START + name + " " + base64;
  }

  /** The key ID in hexadecimal, as a vkey has it. */
  static String hex(int keyId) {
    return HexFormat.of().toHexDigits(keyId);
  }

  private byte[] blob() {
    return Base64.getDecoder().decode(base64);
  }

  private static boolean isForbidden(int codePoint) {
    return codePoint == '+'
        || codePoint < ' '
        || Character.isSpaceChar(codePoint)
        || Character.isWhitespace(codePoint)
        || codePoint == 0x85;
  }
}
