package org.signetmail.smime.internal.cms;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Digests what is written, on its way to another stream. */
public final class DigestOutput extends OutputStream {
  private final MessageDigest digest;
  private final OutputStream out;

  public DigestOutput(MessageDigest digest, OutputStream out) {
    this.digest = digest;
    this.out = out;
  }

  /** Digests and passes nothing on. */
  public DigestOutput(MessageDigest digest) {
    this(digest, OutputStream.nullOutputStream());
  }

  @Override
  public void write(int b) throws IOException {
    digest.update((byte) b);
    out.write(b);
  }

  @Override
  public void write(byte[] b, int off, int len) throws IOException {
    digest.update(b, off, len);
    out.write(b, off, len);
  }

  /** Of all that was written. */
  public byte[] digest() {
    return digest.digest();
  }
}
