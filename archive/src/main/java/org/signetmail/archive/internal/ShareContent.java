package org.signetmail.archive.internal;

import java.util.Arrays;
import java.util.HexFormat;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * What is inside an officer's sealed share: the share, and what it is a share of.
 *
 * <p>Key, record, owner, index and quorum are sealed together with the value, so that nobody who
 * can write the database can pass a share off as one of another record: the officer's desk compares
 * them with what is asked, and the receiver once more.
 *
 * <p>{@link #close} clears the value.
 *
 * @param record the archive's name for the record
 * @param index the share's x-coordinate
 * @param quorum how many shares give the secret
 * @param shares how many there are
 */
public record ShareContent(
    KeyId key, Mailbox owner, String record, int index, int quorum, int shares, byte[] value)
    implements AutoCloseable {
  private static final String TITLE = "signet archive share 1";
  private static final String OBJECT = "share";

  /** The octets to seal; the caller clears them. */
  public byte[] encoded() {
    byte[] numbers = {(byte) index, (byte) quorum, (byte) shares};
    return Packed.of(
        Packed.utf8(TITLE),
        HexFormat.of().parseHex(key.hex()),
        Packed.utf8(owner.key()),
        Packed.utf8(record),
        numbers,
        value);
  }

  /** Reads the opened octets; the caller clears them. */
  public static ShareContent of(byte[] encoded) throws MalformedDocument {
    Packed.Reader in = new Packed.Reader(OBJECT, encoded);
    in.title(TITLE);
    KeyId key = new KeyId(HexFormat.of().formatHex(in.next(32)));
    Mailbox owner = owner(in.text());
    String record = in.text();
    byte[] numbers = in.next(3);
    byte[] value = in.next(KeySeal.KEY_LENGTH);
    in.end();
    return new ShareContent(
        key, owner, record, numbers[0] & 0xff, numbers[1] & 0xff, numbers[2] & 0xff, value);
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
  }

  /** Names the share and never shows it. */
  @Override
  public String toString() {
    return "ShareContent[" + key + ", " + index + "]";
  }
}
