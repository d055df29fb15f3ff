package org.signetmail.tlog.internal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.signetmail.tlog.LogFormatException;

/** The algorithms that sign notes: how their bare public keys are written, and checked with. */
public enum NoteKeyType {
  /** RFC 8032, RFC 8410 §4. */
  ED25519("Ed25519", "302a300506032b6570032100", 32),
  /** FIPS 204, RFC 9881 §4. */
  ML_DSA_44("ML-DSA-44", "30820532300b060960864801650304031103820521" + "00", 1312);

  private final String algorithm;
  private final String spkiStart;
  private final int length;

  NoteKeyType(String algorithm, String spkiStart, int length) {
    this.algorithm = algorithm;
    this.spkiStart = spkiStart;
    this.length = length;
  }

  /** Octets of a bare public key. */
  public int length() {
    return length;
  }

  /**
   * The bare public key.
   *
   * @param object what to name when it is a key of another type
   * @throws LogFormatException when it is
   */
  public byte[] encode(String object, PublicKey key) {
    byte[] start = start();
    byte[] spki = key.getEncoded();
    if (spki == null
        || spki.length != start.length + length
        || !Arrays.equals(start, Arrays.copyOf(spki, start.length))) {
      throw new LogFormatException(
          object + ": not an " + algorithm + " public key (RFC 5280 §4.1)");
    }
    return Arrays.copyOfRange(spki, start.length, spki.length);
  }

  /**
   * The key with this encoding.
   *
   * @throws LogFormatException when there is none, such as one that is not a point of the curve
   */
  public PublicKey decode(byte[] encoded) {
    byte[] start = start();
    byte[] spki = ByteBuffer.allocate(start.length + length).put(start).put(encoded).array();
    try {
      PublicKey key =
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki));
      Signature.getInstance(algorithm).initVerify(key);
      return key;
    } catch (GeneralSecurityException e) {
      throw new LogFormatException("vkey: not the encoding of an " + algorithm + " key", e);
    }
  }

  /** What comes before the bare key in a SubjectPublicKeyInfo. */
  private byte[] start() {
    return HexFormat.of().parseHex(spkiStart);
  }

  /** Whether a signature over these octets holds. */
  public boolean holds(PublicKey key, byte[] signed, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false; // wrong length, or not the encoding of a signature
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java 25 has " + algorithm, e);
    }
  }
}
