package org.signetmail.archive;

/** A record was sealed to officers whose set retired meanwhile: nothing was kept, seal it again. */
public final class RetiredSet extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RetiredSet(int generation) {
    super("archive: officer set " + generation + " is retired; seal to the present one");
  }
}
