package org.signetmail.tlog;

import java.util.Base64;
import java.util.List;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;
import org.signetmail.tlog.internal.StrictText;

/**
 * A proof to keep and to hand on: that an entry is in a log, checkable by anybody who has the log's
 * vkey and nothing else.
 *
 * <p>Its text is that of C2SP tlog-proof, and other tools read it. The leaf travels in the {@code
 * extra} line, which the standard leaves unauthenticated; here it is what the proof is about, and
 * {@link #verify} gives it out only after hashing it up to the signed root.
 *
 * <pre>{@code
 * c2sp.org/tlog-proof@v1
 * extra <base64 of the leaf>
 * index 17
 * <base64 of a hash>
 *
 * <checkpoint>
 * }</pre>
 *
 * @param entry the entry; openings are neither kept nor written, so a proof may be published
 * @param index the entry's index in the log
 * @param hashes the inclusion path, from the leaf's sibling up
 * @param checkpoint the signed checkpoint
 */
public record ProofFile(LogEntry entry, long index, List<Hash> hashes, SignedNote checkpoint) {

  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final String OBJECT = "log proof";

  /** A proof; whether it holds is for {@link #verify} to say. */
  public ProofFile {
    entry = entry.published();
    hashes = List.copyOf(hashes);
  }

  /**
   * What a proof has shown.
   *
   * @param entry the entry, as it is in the log
   * @param index its index
   * @param checkpoint the checkpoint of the log that it is under
   */
  public record Logged(LogEntry entry, long index, Checkpoint checkpoint) {}

  /**
   * Reads a proof.
   *
   * @throws LogFormatException when it is not one, or has no leaf with it
   */
  public static ProofFile parse(byte[] proof) {
    ProofText text = new ProofText(OBJECT, proof);
    if (!text.take(HEADER).isEmpty()) {
      throw new LogFormatException(OBJECT + ": not of version 1 (C2SP tlog-proof)");
    }
    byte[] leaf = StrictText.base64(OBJECT + " extra", text.take("extra "));
    long index = StrictText.decimal(OBJECT + " index", text.take("index "));
    return new ProofFile(LogEntry.parse(leaf), index, text.takeHashes(), text.checkpoint());
  }

  /** The proof as text, {@link #parse}'s inverse. */
  public byte[] format() {
    String leaf = Base64.getEncoder().encodeToString(entry.leaf());
    return ProofText.format(List.of(HEADER, "extra " + leaf, "index " + index), hashes, checkpoint);
  }

  /**
   * Checks the proof against the log's key: the checkpoint is signed by it, and the entry is under
   * the checkpoint's root at the index.
   *
   * @throws LogFormatException when what the key signed is not a checkpoint
   */
  public Verification<Logged> verify(NoteVerifier log) {
    return switch (Checkpoint.open(checkpoint, log)) {
      case Refused<Checkpoint>(String reason) -> new Refused<>(reason);
      case Verified<Checkpoint>(Checkpoint signed) ->
          switch (new InclusionProof(index, signed.size(), hashes)
              .verify(entry.leafHash(), signed.root())) {
            case Refused<InclusionProof>(String reason) -> new Refused<>(reason);
            case Verified<InclusionProof> _ -> new Verified<>(new Logged(entry, index, signed));
          };
    };
  }
}
