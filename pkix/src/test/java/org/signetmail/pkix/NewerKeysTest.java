package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.params.SLHDSAParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.Purpose;

/** SLH-DSA (RFC 9909) and composite ML-KEM keys: made, certified, kept in files and read again. */
class NewerKeysTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final char[] PASSWORD = "swordfish".toCharArray();

  @ParameterizedTest
  @EnumSource(value = KeyAlgorithm.class, names = "SLH_DSA_.*", mode = Mode.MATCH_ALL)
  void slhDsaKeysAreReadAgainAndSignCertificates(KeyAlgorithm algorithm) throws Exception {
    SigningKey key = KeyPairs.signing(algorithm, RANDOM);
    assertEquals(Optional.of(algorithm), KeyAlgorithm.of(key.publicKey()));
    SigningKey read = KeyFile.readKey(KeyFile.writeKey(key, PASSWORD), PASSWORD, "key.pem");
    assertEquals(key.id(), read.id());
    SLHDSAParameters parameters =
        ((org.bouncycastle.crypto.params.SLHDSAPublicKeyParameters)
                PublicKeyFactory.createKey(key.publicKey().getEncoded()))
            .getParameters();
    assertEquals(algorithm.word(), "slh-dsa-" + parameters.getName());
    if (!algorithm.name().endsWith("128F")) {
      return; // the others sign for seconds; the fastest show the rest
    }
    Certificate root =
        CertificateSigner.selfSign(Pki.authority(Kind.ISSUING, "Root", key.publicKey()), key);
    assertEquals(key.id(), root.keyId());
    CertificateSigner signer = new CertificateSigner(new SigningIdentity(key, List.of(root)));
    Certificate person = Pki.signed(signer, Pki.person(Kind.PERSON_SIGNING, key.publicKey()));
    assertInstanceOf(
        Outcome.Valid.class,
        PathValidator.validate(person, Purpose.ANY, person.notBefore(), trusting(root)));
    SigningKey other = KeyPairs.signing(algorithm, RANDOM);
    Certificate namesake =
        CertificateSigner.selfSign(Pki.authority(Kind.ISSUING, "Root", other.publicKey()), other);
    assertFalse(
        PathValidator.validate(person, Purpose.ANY, person.notBefore(), trusting(namesake))
            instanceof Outcome.Valid);
  }

  private static Context trusting(Certificate root) {
    return new Context(
        List.of(root),
        List.of(),
        RevocationEvidence.NONE,
        RevocationChecking.OFF,
        PathValidator.PolicyInputs.ANY);
  }

  @ParameterizedTest
  @EnumSource(value = KeyAlgorithm.class, names = "MLKEM.*", mode = Mode.MATCH_ALL)
  void compositeKeysAreReadAgain(KeyAlgorithm algorithm) throws IOException {
    EncryptionKey key = KeyPairs.encryption(algorithm, RANDOM);
    assertEquals(Optional.of(algorithm), KeyAlgorithm.of(key.publicKey()));
    byte[] pkcs8 = KeyPairs.pkcs8(key, SecretAccess.TOKEN);
    EncryptionKey read = KeyPairs.encryptionFromPkcs8(pkcs8, key.publicKey().getEncoded());
    assertEquals(key.id(), read.id());
    assertArrayEquals(pkcs8, KeyPairs.pkcs8(read, SecretAccess.TOKEN));
    EncryptionKey other = KeyPairs.encryption(algorithm, RANDOM);
    assertThrows(
        IOException.class,
        () -> KeyPairs.encryptionFromPkcs8(pkcs8, other.publicKey().getEncoded()));
  }

  @Test
  void halvesOfTwoCompositesAreNoKey() {
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.MLKEM768_X25519, RANDOM);
    byte[] pkcs8 = KeyPairs.pkcs8(key, SecretAccess.TOKEN);
    pkcs8[pkcs8.length - 1] ^= 0x40; // of the classical half, beneath what X25519 clears
    pkcs8[pkcs8.length - 2] ^= 1;
    assertThrows(
        IOException.class, () -> KeyPairs.encryptionFromPkcs8(pkcs8, key.publicKey().getEncoded()));
    byte[] shortened = key.publicKey().getEncoded();
    shortened[shortened.length - 1] ^= 1;
    assertThrows(IOException.class, () -> KeyPairs.encryptionFromPkcs8(pkcs8, shortened));
  }
}
