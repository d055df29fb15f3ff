package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smime.Forgery.bytes;

import java.io.IOException;
import java.security.spec.MGF1ParameterSpec;
import java.util.List;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;

/** By which way a key may come, and that none but the right one opens. */
class OpenerTest {
  private static final People PEOPLE = new People();
  private static final DecryptionIdentity BOB = PEOPLE.reader("bob", KeyAlgorithm.RSA_2048);
  private static final DecryptionIdentity CAROL = PEOPLE.reader("carol", KeyAlgorithm.P_256);
  private static final byte[] ZEROS = new byte[32];

  private static Envelope envelope() {
    return new Envelope(BOB.certificate(), "Content-Type: text/plain\r\n\r\nswordfish\r\n");
  }

  private static Finding refusal(CryptoProfile.Name profile, byte[] cms) throws IOException {
    MessageReader.Options options =
        new MessageReader.Options(CryptoProfile.of(profile), Budget.STANDARD);
    try (Reading reading =
        new MessageReader(List.of(BOB), PEOPLE.trust(), Spool.standard(), options)
            .read(Foreign.message("alice@example.test", cms), People.NOW)) {
      assertTrue(reading.content().isEmpty(), reading::toString);
      return reading.findings().getFirst();
    }
  }

  /** The word of the opening. */
  private static String opening(byte[] cms) throws IOException {
    try (Reading reading = Mail.read(Foreign.message("alice@example.test", cms), PEOPLE, BOB)) {
      return Foreign.outcome(reading);
    }
  }

  @Test
  void aWayOfTheKeyThatTheProfileDoesNotTakeIsRefusedByName() throws IOException {
    Finding refused = refusal(CryptoProfile.Name.FIPS, envelope().authenticated());
    assertEquals(MessageFinding.KEY_METHOD, refused.code());
    assertTrue(refused.detail().contains("rsa-pkcs1"), refused::line);
  }

  /** RFC 9709: the cipher stands in the parameters of what derives its key. */
  @Test
  void aDerivedKeyIsRefusedWhereTheProfileHasNoDerivation() throws IOException {
    byte[] cipher = Asn1.algorithm(Oids.AES256_CBC, Asn1.octets(new byte[16]));
    byte[] cms = envelope().enveloped(Asn1.algorithm(Oids.CEK_HKDF_SHA256, cipher));
    Finding refused = refusal(CryptoProfile.Name.FIPS, cms);
    assertEquals(MessageFinding.CONTENT_ALGORITHM, refused.code());
    assertTrue(refused.detail().contains("derives its key"), refused::line);
    assertEquals(MessageFinding.OPENING_FAILED, refusal(CryptoProfile.Name.AUTO, cms).code());
  }

  @Test
  void whoHasNoKeyIsToldThatNoPasswordHelps() throws IOException {
    String message =
        Mail.encrypted(
            Mail.PLAIN, CryptoProfile.Name.MODERN, BOB.certificate(), CAROL.certificate());
    try (Reading reading = Mail.read(message, PEOPLE)) {
      String detail = reading.findings().getFirst().detail();
      assertTrue(detail.contains("2 recipients,"), detail);
      assertTrue(detail.endsWith("none of them with a key given here"), detail);
    }
  }

  private static byte[] parameters(byte[]... fields) {
    return Asn1.sequence(fields);
  }

  private static byte[] hash(String oid) {
    return Asn1.context(0, Asn1.algorithm(oid));
  }

  private static byte[] mask(String oid) {
    return Asn1.context(1, Asn1.algorithm(Oids.MGF1, Asn1.algorithm(oid)));
  }

  private static byte[] label(String text) {
    return Asn1.context(2, Asn1.algorithm(Oids.P_SPECIFIED, Asn1.octets(bytes(text))));
  }

  private static OAEPParameterSpec spec(String hash, String mask, String label) {
    return new OAEPParameterSpec(
        hash, "MGF1", new MGF1ParameterSpec(mask), new PSource.PSpecified(bytes(label)));
  }

  /** RFC 4055 §4.1: each has a default, and none is told by another. */
  @Test
  void digestMaskAndLabelOfOaepAreThoseStated() throws IOException {
    OAEPParameterSpec defaults = spec("SHA-1", "SHA-1", "");
    assertEquals(
        "opened unsigned", opening(envelope().oaep(new byte[0], defaults).authenticated()));
    assertEquals(
        "opened unsigned", opening(envelope().oaep(parameters(), defaults).authenticated()));
    OAEPParameterSpec stated = spec("SHA-512", "SHA-256", "to Bob");
    byte[] all = parameters(hash(Oids.SHA512), mask(Oids.SHA256), label("to Bob"));
    assertEquals("opened unsigned", opening(envelope().oaep(all, stated).authenticated()));
    List<byte[]> others =
        List.of(
            parameters(hash(Oids.SHA256), mask(Oids.SHA256), label("to Bob")),
            parameters(hash(Oids.SHA512), mask(Oids.SHA512), label("to Bob")),
            parameters(hash(Oids.SHA512), mask(Oids.SHA256), label("to Eve")),
            parameters(hash("1.2.3.4"), mask(Oids.SHA256), label("to Bob")),
            parameters(
                hash(Oids.SHA512),
                mask(Oids.SHA256),
                label("to Bob"),
                Asn1.context(3, Asn1.nul())));
    for (byte[] other : others) {
      assertEquals(
          "refused unsigned encryption.failed",
          opening(envelope().oaep(other, stated).authenticated()));
    }
  }

  /** Else whoever breaks the key knows the one that is used in its place. */
  @Test
  void aKeyMadeUpInPlaceOfOneThatDoesNotOpenIsNotKnownBefore() throws IOException {
    OAEPParameterSpec defaults = spec("SHA-1", "SHA-1", "");
    Envelope oaep = envelope().keyed(ZEROS).oaep(parameters(), defaults);
    assertEquals("opened unsigned", opening(oaep.authenticated()));
    assertEquals("refused unsigned encryption.failed", opening(oaep.breakingKey().authenticated()));
    Envelope pkcs1 = envelope().keyed(ZEROS).breakingKey();
    assertEquals("refused unsigned encryption.failed", opening(pkcs1.authenticated()));
  }
}
