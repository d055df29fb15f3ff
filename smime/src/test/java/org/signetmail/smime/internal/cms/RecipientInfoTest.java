package org.signetmail.smime.internal.cms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;

/** The kinds of RecipientInfo (RFC 5652 §6.2), and what is told of those that are not opened. */
class RecipientInfoTest {
  private static final byte[] VERSION = Asn1.integer(3);
  private static final byte[] SOMEBODY = Asn1.sequence(Asn1.sequence(), Asn1.integer(7));
  private static final byte[] WRAP = Asn1.algorithm(Oids.AES128_WRAP);
  private static final byte[] KEY = {1, 2, 3};
  private static final byte[] UKM = {4, 5};
  private static final byte[] POINT = {6, 7, 8};

  private static List<RecipientInfo> of(byte[] info) throws Asn1Exception {
    return RecipientInfo.of(Der.of(info));
  }

  private static void assertOther(String method, byte[] info) throws Asn1Exception {
    assertEquals(List.of(new RecipientInfo.Other(method)), of(info));
  }

  private static byte[] keys() {
    return Asn1.sequence(Asn1.sequence(SOMEBODY, Asn1.octets(KEY)));
  }

  private static byte[] ephemeral() {
    byte[] key = Asn1.context(1, Asn1.algorithm(Oids.EC_PUBLIC_KEY), Asn1.bits(POINT));
    return Asn1.context(0, key);
  }

  private static byte[] agreement(String oid) {
    return Asn1.context(1, VERSION, ephemeral(), Asn1.algorithm(oid, WRAP), keys());
  }

  @Test
  void aKindThatIsNotOpenedIsOneOfWhichNothingIsUsed() throws Asn1Exception {
    assertOther("shared-key", Asn1.context(2, VERSION));
    assertOther("unknown", Asn1.context(5, VERSION));
    assertOther("unknown", Asn1.context(4, Asn1.oid("1.2.3.4"), Asn1.sequence()));
    assertOther("unknown", Asn1.context(4, Asn1.oid(Oids.ORI_KEM)));
    assertOther("password", Asn1.context(3, VERSION));
  }

  @ParameterizedTest
  @CsvSource({
    "1.3.133.16.840.63.0.2, ecdh",
    "1.3.132.1.11.1, ecdh",
    "1.2.840.113549.1.9.16.3.19, ecdh-hkdf",
    "1.2.3.4, 1.2.3.4"
  })
  void aKeyThatIsAgreedOnIsOneForEachRecipient(String oid, String method) throws Asn1Exception {
    RecipientInfo.Agreement one =
        assertInstanceOf(RecipientInfo.Agreement.class, of(agreement(oid)).getFirst());
    assertEquals(method, one.method());
    assertArrayEquals(POINT, one.originator());
    assertArrayEquals(KEY, one.encryptedKey());
    assertArrayEquals(new byte[0], one.ukm());
    assertArrayEquals(WRAP, one.wrap().encoded());
  }

  @Test
  void keyMaterialOfTheSenderIsOptional() throws Asn1Exception {
    byte[] ukm = Asn1.context(1, Asn1.octets(UKM));
    byte[] way = Asn1.algorithm(Oids.ECDH_SHA256, WRAP);
    byte[] info = Asn1.context(1, VERSION, ephemeral(), ukm, way, keys());
    RecipientInfo.Agreement one = (RecipientInfo.Agreement) of(info).getFirst();
    assertArrayEquals(UKM, one.ukm());
    assertArrayEquals(KEY, one.encryptedKey());
  }

  @Test
  void aSenderWithALongLivedKeyIsNotAgreedWith() throws Asn1Exception { // RFC 5753 §3
    byte[] way = Asn1.algorithm(Oids.ECDH_SHA256, WRAP);
    assertOther("static-ecdh", Asn1.context(1, VERSION, Asn1.context(0, SOMEBODY), way, keys()));
    assertOther("static-ecdh", Asn1.context(1, VERSION, Asn1.context(0), way, keys()));
    byte[] wrapless = Asn1.algorithm(Oids.ECDH_SHA256);
    assertOther("static-ecdh", Asn1.context(1, VERSION, ephemeral(), wrapless, keys()));
  }

  @Test
  void aRecipientWithTooFewPartsIsMalformed() {
    byte[] ukm = Asn1.context(1, Asn1.octets(UKM));
    byte[] way = Asn1.algorithm(Oids.ECDH_SHA256, WRAP);
    for (List<byte[]> parts :
        List.of(
            List.<byte[]>of(),
            List.of(VERSION),
            List.of(VERSION, ephemeral()),
            List.of(VERSION, ephemeral(), way),
            List.of(VERSION, ephemeral(), ukm, way))) {
      byte[] info = Asn1.context(1, parts.toArray(byte[][]::new));
      assertThrows(Asn1Exception.class, () -> of(info));
    }
  }

  private static List<byte[]> encapsulation(byte[]... ukm) {
    List<byte[]> parts =
        new ArrayList<>(
            List.of(
                Asn1.integer(0),
                SOMEBODY,
                Asn1.algorithm(Oids.KEM_RSA),
                Asn1.octets(POINT),
                Asn1.algorithm(Oids.HKDF_SHA256),
                Asn1.integer(16)));
    parts.addAll(Arrays.asList(ukm));
    parts.addAll(List.of(WRAP, Asn1.octets(KEY)));
    return parts;
  }

  private static byte[] kem(List<byte[]> parts) {
    byte[] kem = Asn1.sequence(parts.toArray(byte[][]::new));
    return Asn1.context(4, Asn1.oid(Oids.ORI_KEM), kem);
  }

  @Test
  void anEncapsulatedKeyIsReadWithAndWithoutKeyMaterialOfTheSender() throws Asn1Exception {
    byte[] ukm = Asn1.context(0, Asn1.octets(UKM)); // RFC 9629 §3
    for (List<byte[]> parts : List.of(encapsulation(), encapsulation(ukm))) {
      RecipientInfo.Encapsulation one =
          assertInstanceOf(RecipientInfo.Encapsulation.class, of(kem(parts)).getFirst());
      assertEquals("rsa-kem", one.method());
      assertEquals(16, one.kekLength());
      assertArrayEquals(POINT, one.ciphertext());
      assertArrayEquals(KEY, one.encryptedKey());
      assertArrayEquals(WRAP, one.wrap().encoded());
      assertArrayEquals(parts.size() == 9 ? UKM : new byte[0], one.ukm());
    }
    List<byte[]> short_ = encapsulation(ukm);
    assertThrows(Asn1Exception.class, () -> of(kem(short_.subList(0, 8))));
    assertThrows(Asn1Exception.class, () -> of(kem(encapsulation().subList(0, 7))));
  }

  @Test
  void aTransportedKeyNamesItsAlgorithm() throws Asn1Exception {
    for (String oid : List.of(Oids.RSA, Oids.RSA_OAEP, "1.2.3.4")) {
      byte[] info = Asn1.sequence(VERSION, SOMEBODY, Asn1.algorithm(oid), Asn1.octets(KEY));
      String method =
          switch (oid) {
            case Oids.RSA -> "rsa-pkcs1";
            case Oids.RSA_OAEP -> "rsa-oaep";
            default -> oid;
          };
      assertEquals(method, ((RecipientInfo.Transport) of(info).getFirst()).method());
    }
  }
}
