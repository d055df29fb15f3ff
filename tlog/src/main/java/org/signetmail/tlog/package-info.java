/**
 * The transparency log: what the organisation did with its power, in an order and a wording that
 * nobody can change afterwards without being seen.
 *
 * <p>Each act (a certificate issued, a key recovered, a backup restored) is a {@link
 * org.signetmail.tlog.LogEntry} and, as bytes, a leaf of the Merkle tree of RFC 9162 §2.1. From
 * time to time the log signs a {@link org.signetmail.tlog.Checkpoint}: its size and the root of the
 * tree. Whoever holds the log's public key can then check three things without trusting the log's
 * keeper: that an act is in the log ({@link org.signetmail.tlog.ProofFile}), that a later log only
 * added to an earlier one ({@link org.signetmail.tlog.ConsistencyProof}), and, from all leaves,
 * that the tree is the tree they make ({@link org.signetmail.tlog.Auditor}).
 *
 * <p>The forms are those of C2SP: <a href="https://c2sp.org/signed-note">signed-note</a>, <a
 * href="https://c2sp.org/tlog-checkpoint">tlog-checkpoint</a>, <a
 * href="https://c2sp.org/tlog-tiles">tlog-tiles</a>, <a
 * href="https://c2sp.org/tlog-proof">tlog-proof</a> and the request of <a
 * href="https://c2sp.org/tlog-witness">tlog-witness</a>, so that other people's tools read them.
 *
 * <p>Reading order: {@link org.signetmail.tlog.LogEntry} and {@link org.signetmail.tlog.Commitment}
 * (what is written), {@link org.signetmail.tlog.MerkleTree} and {@link
 * org.signetmail.tlog.Frontier} (how it grows), {@link org.signetmail.tlog.LogStore} (where it is
 * kept), {@link org.signetmail.tlog.SignedNote} and {@link org.signetmail.tlog.Checkpoint} (what is
 * signed), {@link org.signetmail.tlog.TransparencyLog} (all of it together).
 *
 * <p>The package is a library: no network, no database, no clock, no state of its own. Every type
 * is immutable and safe for use by several threads unless it says otherwise. Text that comes from
 * outside is read strictly, within a budget, and refused with one {@link
 * org.signetmail.tlog.LogFormatException}; a proof or a signature that does not hold is no
 * exception but a {@link org.signetmail.tlog.Verification.Refused}.
 */
@NullMarked
package org.signetmail.tlog;

import org.jspecify.annotations.NullMarked;
