package org.signetmail.tlog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.signetmail.tlog.internal.StrictText;

/**
 * The form that proofs of C2SP share: some head lines, the hashes of a path, an empty line, a
 * checkpoint. Reading takes the head lines off one by one.
 */
final class ProofText {

  private static final int MAX_HASHES = 63;
  private static final int MAX_HEAD_LENGTH = 128 * 1024;

  private final String object;
  private final Deque<String> head;
  private final SignedNote checkpoint;

  /**
   * Splits a proof into its head and its checkpoint.
   *
   * @param object what is being read, for error lines
   * @throws LogFormatException when it has no such form, or exceeds a budget
   */
  ProofText(String object, byte[] proof) {
    this.object = object;
    if (proof.length > MAX_HEAD_LENGTH + SignedNote.MAX_LENGTH) {
      throw new LogFormatException(object + ": " + proof.length + " octets are too many");
    }
    String text = StrictText.utf8(object, proof);
    int end = text.indexOf("\n\n");
    if (end < 0 || end > MAX_HEAD_LENGTH) {
      throw new LogFormatException(object + ": no empty line between proof and checkpoint");
    }
    // Split keeps a carriage return in its line, where the strict readings refuse it.
    this.head = new ArrayDeque<>(List.of(text.substring(0, end).split("\n", -1)));
    this.checkpoint = SignedNote.parse(text.substring(end + 2));
  }

  /** The text of a proof from its parts. */
  static byte[] format(List<String> head, List<Hash> hashes, SignedNote checkpoint) {
    StringBuilder text = new StringBuilder();
    head.forEach(line -> text.append(line).append('\n'));
    hashes.forEach(hash -> text.append(hash.base64()).append('\n'));
    text.append('\n').append(checkpoint.format());
    return StrictText.utf8("proof", text.toString());
  }

  /** Takes the next line, which must begin so; gives what follows. */
  String take(String start) {
    if (!nextIs(start)) {
      throw new LogFormatException(object + ": no line \"" + start + "\" where it should be");
    }
    return head.remove().substring(start.length());
  }

  /** Whether the next line begins so. */
  boolean nextIs(String start) {
    String next = head.peek();
    return next != null && next.startsWith(start);
  }

  /** Takes all lines that are left, as hashes. */
  List<Hash> takeHashes() {
    if (head.size() > MAX_HASHES) {
      throw new LogFormatException(object + ": more than " + MAX_HASHES + " hashes");
    }
    List<Hash> hashes = new ArrayList<>();
    head.forEach(line -> hashes.add(Hash.ofBase64(line)));
    head.clear();
    return hashes;
  }

  /** The checkpoint, not yet verified. */
  SignedNote checkpoint() {
    return checkpoint;
  }
}
