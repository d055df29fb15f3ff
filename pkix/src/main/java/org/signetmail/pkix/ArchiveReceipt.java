package org.signetmail.pkix;

import java.time.Instant;

/**
 * The archive's signed word that it keeps the private key of a public key: without one no
 * encryption certificate is issued. The certification authority checks it as any outsider could,
 * with {@link #verify}; only that makes a {@link Verified}.
 *
 * @param keyId whose private key is kept
 * @param owner the person it is kept for
 * @param archivedAt when it was durably stored
 * @param record the archive's name for the record
 * @param shares how many officers hold a share
 * @param quorum how many of them must act together
 * @param signature over {@link #toBeSigned()}, by the archive's key
 */
public record ArchiveReceipt(
    KeyId keyId,
    Mailbox owner,
    Instant archivedAt,
    String record,
    int shares,
    int quorum,
    byte[] signature) {

  /** STUB: canonical DER/bytes; sign(...) static factory with SigningKey; parse/encode; PKIX room owner completes. */
  public static ArchiveReceipt sign(KeyId keyId, Mailbox owner, Instant archivedAt, String record, int shares, int quorum, SigningKey archiveKey) { throw new UnsupportedOperationException(); }
  public byte[] toBeSigned() { throw new UnsupportedOperationException(); }
  public byte[] encoded() { throw new UnsupportedOperationException(); }
  public static ArchiveReceipt of(byte[] encoded) throws java.io.IOException { throw new UnsupportedOperationException(); }

  /** Empty when the signature does not hold under the archive's certificate. */
  public java.util.Optional<Verified> verify(Certificate archive) { throw new UnsupportedOperationException(); }

  /** Witness: made by {@link #verify} alone. */
  public static final class Verified {
    private final ArchiveReceipt receipt;
    private Verified(ArchiveReceipt receipt) { this.receipt = receipt; }
    public ArchiveReceipt receipt() { return receipt; }
  }
}
