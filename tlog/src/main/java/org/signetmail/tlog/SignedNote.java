package org.signetmail.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.signetmail.tlog.internal.StrictText;

/**
 * Text signed by one or more keys (C2SP signed-note): the text, an empty line, the signature lines.
 *
 * <p>A note that was only parsed proves nothing: use {@link NoteVerifier#verify} before its text.
 *
 * @param text the signed text; ends in a newline
 * @param signatures the signature lines in order, at least one
 */
public record SignedNote(String text, List<NoteSignature> signatures) {

  /** The largest note read here, in octets: room for {@link #MAX_SIGNATURES} post-quantum ones. */
  public static final int MAX_LENGTH = 512 * 1024;

  /** The most signature lines read here; the standard asks for at least 16. */
  public static final int MAX_SIGNATURES = 64;

  /**
   * A note.
   *
   * @throws LogFormatException when the text does not end in a newline or holds another control
   *     character, when there is no signature, or when a budget is exceeded
   */
  public SignedNote {
    signatures = List.copyOf(signatures);
    checkText(text);
    checkCount(signatures.size());
    checkLength(format(text, signatures).getBytes(StandardCharsets.UTF_8).length);
  }

  /**
   * Reads a note.
   *
   * @throws LogFormatException when it is not one
   */
  public static SignedNote parse(byte[] note) {
    checkLength(note.length);
    String all = StrictText.utf8("note", note);
    int end = all.lastIndexOf("\n\n");
    if (end < 0 || end + 2 == all.length() || !all.endsWith("\n")) {
      throw new LogFormatException("note: no signature lines after an empty line at its end");
    }
    // Only a newline ends a line: lines() would take a carriage return as well.
    String[] lines = all.substring(end + 2, all.length() - 1).split("\n", MAX_SIGNATURES + 1);
    checkCount(lines.length);
    return new SignedNote(
        all.substring(0, end + 1), Arrays.stream(lines).map(NoteSignature::parse).toList());
  }

  /** As {@link #parse(byte[])}. */
  public static SignedNote parse(String note) {
    checkLength(note.length());
    return parse(StrictText.utf8("note", note));
  }

  /** The note as it is stored and sent, {@link #parse(String)}'s inverse. */
  public String format() {
    return format(text, signatures);
  }

  /** This note with one more signature line at its end, such as a witness's cosignature. */
  public SignedNote signedAlsoBy(NoteSignature signature) {
    List<NoteSignature> more = new ArrayList<>(signatures);
    more.add(signature);
    return new SignedNote(text, more);
  }

  /** The octets that signatures are over. */
  byte[] signedOctets() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Refuses text that a note cannot hold. */
  static void checkText(String text) {
    if (!text.endsWith("\n")) {
      throw new LogFormatException("note: its text does not end in a newline");
    }
    if (text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new LogFormatException("note: holds a control character (C2SP signed-note, Format)");
    }
    StrictText.utf8("note", text);
    checkLength(text.length());
  }

  private static String format(String text, List<NoteSignature> signatures) {
    return signatures.stream()
        .map(signature -> signature.line() + "\n")
        .collect(Collectors.joining("", text + "\n", ""));
  }

  private static void checkCount(int signatures) {
    if (signatures < 1 || signatures > MAX_SIGNATURES) {
      throw new LogFormatException(
          "note: must have 1 to " + MAX_SIGNATURES + " signatures (C2SP signed-note)");
    }
  }

  private static void checkLength(int length) {
    if (length > MAX_LENGTH) {
      throw new LogFormatException("note: " + length + " octets, at most " + MAX_LENGTH);
    }
  }
}
