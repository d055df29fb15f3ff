package org.signetmail.smime.internal.cms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.Spool;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/** The examples that the standards print. */
class PublishedExamplesTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Jca JCA = new Jca(Primitives.platform());

  /** RFC 9690 appendix D. */
  private static final String BOB =
      """
      MIIG5AIBAAKCAYEA3ocW14cxncPJ47fnEjBZAyfC2lqapL3ET4jvV6C7gGeVrRQxWPDwl+cFYBBR2ej3j3/0ecDm
      u+XuVi2+s5JHKeeza+itfuhsz3yifgeEpeK8T+SusHhn20/NBLhYKbh3kiAcCgQ56dpDrDvDcLqqvS3jg/VO+OPn
      ZbofoHOOevt8Q/roahJe1PlIyQ4udWB8zZezJ4mLLfbOA9YVaYXx2AHHZJevo3nmRnlgJXo6mE00E/6qkhjDHKSM
      dl2WG6mO9TCDZc9qY3cAJDU6Ir0vSH7qUl8/vN13y4UOFkn8hM4kmZ6bJqbZt5NbjHtY4uQ0VMW3RyESzhrO02mr
      p39auLNnH3EXdXaV1tk75H3qC7zJaeGWMJyQfOE3YfEGRKn8fxubji716D8UecAxAzFyFL6m1JiOyV5acAiOpxN1
      4qRYZdHnXOM9DqGIGpoeY1UuD4Mo05osOqOUpBJHA9fSwhSZG7VNf+vgNWTLNYSYLI04KiMdulnvU6ds+QPz+KKt
      AgMBAAECggGATFfkSkUjjJCjLvDk4aScpSx6+Rakf2hrdS3xjwqhyUfAXgTTeUQQBs1HVtHCgxQd+qlXYn3/qu8T
      eZVwG4NPztyi/Z5yB1wOGJEV3k8N/ytul6pJFFn6p48VM01bUdTrkMJbXERe6g/rr6dBQeeItCaOK7N5SIJH3Oqh
      9xYuB5tH4rquCdYLmt17Tx8CaVqU9qPY3vOdQEOwIjjMV8uQUR8rHSO9KkSj8AGsLq9kcuPpvgJc2oqMRcNePS2W
      Vh8xPFktRLLRazgLP8STHAtjT6SlJ2UzkUqfDHGKq/BoXxBDu6L1VDwdnIS5HXtL54ElcXWsoOyKF8/ilmhRUIUW
      RZFmlS1ok8IC5IgXUdL9rJVZFTRLyAwmcCEvRM1asbBrhyEyshSOuN5nHJi2WVJ+wSHijeKl1qeLlpMkHrdIYBq4
      Nz7/zXmiQphpAy+yQeanhP8O4O6C8e7RwKdpxe44su4Z8fEgA5yQx0u78yR1EhGKydX5bhBLR5Cm1VM7rT2BAoHB
      AP/+e5gZLNf/ECtEBZjeiJ0VshszOoUqhaUQPA+9Bx9pytsoKm5oQhB7QDaxAvrn8/FUW2aAkaXsaj9F+/q30AYS
      QtExai9JfdKKook3oimN8/yNRsKmhfjGOj8hd4+GjX0qoMSBCEVdT+bAjjry8wgQrqReuZnuoXU85dmb3jvv0uIc
      zIKvTIeyjXE5afjQIJLmZFXsBm09BG87Ia5EFUKly96BOMJh/QWEzuYYXDqOFfzQtkAefXNFW21Kz4Hw2QKBwQDe
      iGh4lxCGTjECvG7fauMGlu+qDSdYyMHif6t6mx57eS16EjvOrlXKItYhIyzW8Kw0rf/CSB2j8ig1GkMLTOgrGIJ1
      0322o50FOr5oOmZPueeR4pOyAP0fgQ8DD1L3JBpY68/8MhYbsizVrR+Ar4jM0f96W2bF5Xj3h+fQTDMkx6VrCCQ6
      miRmBUzH+ZPs5n/lYOzAYrqiKOanaiHy4mjRvlsymjZ6z5CG8sISqcLQ/k3Qli5pOY/v0rdBjgwAW/UCgcEAqGVY
      GjKdXCzuDvf9EpV4mpTWB6yIV2ckaPOn/tZi5BgsmEPwvZYZt0vMbu28Px7sSpkqUuBKbzJ4pcy8uC3ISuYiTAhM
      iHS4rxIBX3BYXSuDD2RD4vG1+XM0h6jVRHXHh0nOXdVfgnmigPGz3jVJB8oph/jD8O2YCk4YCTDOXPEi8Rjusxzr
      o+whvRR+kG0gsGGcKSVNCPj1fNISEte4gJId7O1mUAAzeDjn/VaS/PXQovEMolssPPKn9NocbKbpAoHBAJnFHJun
      l22W/lrrppmPnIzjI30YVcYOA5vlqLKyGaAsnfYqP1WUNgfVhq2jRsrHx9cnHQI9Hu442PvIx+c5H30YFJ4ipE3e
      RRRmAUi4ghY5WgD+1hw8fqyUW7E7l5LbSbGEUVXtrkU5G64TUR91LEyMF8OPATdiV/KD4PWYkgaqRm3tVEuCVACD
      TQkqNsOOi3YPQcm270w6gxfQSOEy/kdhCFexJFA8uZvmh6Cp2crczxyBilR/yCxqKOONqlFdOQKBwFbJk5eHPjJz
      AYueKMQESPGYCrwIqxgZGCxaqeVArHvKsEDx5whI6JWoFYVkFA8F0MyhukoEb/2x2qB5T88Dg3EbqjTiLg3qxrWJ
      2OxtUo8pBP2I2wbl2NOwzcbrlYhzEZ8bJyxZu5i1sYILC8PJ4Qzw6jS4Qpm4y1WHz8e/ElW6VyfmljZYA7f9WMnt
      dfeQVqCVzNTvKn6fhg6GSpJTzp4LV3ougi9nQuWXZF2wInsXkLYpsiMbL6Fz34RwohJtYA==
      """;

  private static final String MESSAGE =
      """
      MIICXAYJKoZIhvcNAQcDoIICTTCCAkkCAQMxggIEpIICAAYLKoZIhvcNAQkQDQMwggHvAgEAgBSe62fJuVp01E0v
      FjlmgOgBtcuknDAJBgcogYxxAgIEBIIBgMBx/Cc6+Oe9sVLga/czEDYQdBVKQ6vPPJPBNJnSBlNEPu2e9dPAaF5K
      p2poVIFbuXaR/5+NrBXup9dPRSvzUKZGFj1oKI6XjL96cwie5ScS+aT0ngas57vIWrFNTjNsl8VyiiZUE4x7JuiD
      XGsKn77SZJXE6t90Wikzvig/aoixZpX8BmZoc8+202cY7zN2zvwQDDlB88SUlEB4MlgHpVkYa5XMq/NxTPr3n4O9
      MFN/3ZrtWkzcvYvQSG+u1z6dSGswh9bIBlRrbiZxV1yYRh5EH2VUK9ld4m0PU6ZOeEjXMdlgjQU+jTRVRmAthiNv
      /jcEyYrVkUTzCJ5ebVJ7VJe6EDx51i6A0CNUELBvcafZvRw4AA+RDWMS6i8go1V1Na0Bswk/tffuUHCA0Pd9SMnD
      s3lva33TeGCF+4lRI/BMofHBviLHR6jfrOMjcPsNVweD4n27fnT8qU7jlnb949ipVT2HgiRzbjfhkdq5U8fiKMB6
      1coxIkIcFN69ByqatjAbBgorgQUQhkgJLAECMA0GCWCGSAFlAwQCAQUAAgEQMAsGCWCGSAFlAwQBBQQYKHguXT15
      SnYWuGP7z8cZt48S3gjPKG4JMDwGCSqGSIb3DQEHATAdBglghkgBZQMEAQIEEEgMyv66vvrO263eyviId4GAEMbK
      Zdt73Xaw834vq2Jktm0=
      """;

  private static byte[] base64(String text) {
    return Base64.getMimeDecoder().decode(text);
  }

  private static KeyPair rsa() throws GeneralSecurityException {
    byte[] pkcs8 = // what is printed is the RSAPrivateKey alone
        Asn1.sequence(
            Asn1.integer(0), Asn1.algorithm(Oids.RSA, Asn1.nul()), Asn1.octets(base64(BOB)));
    PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key;
    PublicKey ours =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
    return new KeyPair(ours, key);
  }

  @Test
  void rsaKemOpensTheExampleOfItsStandard() throws Exception {
    KeyPair pair = rsa();
    PrivateKey key = pair.getPrivate();
    PublicKey ours = pair.getPublic();
    EnvelopeReader reader = ContentInfo.of(new ByteArrayInputStream(base64(MESSAGE))).envelope(10);
    RecipientInfo.Encapsulation info = (RecipientInfo.Encapsulation) reader.recipients().getFirst();
    assertEquals("rsa-kem", info.method());
    byte[] cek = new Kem(JCA).unwrap(info, key, ours);
    assertEquals("77f2a84640304be7bd42670a84a1258b", HEX.formatHex(cek));
    try (Octets content = reader.open(cek, JCA, Spool.standard())) {
      assertEquals("Hello, world!", new String(content.toByteArray(), StandardCharsets.US_ASCII));
    }
    byte[] beyond = info.ciphertext().clone();
    beyond[0] = (byte) 0xff;
    assertThrows(
        GeneralSecurityException.class, () -> RsaKem.decapsulate(JCA, key, ours, beyond, 16));
  }

  /** RFC 9629 §3, RFC 9690 appendix B.1. */
  @Test
  void anEncapsulatedKeyIsTakenInNoOtherWayThanStated() throws Exception {
    EnvelopeReader reader = ContentInfo.of(new ByteArrayInputStream(base64(MESSAGE))).envelope(10);
    RecipientInfo.Encapsulation info = (RecipientInfo.Encapsulation) reader.recipients().getFirst();
    Der kdf = info.kdf();
    byte[] sha1 = Asn1.algorithm(Oids.KDF3, Asn1.algorithm(Oids.SHA1));
    List<RecipientInfo.Encapsulation> others =
        List.of(
            changed(info, "1.2.3.4", kdf, 16),
            changed(info, info.kem(), kdf, 32),
            changed(info, info.kem(), Der.of(Asn1.algorithm("1.2.3.4")), 16),
            changed(info, info.kem(), Der.of(Asn1.algorithm(Oids.KDF3)), 16),
            changed(info, info.kem(), Der.of(sha1), 16),
            changed(info, info.kem(), Der.of(Asn1.algorithm(Oids.HKDF_SHA256)), 16));
    KeyPair pair = rsa();
    assertEquals(
        16,
        new Kem(JCA)
            .unwrap(changed(info, info.kem(), kdf, 16), pair.getPrivate(), pair.getPublic())
            .length);
    for (RecipientInfo.Encapsulation other : others) {
      assertThrows(
          GeneralSecurityException.class,
          () -> new Kem(JCA).unwrap(other, pair.getPrivate(), pair.getPublic()));
    }
  }

  private static RecipientInfo.Encapsulation changed(
      RecipientInfo.Encapsulation info, String kem, Der kdf, int length) {
    return new RecipientInfo.Encapsulation(
        info.recipient(),
        kem,
        info.ciphertext(),
        kdf,
        length,
        info.ukm(),
        info.wrap(),
        info.encryptedKey());
  }

  /** RFC 9709 appendix A. */
  @Test
  void theContentKeyIsDerivedAsItsStandardShows() {
    byte[] given = HEX.parseHex("c702e7d0a9e064b09ba55245fb733cf3");
    byte[] gcm = HEX.parseHex("301b0609608648016503040106300e040c5c79058ba2f43447639d29e2");
    ContentEncryption derived =
        new ContentEncryption(
            ContentCipher.AES128_GCM, ContentEncryption.KeyDerivation.HKDF_SHA256);
    assertEquals("2124ffb29fac4e0fbbc7d5d87492bff3", HEX.formatHex(derived.key(JCA, given, gcm)));
    byte[] cbc = HEX.parseHex("301d06096086480165030401020410651f722ffd512c52fe072e507d72b377");
    assertEquals("9cd102c52f1e19ece8729b35bfeceb50", HEX.formatHex(derived.key(JCA, given, cbc)));
    assertArrayEquals(given, ContentEncryption.of(ContentCipher.AES128_GCM).key(JCA, given, gcm));
  }
}
