package org.signetmail.archive.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * What is inside an officer's sealed share: the share, and what it is a share of.
 *
 * <p>Key, record, owner, index and quorum are sealed together with the value, so that nobody who
 * can write the database can pass a share off as one of another record: the officer's desk compares
 * them with what is asked, and the receiver once more.
 *
 * <p>The receipt names a commitment to each share: SHA-256 over the share, what it is a share of,
 * and 32 random octets that are sealed with it. So a share that somebody made up is known by itself
 * and can be laid at its officer's door, while the commitment tells nobody anything.
 *
 * <p>{@link #close} clears value and blinding.
 *
 * @param record the archive's name for the record
 * @param index the share's x-coordinate
 * @param quorum how many shares give the secret
 * @param shares how many there are
 * @param blinding 32 random octets; none in shares of before there were commitments
 */
public record ShareContent(
    KeyId key,
    Mailbox owner,
    String record,
    int index,
    int quorum,
    int shares,
    byte[] value,
    byte[] blinding)
    implements AutoCloseable {
  public static final int BLINDING_LENGTH = 32;

  private static final String UNBOUND = "signet archive share 1";
  private static final String BOUND = "signet archive share 2";
  private static final String COMMITMENT = "signet archive share commitment 1";
  private static final String OBJECT = "share";

  /** The octets to seal; the caller clears them. */
  public byte[] encoded() {
    return blinding.length == 0 ? packed(UNBOUND, value) : packed(BOUND, value, blinding);
  }

  /** What the receipt says of this share; tells nothing without the blinding. */
  public byte[] commitment() {
    byte[] clear = packed(COMMITMENT, value, blinding);
    try {
      return MessageDigest.getInstance("SHA-256").digest(clear);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  /**
   * Whether this is the share with an index that a receipt vouches for: of its key, owner, record
   * and quorum, and true to its commitment, where the receipt has one.
   */
  public boolean isOf(ArchiveReceipt receipt, int place) {
    return key.equals(receipt.keyId())
        && owner.equals(receipt.owner())
        && record.equals(receipt.record())
        && quorum == receipt.quorum()
        && index == place
        && isTrue(receipt);
  }

  /** Whether it is what was committed to; so is every share where there are no commitments. */
  public boolean isTrue(ArchiveReceipt receipt) {
    List<byte[]> commitments = receipt.commitments();
    return commitments.isEmpty()
        || (index >= 1
            && index <= commitments.size()
            && MessageDigest.isEqual(commitment(), commitments.get(index - 1)));
  }

  private byte[] packed(String title, byte[]... secrets) {
    byte[] numbers = {(byte) index, (byte) quorum, (byte) shares};
    byte[][] parts = {
      Packed.utf8(title),
      HexFormat.of().parseHex(key.hex()),
      Packed.utf8(owner.key()),
      Packed.utf8(record),
      numbers
    };
    byte[][] all = Arrays.copyOf(parts, parts.length + secrets.length);
    System.arraycopy(secrets, 0, all, parts.length, secrets.length);
    return Packed.of(all);
  }

  /** Whether opened octets are a share, and not one more envelope around it. */
  static boolean is(byte[] opened) {
    return Packed.startsWith(opened, UNBOUND) || Packed.startsWith(opened, BOUND);
  }

  /** Reads the opened octets; the caller clears them. */
  public static ShareContent of(byte[] encoded) throws MalformedDocument {
    Packed.Reader in = new Packed.Reader(OBJECT, encoded);
    boolean bound = Packed.startsWith(encoded, BOUND);
    in.title(bound ? BOUND : UNBOUND);
    KeyId key = new KeyId(HexFormat.of().formatHex(in.next(32)));
    Mailbox owner = owner(in.text());
    String record = in.text();
    byte[] numbers = in.next(3);
    byte[] value = in.next(KeySeal.KEY_LENGTH);
    byte[] blinding = bound ? in.next(BLINDING_LENGTH) : new byte[0];
    in.end();
    return new ShareContent(
        key,
        owner,
        record,
        numbers[0] & 0xff,
        numbers[1] & 0xff,
        numbers[2] & 0xff,
        value,
        blinding);
  }

  private static Mailbox owner(String text) throws MalformedDocument {
    try {
      return Mailbox.of(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedDocument(OBJECT + ": its owner is not a mailbox", e);
    }
  }

  @Override
  public void close() {
    Arrays.fill(value, (byte) 0);
    Arrays.fill(blinding, (byte) 0);
  }

  /** Names the share and never shows it. */
  @Override
  public String toString() {
    return "ShareContent[" + key + ", " + index + "]";
  }
}
