package org.signetmail.enrolment.staff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.signetmail.tlog.LogEntry;
import org.signetmail.tlog.LogStore;
import org.signetmail.tlog.ProofFile;
import org.signetmail.tlog.TransparencyLog;
import org.signetmail.tlog.Verification;

/** The log with what is behind its commitments, for auditors. Safe for many threads and nodes. */
public final class LogRegister {
  /** On one page. */
  public static final int PAGE = 50;

  private final LogStore store;
  private final TransparencyLog log;

  public LogRegister(LogStore store, TransparencyLog log) {
    this.store = store;
    this.log = log;
  }

  /** An entry in its place. */
  public record Leaf(long index, LogEntry entry) {}

  /**
   * An entry with its proof.
   *
   * @param proof against the latest checkpoint; empty while none covers it
   * @param holds what checking that proof came to, here and now
   */
  public record Proven(Leaf leaf, Optional<ProofFile> proof, Optional<Verification<?>> holds) {}

  /** How many entries there are. */
  public long size(Actor actor) {
    actor.require(Right.SEE_LOG);
    return store.size();
  }

  /**
   * Newest first, {@link #PAGE} at most.
   *
   * @param before the index after the newest that is wanted
   */
  public List<Leaf> page(Actor actor, long before) {
    actor.require(Right.SEE_LOG);
    long until = Math.clamp(before, 0, store.size());
    long from = Math.max(0, until - PAGE);
    List<LogEntry> entries = store.entries(from, until);
    List<Leaf> leaves = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      leaves.add(new Leaf(from + i, entries.get(i)));
    }
    Collections.reverse(leaves);
    return leaves;
  }

  /** One entry. */
  public Optional<Proven> find(Actor actor, long index) {
    actor.require(Right.SEE_LOG);
    if (index < 0 || index >= store.size()) {
      return Optional.empty();
    }
    Leaf leaf = new Leaf(index, store.entries(index, index + 1).getFirst());
    Optional<ProofFile> proof = log.prove(index);
    return Optional.of(
        new Proven(leaf, proof, proof.<Verification<?>>map(one -> one.verify(log.verifier()))));
  }
}
