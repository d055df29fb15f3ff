package org.signetmail.smime.internal.cms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.smime.Primitives;

/** AES-GCM in pieces is AES-GCM. */
class ContentEncrypterTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Jca JCA = new Jca(Primitives.platform());

  @ParameterizedTest
  @CsvSource({
    "16, 0, 7",
    "16, 16, 16",
    "16, 17, 5",
    "4096, 4095, 64",
    "4096, 4096, 64",
    "4096, 4097, 64",
    "4096, 100000, 1000",
    "4096, 98304, 4096",
    "1024, 70001, 65536"
  })
  void inPiecesAsInOne(long piece, int length, int slice) throws GeneralSecurityException {
    for (ContentCipher kind :
        new ContentCipher[] {
          ContentCipher.AES128_GCM, ContentCipher.AES256_GCM, ContentCipher.CHACHA20_POLY1305
        }) {
      for (int attributes : new int[] {0, 1, 16, 35}) {
        byte[] key = random(kind.keyLength());
        ContentCipher.Parameters parameters = kind.fresh(RANDOM);
        byte[] authenticated = random(attributes);
        byte[] plain = random(length);
        SecretKey secret = kind.key(key);
        Cipher whole = kind.cipher(JCA, Cipher.ENCRYPT_MODE, secret, parameters);
        whole.updateAAD(authenticated);
        ContentEncrypter inPieces = new ContentEncrypter(kind, JCA, secret, parameters, piece);
        inPieces.updateAttributes(authenticated);
        assertArrayEquals(whole.doFinal(plain), encrypted(inPieces, plain, slice), kind.word());
      }
    }
  }

  private static byte[] encrypted(ContentEncrypter encrypter, byte[] plain, int slice)
      throws GeneralSecurityException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] in = new byte[slice];
    byte[] out = new byte[slice + 64];
    for (int at = 0; at < plain.length; at += slice) {
      int n = Math.min(slice, plain.length - at);
      System.arraycopy(plain, at, in, 0, n);
      all.write(out, 0, encrypter.update(in, 0, n, out));
    }
    all.writeBytes(encrypter.doFinal());
    return all.toByteArray();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
