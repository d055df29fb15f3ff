package org.signetmail.tlog;

import java.util.List;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;
import org.signetmail.tlog.internal.StrictText;

/**
 * A proof to hand on that a log only grew: a new checkpoint, and how it follows from a tree that
 * the receiver knows.
 *
 * <p>Its text is the body of an {@code add-checkpoint} request (C2SP tlog-witness), so that the
 * same text asks a witness for its cosignature.
 *
 * <pre>{@code
 * old 17
 * <base64 of a hash>
 *
 * <checkpoint>
 * }</pre>
 *
 * @param oldSize the size of the tree that the receiver knows; 0 for none
 * @param hashes the consistency path
 * @param checkpoint the signed new checkpoint
 */
public record GrowthFile(long oldSize, List<Hash> hashes, SignedNote checkpoint) {

  private static final String OBJECT = "log growth";

  /** A proof; whether it holds is for {@link #verify} to say. */
  public GrowthFile {
    hashes = List.copyOf(hashes);
  }

  /**
   * Reads a proof.
   *
   * @throws LogFormatException when it is not one
   */
  public static GrowthFile parse(byte[] proof) {
    ProofText text = new ProofText(OBJECT, proof);
    long oldSize = StrictText.decimal(OBJECT + " old size", text.take("old "));
    return new GrowthFile(oldSize, text.takeHashes(), text.checkpoint());
  }

  /** The proof as text, {@link #parse}'s inverse. */
  public byte[] format() {
    return ProofText.format(List.of("old " + oldSize), hashes, checkpoint);
  }

  /**
   * Checks that the log's key signed the new checkpoint, and that it continues the known one.
   *
   * @param known the checkpoint that the receiver verified and kept, of the size {@link #oldSize}
   * @return the new checkpoint, to be kept instead of the known one
   * @throws LogFormatException when what the key signed is not a checkpoint
   */
  public Verification<Checkpoint> verify(Checkpoint known, NoteVerifier log) {
    if (known.size() != oldSize || !known.origin().equals(log.name())) {
      return new Refused<>(
          "log growth: from %d leaves of %s, but known are %d of %s"
              .formatted(oldSize, log.name(), known.size(), StrictText.excerpt(known.origin())));
    }
    return switch (Checkpoint.open(checkpoint, log)) {
      case Refused<Checkpoint> refused -> refused;
      case Verified<Checkpoint>(Checkpoint signed) ->
          switch (new ConsistencyProof(oldSize, signed.size(), hashes)
              .verify(known.root(), signed.root())) {
            case Refused<ConsistencyProof>(String reason) -> new Refused<>(reason);
            case Verified<ConsistencyProof> _ -> new Verified<>(signed);
          };
    };
  }

  /**
   * The checkpoint with the lines of a witness's answer behind its own (C2SP tlog-witness,
   * add-checkpoint): nothing in it is checked yet.
   *
   * @throws LogFormatException when the answer is not lines of signatures
   */
  public SignedNote withAnswer(byte[] answer) {
    return SignedNote.parse(checkpoint.format() + StrictText.utf8("witness's answer", answer));
  }
}
