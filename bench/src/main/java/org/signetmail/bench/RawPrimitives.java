package org.signetmail.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.Cipher;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.internal.cms.ContentCipher;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignatureScheme;

/**
 * What the primitives alone would take for an operation, with nothing around them: the digest, the
 * operation with the key, the cipher, and Base64, one after the other on the same octets. Base64 is
 * the platform's: encoded by the coder for MIME, decoded by the basic one from text without lines.
 */
final class RawPrimitives {
  private static final int SLICE = 1 << 16;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** One thing to be timed. */
  private interface Work {
    Object run() throws GeneralSecurityException, IOException;
  }

  private final Map<Operation, Double> keySeconds = new EnumMap<>(Operation.class);
  private final double digest; // seconds for each octet, as all that follow
  private final double encryptCbc;
  private final double decryptCbc;
  private final double encryptGcm;
  private final double encode;
  private final double decode;
  private final double each;

  /**
   * @param each seconds of processor for each of them
   */
  RawPrimitives(Material material, Material.Key key, Primitives primitives, double each)
      throws IOException {
    this.each = each;
    Jca jca = new Jca(primitives);
    byte[] slice = new byte[SLICE];
    byte[] room = new byte[2 * SLICE];
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      digest =
          seconds(() -> {
            sha.update(slice);
            return sha;
          })
              / SLICE;
      encryptCbc = cipher(jca, ContentCipher.AES256_CBC, Cipher.ENCRYPT_MODE, slice, room);
      decryptCbc = cipher(jca, ContentCipher.AES256_CBC, Cipher.DECRYPT_MODE, slice, room);
      encryptGcm = cipher(jca, ContentCipher.AES256_GCM, Cipher.ENCRYPT_MODE, slice, room);
      Base64.Encoder lines = Base64.getMimeEncoder();
      encode = seconds(() -> lines.encode(slice, room)) / SLICE;
      byte[] text = Base64.getEncoder().encode(slice);
      Base64.Decoder basic = Base64.getDecoder();
      decode = seconds(() -> basic.decode(text, room)) / SLICE;
      ofTheKey(material, key, jca);
    } catch (GeneralSecurityException e) {
      throw new IOException("bench: " + e.getMessage(), e);
    }
  }

  /** Seconds of an operation on so many octets. */
  double seconds(Operation operation, long octets) {
    double bulk =
        switch (operation) {
          case SIGN, VERIFY -> digest;
          case ENCRYPT_CBC -> encryptCbc + encode;
          case ENCRYPT_GCM -> encryptGcm + encode;
          case DECRYPT_CBC -> decryptCbc + decode;
          case DECRYPT_GCM -> encryptGcm + decode; // GCM works alike in both directions
        };
    return bulk * octets + keySeconds.getOrDefault(operation, 0.0);
  }

  private void ofTheKey(Material material, Material.Key key, Jca jca)
      throws IOException, GeneralSecurityException {
    KeyFile file =
        KeyFile.read(Files.readAllBytes(material.identity(key)), new char[0], key.toString());
    SecureRandom random = new SecureRandom();
    var signing = file.signing().getFirst();
    var certificate = signing.certificate();
    var secret = signing.key().privateKey(SecretAccess.TOKEN);
    CryptoProfile profile = CryptoProfile.of(CryptoProfile.Name.COMPATIBLE);
    SignatureScheme scheme = SignatureScheme.making(certificate.publicKey(), profile).orElseThrow();
    byte[] attributes = new byte[300];
    byte[] signature = scheme.sign(jca, secret, random, attributes);
    double sign = seconds(() -> scheme.sign(jca, secret, random, attributes));
    keySeconds.put(Operation.SIGN, sign);
    keySeconds.put(
        Operation.VERIFY,
        seconds(() -> scheme.verify(jca, certificate.publicKey(), attributes, signature)));
    double wrap;
    double unwrap;
    if (certificate.publicKey() instanceof ECPublicKey ec) {
      KeyPair ephemeral = jca.ephemeral(ec, random);
      unwrap = seconds(() -> jca.agree("ECDH", secret, ephemeral.getPublic()));
      wrap = unwrap + seconds(() -> jca.ephemeral(ec, random));
    } else {
      Cipher rsa =
          jca.cipher(
              "RSA/ECB/PKCS1Padding", Cipher.ENCRYPT_MODE, certificate.publicKey(), null, random);
      byte[] wrapped = rsa.doFinal(new byte[32]);
      wrap = seconds(() -> rsa.doFinal(new byte[32]));
      Cipher raw = jca.cipher("RSA/ECB/NoPadding", Cipher.DECRYPT_MODE, secret, null, null);
      unwrap = seconds(() -> raw.doFinal(wrapped));
    }
    for (Operation operation : Operation.values()) {
      switch (operation) {
        case ENCRYPT_CBC, ENCRYPT_GCM -> keySeconds.put(operation, wrap);
        case DECRYPT_CBC, DECRYPT_GCM -> keySeconds.put(operation, unwrap);
        case SIGN, VERIFY -> {} // above
      }
    }
  }

  private double cipher(Jca jca, ContentCipher kind, int direction, byte[] slice, byte[] room)
      throws GeneralSecurityException, IOException {
    byte[] key = new byte[kind.keyLength()];
    int[] left = new int[1];
    Cipher[] working = new Cipher[1];
    return seconds(() -> {
      if (left[0]-- == 0) { // a new one for each 100 MB
        left[0] = 1500;
        working[0] = kind.cipher(jca, direction, kind.key(key), kind.fresh(new SecureRandom()));
      }
      return working[0].update(slice, 0, slice.length, room, 0);
    })
        / SLICE;
  }

  private double seconds(Work work) throws GeneralSecurityException, IOException {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 4; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      long end = start + (long) (each / 4 * 1e9);
      int done = 0;
      do {
        for (int i = 0; i < 8; i++) {
          if (work.run() == null) {
            throw new IllegalStateException("bench: no result");
          }
        }
        done += 8;
      } while (THREADS.getCurrentThreadCpuTime() < end);
      best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / 1e9 / done);
    }
    return best;
  }
}
