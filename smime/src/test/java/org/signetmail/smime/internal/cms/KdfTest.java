package org.signetmail.smime.internal.cms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.bouncycastle.crypto.DerivationFunction;
import org.bouncycastle.crypto.DerivationParameters;
import org.bouncycastle.crypto.agreement.kdf.ConcatenationKDFGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.generators.KDF2BytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KDFParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/** Key derivation as another implementation does it, Bouncy Castle's, for keys of any length. */
class KdfTest {
  private static final Jca JCA = new Jca(Primitives.platform());
  private static final byte[] SECRET = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final byte[] INFO = {9, 10, 11};
  private static final byte[] SALT = {12, 13};

  private static byte[] theirs(DerivationFunction function, DerivationParameters given, int n) {
    byte[] out = new byte[n];
    function.init(given);
    function.generateBytes(out, 0, n);
    return out;
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 24, 31, 32, 33, 64, 100})
  void keysAreDerivedAsOthersDeriveThem(int length) {
    assertArrayEquals( // KDF2 is what ANS X9.63 has
        theirs(new KDF2BytesGenerator(new SHA256Digest()), new KDFParameters(SECRET, INFO), length),
        Kdf.x963(JCA, Digests.SHA_256, SECRET, INFO, length));
    assertArrayEquals( // KDF3 counts first, as NIST's does
        theirs(
            new ConcatenationKDFGenerator(new SHA256Digest()),
            new KDFParameters(SECRET, INFO),
            length),
        Kdf.kdf3(JCA, Digests.SHA_256, SECRET, INFO, length));
    for (byte[] salt : new byte[][] {SALT, {}}) {
      assertArrayEquals(
          theirs(
              new HKDFBytesGenerator(new SHA256Digest()),
              new HKDFParameters(SECRET, salt.length == 0 ? null : salt, INFO),
              length),
          Kdf.hkdf(JCA, Digests.SHA_256, salt, SECRET, INFO, length));
    }
  }

  /** RFC 5753 §7.2: the length is in bits, in four octets. */
  @ParameterizedTest
  @CsvSource({"16, 00000080", "24, 000000c0", "32, 00000100"})
  void theKeyThatIsAgreedOnIsBoundToWhatItIsFor(int length, String bits) {
    byte[] wrap = AesWrap.identifier(length);
    String end = "a2060404" + bits;
    assertEquals(
        HexFormat.of().formatHex(wrap) + end,
        HexFormat.of().formatHex(Kdf.sharedInfo(wrap, new byte[0], length)).substring(4));
    assertEquals(
        HexFormat.of().formatHex(wrap) + "a00404020c0d" + end,
        HexFormat.of().formatHex(Kdf.sharedInfo(wrap, SALT, length)).substring(4));
  }

  @ParameterizedTest
  @CsvSource({
    "16, " + Oids.AES128_WRAP,
    "24, " + Oids.AES192_WRAP,
    "32, " + Oids.AES256_WRAP,
  })
  void theWrapIsAsStrongAsItsKey(int length, String oid) {
    assertArrayEquals(Asn1.algorithm(oid), AesWrap.identifier(length));
  }
}
