package org.signetmail.pkix;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.internal.ReceiptForm;
import org.signetmail.pkix.internal.Signing;

/**
 * The archive's signed word that it keeps the private key of a public key: without one no
 * encryption certificate is issued. The certification authority checks it as any outsider could,
 * with {@link #verify}; only that makes a {@link Verified}.
 *
 * <p>Encoded in DER, which has one form only, so that a receipt can be a leaf of a log:
 *
 * <pre>
 * ArchiveReceipt ::= SEQUENCE { kept Kept, signature OCTET STRING }
 * Kept ::= SEQUENCE {
 *   version INTEGER (0 | 1), keyId OCTET STRING (SIZE (32)), owner UTF8String,
 *   archivedAt INTEGER, -- milliseconds since 1970
 *   record UTF8String, shares INTEGER, quorum INTEGER,
 *   commitments SEQUENCE OF OCTET STRING (SIZE (32)) OPTIONAL -- in version 1, one a share
 * }
 * </pre>
 *
 * <p>Signed is the text {@code signetmail.org archive receipt 0}, a zero octet and the DER of
 * {@code Kept}: no signature made for another purpose can pass for a receipt.
 *
 * @param keyId whose private key is kept
 * @param owner the person it is kept for
 * @param archivedAt when it was durably stored, to the millisecond
 * @param record the archive's name for the record
 * @param shares how many officers hold a share
 * @param quorum how many of them must act together
 * @param commitments one to each share in order, 32 octets each, so that a false share is known by
 *     itself; none in receipts of before there were commitments
 * @param signature over {@link #toBeSigned()}, by the archive's key
 */
public record ArchiveReceipt(
    KeyId keyId,
    Mailbox owner,
    Instant archivedAt,
    String record,
    int shares,
    int quorum,
    List<byte[]> commitments,
    byte[] signature) {
  private static final int COMMITMENT = 32; // octets of a SHA-256

  public ArchiveReceipt {
    if (quorum < 1 || shares < quorum) {
      throw new IllegalArgumentException(
          "archive receipt: a quorum of " + quorum + " of " + shares + " cannot be met");
    }
    commitments = commitments.stream().map(byte[]::clone).toList();
    if (!commitments.isEmpty()
        && (commitments.size() != shares
            || commitments.stream().anyMatch(one -> one.length != COMMITMENT))) {
      throw new IllegalArgumentException(
          "archive receipt: wants a commitment of 32 octets for each of " + shares + " shares");
    }
    archivedAt = archivedAt.truncatedTo(ChronoUnit.MILLIS);
    signature = signature.clone();
  }

  /** A receipt without commitments. */
  public ArchiveReceipt(
      KeyId keyId,
      Mailbox owner,
      Instant archivedAt,
      String record,
      int shares,
      int quorum,
      byte[] signature) {
    this(keyId, owner, archivedAt, record, shares, quorum, List.of(), signature);
  }

  /** A receipt signed by the archive, which binds each share. */
  public static ArchiveReceipt sign(
      KeyId keyId,
      Mailbox owner,
      Instant archivedAt,
      String record,
      int quorum,
      List<byte[]> commitments,
      SigningKey archiveKey) {
    return new ArchiveReceipt(
            keyId, owner, archivedAt, record, commitments.size(), quorum, commitments, new byte[0])
        .signed(archiveKey);
  }

  /** A receipt that leaves the shares unbound, as archives of before made them. */
  public static ArchiveReceipt sign(
      KeyId keyId,
      Mailbox owner,
      Instant archivedAt,
      String record,
      int shares,
      int quorum,
      SigningKey archiveKey) {
    return new ArchiveReceipt(keyId, owner, archivedAt, record, shares, quorum, new byte[0])
        .signed(archiveKey);
  }

  private ArchiveReceipt signed(SigningKey archiveKey) {
    return new ArchiveReceipt(
        keyId,
        owner,
        archivedAt,
        record,
        shares,
        quorum,
        commitments,
        Signing.sign(archiveKey, toBeSigned()));
  }

  /**
   * Parses what {@link #encoded} made, and refuses every other form of the same values.
   *
   * @throws IOException in one clear line
   */
  public static ArchiveReceipt of(byte[] encoded) throws IOException {
    try {
      return ReceiptForm.parse(encoded);
    } catch (IOException e) {
      throw new IOException(
          "archive receipt: " + e.getMessage() + "; ask the archive for it again", e);
    }
  }

  /** The exact bytes under the signature. */
  public byte[] toBeSigned() {
    return ReceiptForm.toBeSigned(this);
  }

  public byte[] encoded() {
    return ReceiptForm.encoded(this);
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  /**
   * Empty when the signature does not hold under the archive's certificate, or that certificate may
   * not sign. Whether the certificate is the archive's, and valid, is the caller's to know.
   */
  public Optional<Verified> verify(Certificate archive) {
    boolean holds =
        archive.maySign() && Signing.holds(archive.publicKey(), toBeSigned(), signature);
    return holds ? Optional.of(new Verified(this)) : Optional.empty();
  }

  /** The same with whichever certificate of the archive signed it, present or former. */
  public Optional<Verified> verifyUnderAny(List<Certificate> archives) {
    return archives.stream().flatMap(archive -> verify(archive).stream()).findFirst();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArchiveReceipt that && Arrays.equals(encoded(), that.encoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded());
  }

  /** Witness that a receipt holds: made by {@link #verify} alone. */
  public static final class Verified {
    private final ArchiveReceipt receipt;

    private Verified(ArchiveReceipt receipt) {
      this.receipt = receipt;
    }

    public ArchiveReceipt receipt() {
      return receipt;
    }
  }
}
