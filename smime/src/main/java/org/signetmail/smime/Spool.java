package org.signetmail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Where large octets wait: files encrypted under a key that exists only in this process, so that
 * what a crash leaves behind is noise. Small octets stay in memory.
 */
public final class Spool {
  /** STUB. folder is created when first needed (0700), files removed on close and at exit. Limit: more than maximum bytes → IOException with one clear line. */
  public Spool(Path folder, long inMemoryUpTo, long maximum) {}
  /** In memory up to 64 KB, else a private folder under java.io.tmpdir; no maximum. */
  public static Spool standard() { throw new UnsupportedOperationException("STUB"); }
  public Octets keep(InputStream in) throws IOException { throw new UnsupportedOperationException("STUB"); }
  /** Written by the caller, then frozen by finish(). */
  public Draft draft() { throw new UnsupportedOperationException("STUB"); }
  public abstract static class Draft extends OutputStream {
    /** Freezes what was written. */
    public abstract Octets finish() throws IOException;
    /** Without finish: discards. */
    @Override public abstract void close() throws IOException;
  }
}
