package org.signetmail.tlog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;
import org.signetmail.tlog.internal.NoteKeyType;

/**
 * Somebody outside who watches a log grow and signs its checkpoints with a time (C2SP
 * tlog-cosignature): with a witness that both sides know, a log cannot show different trees to
 * different people. Ed25519 (type 0x04) and ML-DSA-44 (type 0x06).
 *
 * <p>Safe for use by several threads.
 */
public final class Witness {
  private static final int TIME_LENGTH = 8;
  private static final byte[] SUBTREE_LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

  private final Vkey vkey;
  private final NoteKeyType type;
  private final PublicKey key;

  private Witness(Vkey vkey, NoteKeyType type) {
    this.vkey = vkey;
    this.type = type;
    this.key = type.decode(vkey.key());
  }

  /**
   * Reads the vkey of a witness.
   *
   * @throws LogFormatException when it is not one, or is the key of a log instead
   */
  public static Witness parse(String text) {
    Vkey vkey = Vkey.parse("witness", text);
    return Arrays.stream(NoteKeyType.values())
        .filter(type -> vkey.type() == octet(type) && vkey.key().length == type.length())
        .findFirst()
        .map(type -> new Witness(vkey, type))
        .orElseThrow(() ->
            new LogFormatException(
                "witness: not a key of type 0x04 or 0x06 (C2SP tlog-cosignature)"));
  }

  /** The witness with this key, Ed25519 or ML-DSA-44, under this name. */
  public static Witness of(String name, PublicKey key) {
    NoteKeyType type =
        key.getAlgorithm().startsWith("Ed") ? NoteKeyType.ED25519 : NoteKeyType.ML_DSA_44;
    return new Witness(Vkey.of(name, octet(type), type.encode("witness " + name, key)), type);
  }

  /** Its name, best a URL without a scheme. */
  public String name() {
    return vkey.name();
  }

  /** {@code SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4]}. */
  public int keyId() {
    return vkey.keyId();
  }

  /** The written form, {@link #parse}'s inverse. */
  public String vkey() {
    return vkey.toString();
  }

  /**
   * This witness's newest word on a checkpoint.
   *
   * @throws LogFormatException when the note's text is not a checkpoint
   */
  public Verification<Cosignature> verify(SignedNote note) {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    Optional<Cosignature> newest = Optional.empty();
    for (NoteSignature line : note.signatures()) {
      if (!vkey.signed(line)) {
        continue;
      }
      Optional<Instant> at = timeOf(line.signature(), note.text(), checkpoint);
      if (at.isEmpty()) {
        return new Refused<>(
            "checkpoint: the cosignature of " + name() + " does not hold (C2SP tlog-cosignature)");
      }
      if (newest.isEmpty() || newest.get().at().isBefore(at.get())) {
        newest = Optional.of(new Cosignature(line, note.text(), at.get()));
      }
    }
    return newest
        .<Verification<Cosignature>>map(Verified::new)
        .orElseGet(() ->
            new Refused<>("checkpoint: not cosigned by " + name() + " (C2SP tlog-cosignature)"));
  }

  /** What this witness signs. */
  private byte[] signedOctets(long time, String text) {
    if (type == NoteKeyType.ED25519) {
      return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }
    Checkpoint checkpoint = Checkpoint.parse(text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SUBTREE_LABEL);
    writeShort(out, name());
    out.writeBytes(number(time));
    writeShort(out, checkpoint.origin());
    out.writeBytes(number(0));
    out.writeBytes(number(checkpoint.size()));
    out.writeBytes(checkpoint.root().bytes());
    return out.toByteArray();
  }

  private Optional<Instant> timeOf(byte[] timestamped, String text, Checkpoint checkpoint) {
    if (timestamped.length <= TIME_LENGTH) {
      return Optional.empty();
    }
    long time = ByteBuffer.wrap(timestamped).getLong();
    byte[] signature = Arrays.copyOfRange(timestamped, TIME_LENGTH, timestamped.length);
    boolean isWritable = time >= 0 && time <= Instant.MAX.getEpochSecond() && fits(checkpoint);
    return isWritable && type.holds(key, signedOctets(time, text), signature)
        ? Optional.of(Instant.ofEpochSecond(time))
        : Optional.empty();
  }

  /** The message of ML-DSA gives names 255 octets at most. */
  private boolean fits(Checkpoint checkpoint) {
    return type == NoteKeyType.ED25519
        || (length(name()) <= 255 && length(checkpoint.origin()) <= 255);
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The signature type (C2SP tlog-cosignature, Format). */
  private static byte octet(NoteKeyType type) {
    return switch (type) {
      case ED25519 -> 0x04;
      case ML_DSA_44 -> 0x06;
    };
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static void writeShort(ByteArrayOutputStream out, String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    out.write(octets.length);
    out.writeBytes(octets);
  }
}
