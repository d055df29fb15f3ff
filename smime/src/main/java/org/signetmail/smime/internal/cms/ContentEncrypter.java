package org.signetmail.smime.internal.cms;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts content of any length, streaming; the last octets it returns are the tag.
 *
 * <p>Why AES-GCM is put together from pieces: the platform's ends at 2 GiB, and the standard at 64
 * (SP 800-38D §5.2.1.1). So after so many octets a piece is ended and its tag taken apart into what
 * GHASH had come to. Further on the ciphertext is made by counter mode, and given to another GCM
 * under the same key and nonce as a plaintext that it will turn into just that ciphertext, only to
 * learn the GHASH of it. The values of the pieces add up: GHASH is a polynomial ({@link Ghash}).
 */
final class ContentEncrypter {
  private static final long PIECE = 1L << 30; // octets

  private final ContentCipher kind;
  private final Jca jca;
  private final SecretKey key;
  private final ContentCipher.Parameters parameters;
  private final long piece;
  private Cipher cipher; // of this piece
  private @Nullable Further further; // past the first piece
  private long inPiece; // octets
  private long before; // octets of the pieces before
  private long attributes; // octets
  private @Nullable Ghash hash; // of the pieces before

  /** Past the first piece: the key stream, and the one that GCM is going to add. */
  private record Further(Cipher stream, Cipher against) {}

  ContentEncrypter(ContentCipher kind, Jca jca, SecretKey key, ContentCipher.Parameters parameters)
      throws GeneralSecurityException {
    this(kind, jca, key, parameters, PIECE);
  }

  /**
   * @param piece octets, whole blocks
   */
  ContentEncrypter(
      ContentCipher kind, Jca jca, SecretKey key, ContentCipher.Parameters parameters, long piece)
      throws GeneralSecurityException {
    this.kind = kind;
    this.jca = jca;
    this.key = key;
    this.parameters = parameters;
    this.piece = kind.isGcm() ? piece : Long.MAX_VALUE;
    this.cipher = kind.cipher(jca, Cipher.ENCRYPT_MODE, key, parameters);
  }

  /** Once, before any content. */
  void updateAttributes(byte[] authenticated) {
    cipher.updateAAD(authenticated);
    attributes += authenticated.length;
  }

  /**
   * Returns how many octets were written; {@code out} has room for one block more. Better often a
   * few than many at once: {@link CipherSlices}.
   */
  int update(byte[] in, int from, int length, byte[] out) throws GeneralSecurityException {
    int done = 0;
    int written = 0;
    while (done < length) {
      if (inPiece == piece) {
        endPiece();
      }
      int n = (int) Math.min(length - done, piece - inPiece);
      written += updateInPiece(in, from + done, n, out, written);
      inPiece += n;
      done += n;
    }
    return written;
  }

  private int updateInPiece(byte[] in, int from, int length, byte[] out, int at)
      throws GeneralSecurityException {
    if (further == null) {
      return cipher.update(in, from, length, out, at);
    }
    int n = further.stream().update(in, from, length, out, at);
    cipher.update(further.against().update(out, at, n));
    return n;
  }

  private void endPiece() throws GeneralSecurityException {
    hash = hashed(cipher.doFinal());
    before += inPiece;
    inPiece = 0;
    cipher = kind.cipher(jca, Cipher.ENCRYPT_MODE, key, parameters);
    long block = before / Ghash.BLOCK + 2; // block 1 masks the tag (SP 800-38D §7.1)
    Cipher stream = further == null ? counter(block) : further.stream();
    further = new Further(stream, counter(2));
  }

  /** What is left of the content, and the tag. */
  byte[] doFinal() throws GeneralSecurityException {
    byte[] last = cipher.doFinal();
    return further == null ? last : hashed(last).tag(attributes, before + inPiece);
  }

  private Ghash hashed(byte[] last) throws GeneralSecurityException {
    byte[] tag = Arrays.copyOfRange(last, last.length - ContentCipher.TAG, last.length);
    Ghash past = hash;
    return past == null
        ? Ghash.of(blocks()).plus(tag, attributes, inPiece)
        : past.plus(tag, 0, inPiece);
  }

  /** The hash key, and what masks the tag. */
  private byte[] blocks() throws GeneralSecurityException {
    byte[] two = new byte[2 * Ghash.BLOCK];
    System.arraycopy(block(1), 0, two, Ghash.BLOCK, Ghash.BLOCK);
    return jca.cipher("AES/ECB/NoPadding", Cipher.ENCRYPT_MODE, key, null, null).doFinal(two);
  }

  private Cipher counter(long block) throws GeneralSecurityException {
    return jca.cipher(
        "AES/CTR/NoPadding", Cipher.ENCRYPT_MODE, key, new IvParameterSpec(block(block)), null);
  }

  private byte[] block(long number) {
    return ByteBuffer.allocate(Ghash.BLOCK).put(parameters.nonce()).putInt((int) number).array();
  }
}
