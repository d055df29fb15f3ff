package org.signetmail.smime.internal.cms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningKey;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;

/** SLH-DSA with every parameter set (RFC 9814). */
@Tag("slow")
class SlhDsaTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Jca JCA = new Jca(Primitives.platform());

  /** Sizes: FIPS 205 table 2. */
  @ParameterizedTest
  @CsvSource({
    "slh-dsa-sha2-128s, SLH-DSA-SHA2-128s, sha-256, 7856",
    "slh-dsa-sha2-128f, SLH-DSA-SHA2-128f, sha-256, 17088",
    "slh-dsa-sha2-192s, SLH-DSA-SHA2-192s, sha-512, 16224",
    "slh-dsa-sha2-192f, SLH-DSA-SHA2-192f, sha-512, 35664",
    "slh-dsa-sha2-256s, SLH-DSA-SHA2-256s, sha-512, 29792",
    "slh-dsa-sha2-256f, SLH-DSA-SHA2-256f, sha-512, 49856",
    "slh-dsa-shake-128s, SLH-DSA-SHAKE-128s, shake128, 7856",
    "slh-dsa-shake-128f, SLH-DSA-SHAKE-128f, shake128, 17088",
    "slh-dsa-shake-192s, SLH-DSA-SHAKE-192s, shake256, 16224",
    "slh-dsa-shake-192f, SLH-DSA-SHAKE-192f, shake256, 35664",
    "slh-dsa-shake-256s, SLH-DSA-SHAKE-256s, shake256, 29792",
    "slh-dsa-shake-256f, SLH-DSA-SHAKE-256f, shake256, 49856",
  })
  void eachParameterSetSignsWithTheDigestThatFitsIt(
      String word, String name, String digest, int size) throws Exception {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.ofWord(word).orElseThrow(), RANDOM);
    SignatureScheme scheme =
        SignatureScheme.making(key.publicKey(), CryptoProfile.of(CryptoProfile.Name.AUTO))
            .orElseThrow();
    assertEquals(name, scheme.name());
    assertEquals(digest, scheme.digest().word());
    byte[] data = {1, 2, 3};
    byte[] signature = scheme.sign(JCA, key.privateKey(SecretAccess.TOKEN), RANDOM, data);
    assertEquals(size, signature.length);
    SignatureScheme read =
        SignatureScheme.reading(
            Der.of(scheme.digestIdentifier()), Der.of(scheme.signatureIdentifier()));
    assertEquals(scheme.family(), read.family());
    assertTrue(read.verify(JCA, key.publicKey(), data, signature));
    signature[size / 2] ^= 1;
    assertFalse(read.verify(JCA, key.publicKey(), data, signature));
  }

  @Test
  void parametersAndThePreHashFormAreRefused() throws Exception {
    Der digest = Der.of(Asn1.algorithm(Digests.SHA_256.oid()));
    String pure = KeyAlgorithm.SLH_DSA_SHA2_128F.oid();
    assertThrows(
        Asn1Exception.class,
        () -> SignatureScheme.reading(digest, Der.of(Asn1.algorithm(pure, Asn1.nul()))));
    Der hashed = Der.of(Asn1.algorithm("2.16.840.1.101.3.4.3.36"));
    assertThrows(Asn1Exception.class, () -> SignatureScheme.reading(digest, hashed));
  }
}
