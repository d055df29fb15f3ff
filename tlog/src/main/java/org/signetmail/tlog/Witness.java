package org.signetmail.tlog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.signetmail.tlog.Verification.Refused;
import org.signetmail.tlog.Verification.Verified;
import org.signetmail.tlog.internal.NoteKeyType;
import org.signetmail.tlog.internal.StrictText;

/**
 * Somebody outside who watches a log grow and signs its checkpoints with a time (C2SP
 * tlog-cosignature): with a witness that both sides know, a log cannot show different trees to
 * different people. Ed25519 (type 0x04) and ML-DSA-44 (type 0x06).
 *
 * <p>Safe for use by several threads.
 */
public final class Witness {
  private static final int MAX_VKEY_LENGTH = 4096;
  private static final int TIME_LENGTH = 8;
  private static final byte[] SUBTREE_LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final NoteKeyType type;
  private final byte[] encoded;
  private final PublicKey key;

  private Witness(String name, NoteKeyType type, byte[] encoded) {
    this.name = name;
    this.type = type;
    this.encoded = encoded;
    this.key = type.decode(encoded);
  }

  /**
   * Reads the vkey of a witness.
   *
   * @throws LogFormatException when it is not one, or is the key of a log instead
   */
  public static Witness parse(String vkey) {
    String[] parts = vkey.length() > MAX_VKEY_LENGTH ? new String[0] : vkey.split("\\+", 3);
    if (parts.length != 3) {
      throw new LogFormatException(
          "witness: " + StrictText.excerpt(vkey) + " is not name+id+key (C2SP signed-note)");
    }
    NoteSignature.checkName(parts[0]);
    byte[] typed = StrictText.base64("witness", parts[2]);
    NoteKeyType type =
        type(typed)
            .orElseThrow(() ->
                new LogFormatException(
                    "witness: not a key of type 0x04 or 0x06 (C2SP tlog-cosignature)"));
    Witness witness = new Witness(parts[0], type, Arrays.copyOfRange(typed, 1, typed.length));
    if (!parts[1].equals(NoteSignature.hex(witness.keyId()))) {
      throw new LogFormatException(
          "witness: its id " + StrictText.excerpt(parts[1]) + " is not that of its name and key");
    }
    return witness;
  }

  /** The witness with this key, Ed25519 or ML-DSA-44, under this name. */
  public static Witness of(String name, PublicKey key) {
    NoteSignature.checkName(name);
    NoteKeyType type =
        key.getAlgorithm().startsWith("Ed") ? NoteKeyType.ED25519 : NoteKeyType.ML_DSA_44;
    return new Witness(name, type, type.encode("witness " + name, key));
  }

  /** Its name, best a URL without a scheme. */
  public String name() {
    return name;
  }

  /** {@code SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4]}. */
  public int keyId() {
    byte[] start = StrictText.utf8("key name", name + "\n");
    return ByteBuffer.wrap(Hash.sha256(start, typedKey()).bytes()).getInt();
  }

  /** The written form, {@link #parse}'s inverse. */
  public String vkey() {
    return name
        + "+"
        + NoteSignature.hex(keyId())
        + "+"
        + Base64.getEncoder().encodeToString(typedKey());
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
      if (!line.name().equals(name) || line.keyId() != keyId()) {
        continue;
      }
      Optional<Instant> at = timeOf(line.signature(), note.text(), checkpoint);
      if (at.isEmpty()) {
        return new Refused<>(
            "checkpoint: the cosignature of " + name + " does not hold (C2SP tlog-cosignature)");
      }
      if (newest.isEmpty() || newest.get().at().isBefore(at.get())) {
        newest = Optional.of(new Cosignature(line, note.text(), at.get()));
      }
    }
    return newest
        .<Verification<Cosignature>>map(Verified::new)
        .orElseGet(() ->
            new Refused<>("checkpoint: not cosigned by " + name + " (C2SP tlog-cosignature)"));
  }

  /** What a witness with this name and kind of key signs. */
  static byte[] signedOctets(NoteKeyType type, String name, long time, String text) {
    if (type == NoteKeyType.ED25519) {
      return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }
    Checkpoint checkpoint = Checkpoint.parse(text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SUBTREE_LABEL);
    writeShort(out, name);
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
    return isWritable && type.holds(key, signedOctets(type, name, time, text), signature)
        ? Optional.of(Instant.ofEpochSecond(time))
        : Optional.empty();
  }

  /** The message of ML-DSA gives names 255 octets at most. */
  private boolean fits(Checkpoint checkpoint) {
    return type == NoteKeyType.ED25519
        || (length(name) <= 255 && length(checkpoint.origin()) <= 255);
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Optional<NoteKeyType> type(byte[] typed) {
    if (typed.length == 1 + NoteKeyType.ED25519.length() && typed[0] == 0x04) {
      return Optional.of(NoteKeyType.ED25519);
    }
    return typed.length == 1 + NoteKeyType.ML_DSA_44.length() && typed[0] == 0x06
        ? Optional.of(NoteKeyType.ML_DSA_44)
        : Optional.empty();
  }

  private byte[] typedKey() {
    byte octet = (byte) (type == NoteKeyType.ED25519 ? 0x04 : 0x06);
    return ByteBuffer.allocate(1 + encoded.length).put(octet).put(encoded).array();
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
