package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner.Form;

/** The native provider and the platform's own come to the same results. */
@Tag("slow")
class PrimitivesTest {
  private static final People PEOPLE = new People();
  private static final Primitives NATIVE = Primitives.fastest();

  @Test
  void theNativeProviderIsUsedWhereTheWholeSuiteIsToRunWithIt() {
    boolean asked = "native".equals(System.getProperty("signet.primitives"));
    assertEquals(asked, Primitives.standard().nativeKeys().isPresent());
  }

  @Test
  void itSaysWhatIsInUse() {
    assertEquals(
        "Java " + Runtime.version().feature() + " alone", Primitives.platform().toString());
    requireNative();
    assertTrue(NATIVE.toString().startsWith("AmazonCorrettoCryptoProvider 2."), NATIVE.toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_2048", "RSA_3072", "P_256", "P_384", "P_521", "ED25519", "ML_DSA_65"})
  void whatOneSignsTheOtherVerifies(KeyAlgorithm algorithm) throws IOException {
    requireNative();
    SigningIdentity alice = PEOPLE.signer("alice", algorithm);
    for (Primitives maker : List.of(NATIVE, Primitives.platform())) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Mail.signer(alice, Form.MULTIPART_SIGNED)
          .using(maker)
          .sign(Mail.octets(Mail.PLAIN), People.NOW, People.RANDOM, out);
      try (Reading reading = read(out.toByteArray(), other(maker))) {
        assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.toString());
      }
      byte[] changed = out.toByteArray();
      int digit = out.toString(java.nio.charset.StandardCharsets.UTF_8).indexOf("swordfish");
      changed[digit] ^= 1;
      try (Reading reading = read(changed, other(maker))) {
        assertInstanceOf(Verdict.Failed.class, reading.verdict(), reading.toString());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_2048", "RSA_3072", "P_256", "P_384", "P_521", "X25519", "ML_KEM_768"})
  void whatOneEncryptsTheOtherOpens(KeyAlgorithm algorithm) throws IOException {
    requireNative();
    DecryptionIdentity bob = PEOPLE.reader("bob", algorithm);
    for (Primitives maker : List.of(NATIVE, Primitives.platform())) {
      for (CryptoProfile.Name profile :
          List.of(CryptoProfile.Name.COMPATIBLE, CryptoProfile.Name.MODERN)) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Mail.encrypter(profile, bob.certificate())
            .using(maker)
            .encrypt(Mail.octets(Mail.PLAIN), People.RANDOM, out);
        try (Reading reading = read(out.toByteArray(), other(maker), bob)) {
          assertTrue(
              Mail.text(reading.content().orElseThrow()).contains("swordfish"), reading.toString());
        }
      }
    }
  }

  @Test
  void aKeyIsTakenOverOnce() throws Exception {
    requireNative();
    var keys = NATIVE.nativeKeys().orElseThrow();
    var alice = PEOPLE.signer("alice", KeyAlgorithm.P_256);
    var key = alice.key().privateKey(org.signetmail.pkix.SecretAccess.TOKEN);
    var first = keys.of(key);
    assertNotEquals(key.getClass(), first.getClass());
    assertSame(first, keys.of(key));
  }

  private static Primitives other(Primitives one) {
    return one == NATIVE ? Primitives.platform() : NATIVE;
  }

  private static Reading read(byte[] message, Primitives by, DecryptionIdentity... keys)
      throws IOException {
    return new MessageReader(
            List.of(keys), PEOPLE.trust(), Spool.standard(), MessageReader.Options.standard())
        .using(by)
        .read(Octets.of(message), People.NOW);
  }

  private static void requireNative() {
    assumeTrue(
        NATIVE.nativeKeys().isPresent(), "the native provider does not load on this machine");
  }
}
