package org.signetmail.tlog;

import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.tlog.Audit.Broken;
import org.signetmail.tlog.Audit.Consistent;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;

/**
 * An organisation's own log: the store it is kept in and the key it signs with.
 *
 * <p>The log's origin is the name of its key, as C2SP tlog-checkpoint recommends, so that a vkey
 * says all that a verifier has to know. Entries become provable when {@link #publish} signs a
 * checkpoint over them.
 *
 * <p>Safe for use by several threads, and by several nodes over one store.
 */
public final class TransparencyLog {

  private static final long BATCH = 1024;

  private final LogStore store;
  private final NoteSigner signer;

  /** The log in this store, signed with this key. */
  public TransparencyLog(LogStore store, NoteSigner signer) {
    this.store = store;
    this.signer = signer;
  }

  /** The log's unique name. */
  public String origin() {
    return signer.name();
  }

  /** What outsiders check this log with. */
  public NoteVerifier verifier() {
    return signer.verifier();
  }

  /**
   * Appends an entry for an act that has no store of its own; durable on return, provable after the
   * next {@link #publish}.
   *
   * @return its index
   */
  public long append(LogEntry entry) {
    return store.append(List.of(entry)).getFirst();
  }

  /**
   * Signs and keeps a checkpoint over all entries; gives the latest one again when there are no new
   * entries.
   *
   * <p>A log must not sign a tree that does not continue what it signed before (C2SP
   * tlog-checkpoint, Signatures). When the store no longer holds the tree of the latest checkpoint,
   * nothing is signed and the outcome is {@code Refused}; {@link #audit} then says where it broke.
   *
   * @param at the time to note beside the checkpoint
   */
  public Verification<PublishedCheckpoint> publish(Instant at) {
    Optional<PublishedCheckpoint> latest = store.latestCheckpoint();
    long size = store.size();
    if (latest.isPresent()) {
      PublishedCheckpoint previous = latest.get();
      if (Checkpoint.open(previous.note(), verifier())
          instanceof Refused<Checkpoint>(String reason)) {
        return new Refused<>("log " + origin() + ": its latest checkpoint is not ours; " + reason);
      }
      if (!continues(previous.checkpoint(), size)) {
        return new Refused<>(
            "log %s: the store is not the tree of %d leaves that was signed before; run an audit"
                .formatted(origin(), previous.checkpoint().size()));
      }
      if (previous.checkpoint().size() == size) {
        return new Verified<>(previous);
      }
    }
    Checkpoint checkpoint = new Checkpoint(origin(), size, MerkleTree.root(size, store));
    PublishedCheckpoint published = new PublishedCheckpoint(signer.sign(checkpoint.text()), at);
    store.saveCheckpoint(published);
    return new Verified<>(published);
  }

  /**
   * Keeps what witnesses said of a checkpoint of ours, so that it goes along with it: in place of
   * what the same witnesses said before.
   *
   * @throws LogFormatException when one of them is about another checkpoint
   */
  public void keep(PublishedCheckpoint published, List<Cosignature> cosignatures) {
    SignedNote note = published.note();
    Set<String> anew = cosignatures.stream().map(one -> key(one.line())).collect(toSet());
    SignedNote cosigned =
        new SignedNote(
            note.text(),
            note.signatures().stream().filter(line -> !anew.contains(key(line))).toList());
    for (Cosignature cosignature : cosignatures) {
      if (!cosignature.isOf(note)) {
        throw new LogFormatException(
            "checkpoint: the cosignature of " + cosignature.witness() + " is of another one");
      }
      cosigned = cosigned.signedAlsoBy(cosignature.line());
    }
    store.saveCheckpoint(new PublishedCheckpoint(cosigned, published.at()));
  }

  /** The latest checkpoint; empty before the first. */
  public Optional<PublishedCheckpoint> latestCheckpoint() {
    return store.latestCheckpoint();
  }

  /**
   * The proof that the entry at an index is in the log, under the latest checkpoint; empty when no
   * checkpoint covers the index yet.
   */
  public Optional<ProofFile> prove(long index) {
    return store
        .latestCheckpoint()
        .filter(latest -> index >= 0 && index < latest.checkpoint().size())
        .map(latest -> {
          InclusionProof path = InclusionProof.make(index, latest.checkpoint().size(), store);
          LogEntry entry = LogEntry.parse(store.leaf(index));
          return new ProofFile(entry, index, path.hashes(), latest.note());
        });
  }

  /**
   * The proof that the tree of one size continues that of another.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= oldSize <= newSize} and the log has {@code
   *     newSize} leaves
   */
  public ConsistencyProof consistency(long oldSize, long newSize) {
    return ConsistencyProof.make(oldSize, newSize, store);
  }

  /**
   * The proof, to hand on, that the latest checkpoint continues the tree of an earlier size; empty
   * when no checkpoint is that large yet.
   */
  public Optional<GrowthFile> proveGrowth(long oldSize) {
    return store
        .latestCheckpoint()
        .filter(latest -> oldSize >= 0 && oldSize <= latest.checkpoint().size())
        .map(latest ->
            new GrowthFile(
                oldSize, consistency(oldSize, latest.checkpoint().size()).hashes(), latest.note()));
  }

  /** The bytes of a tile, as far as the latest checkpoint reaches; empty beyond it. */
  public Optional<byte[]> read(Tile tile) {
    return store.latestCheckpoint().flatMap(latest -> tile.read(store, latest.checkpoint().size()));
  }

  /** Audits the whole log: see {@link Auditor}. Its openings are checked as well. */
  public Audit audit() {
    return audit(List.of());
  }

  /** As {@link #audit()}, also against checkpoints that were kept elsewhere. */
  public Audit audit(List<SignedNote> remembered) {
    return switch (new Auditor(store, verifier()).audit(remembered)) {
      case Broken broken -> broken;
      case Consistent consistent ->
          wrongOpening(consistent.size()).<Audit>map(broken -> broken).orElse(consistent);
    };
  }

  private static String key(NoteSignature line) {
    return line.name() + "+" + NoteSignature.hex(line.keyId());
  }

  private boolean continues(Checkpoint previous, long size) {
    return previous.size() <= size
        && MerkleTree.root(previous.size(), store).equals(previous.root());
  }

  private Optional<Broken> wrongOpening(long size) {
    for (long from = 0; from < size; from += BATCH) {
      long to = Math.min(size, from + BATCH);
      if (wrongOpening(from, to).isPresent()) {
        for (long index = from; index < to; index++) {
          Optional<Broken> broken = wrongOpening(index, index + 1);
          if (broken.isPresent()) {
            return broken;
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Broken> wrongOpening(long from, long to) {
    try {
      store.entries(from, to);
      return Optional.empty();
    } catch (LogFormatException e) {
      return Optional.of(new Broken("log: entry " + from + ": " + e.getMessage(), from));
    }
  }
}
