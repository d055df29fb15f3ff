package org.signetmail.smime;

/**
 * What one message may cost its reader.
 *
 * @param passwordIterations of PBKDF2, all passwords and recipients of one layer together
 */
public record Budget(
    int cryptoLayers,
    int mimeParts,
    int mimeDepth,
    int recipients,
    int certificates,
    int headerBytes,
    long inflatedBytes,
    int inflateRatio,
    int passwordIterations) {
  public static final Budget STANDARD =
      new Budget(8, 100, 20, 2000, 100, 1 << 20, 4L << 30, 20, 5_000_000);
}
