package org.signetmail.backup.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.BackupSources;
import org.signetmail.backup.internal.ChunkedOutput.Digested;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.DetachedSignature;
import org.signetmail.smime.SealedOctets;

/**
 * The file, from front to back, so that it can be written to a pipe and to tape:
 *
 * <ol>
 *   <li>the words {@code signet backup 1} and a line feed, 16 octets;
 *   <li>the body: AuthEnvelopedData (RFC 5083) of the {@link Contents}, in chunks, each after its
 *       length in four octets, the last of length zero;
 *   <li>the manifest, after its length in four octets: it has the body's length and digest;
 *   <li>the detached signature over the manifest (RFC 5652 §5), after its length in four octets;
 *   <li>SHA-256 of all octets before: for bits that fell over; against people there is the
 *       signature.
 * </ol>
 */
public final class BackupFile {
  private static final byte[] MAGIC = "signet backup 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int LARGEST_PART = 4 << 20;
  private static final int BUFFER = 1 << 16;

  private BackupFile() {}

  /**
   * What a whole file holds beside its body.
   *
   * @param bodyOctets how many the body really has, and {@code bodyDigest} what they really are
   */
  public record Trailer(byte[] manifest, byte[] signature, long bodyOctets, String bodyDigest) {}

  /** Reads the body. */
  @FunctionalInterface
  public interface BodyReader {
    void read(InputStream body) throws IOException;
  }

  public static BackupManifest write(
      BackupSources sources,
      List<Certificate> recipients,
      SigningIdentity signer,
      Instant at,
      SecureRandom random,
      OutputStream to)
      throws IOException {
    MessageDigest digest = Digests.sha256();
    DataOutputStream out = new DataOutputStream(new DigestOutputStream(to, digest));
    out.write(MAGIC);
    ChunkedOutput body = new ChunkedOutput(out);
    try (Pipe contents = Pipe.of(into -> Contents.write(sources, into))) {
      SealedOctets.seal(contents, recipients, random, body);
    }
    Digested digested = body.finish();
    BackupManifest manifest =
        new BackupManifest(
            sources.organization(),
            at,
            digested.octets(),
            digested.digest(),
            recipients.stream().map(Certificate::keyId).toList(),
            sources.counts(),
            sources.checkpoint());
    writePart(out, manifest.encoded());
    InputStream signed = new ByteArrayInputStream(manifest.encoded());
    writePart(out, DetachedSignature.sign(signed, signer, at));
    out.flush();
    to.write(digest.digest());
    to.flush();
    return manifest;
  }

  /**
   * Reads a file to its end.
   *
   * @param reader need not read all of the body
   * @throws NotABackup when it does not begin as one
   * @throws Damaged when it is not whole
   */
  public static Trailer read(Path file, BodyReader reader) throws IOException {
    MessageDigest digest = Digests.sha256();
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        DataInputStream in = new DataInputStream(new DigestInputStream(raw, digest))) {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw new NotABackup();
      }
      ChunkedInput body = new ChunkedInput(in);
      reader.read(body);
      Digested digested = body.drain();
      byte[] manifest = readPart(in);
      byte[] signature = readPart(in);
      byte[] expected = digest.digest();
      if (!Arrays.equals(raw.readNBytes(expected.length), expected) || raw.read() >= 0) {
        throw new Damaged("its check sum at the end does not fit");
      }
      return new Trailer(manifest, signature, digested.octets(), digested.digest());
    }
  }

  private static void writePart(DataOutputStream out, byte[] part) throws IOException {
    out.writeInt(part.length);
    out.write(part);
  }

  private static byte[] readPart(DataInputStream in) throws IOException {
    try {
      int length = in.readInt();
      if (length < 0 || length > LARGEST_PART) {
        throw new Damaged("a part claims to have " + Integer.toUnsignedString(length) + " octets");
      }
      byte[] part = in.readNBytes(length);
      if (part.length < length) {
        throw new Damaged("it is cut short");
      }
      return part;
    } catch (EOFException e) {
      throw new Damaged("it is cut short");
    }
  }

  /** The file is something else. */
  public static final class NotABackup extends IOException {
    private static final long serialVersionUID = 1L;

    NotABackup() {
      super("it does not begin as a backup");
    }
  }
}
