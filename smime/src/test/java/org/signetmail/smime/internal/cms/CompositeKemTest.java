package org.signetmail.smime.internal.cms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KEM;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smime.Primitives;

/** Composite ML-KEM both ways with another implementation, Bouncy Castle's. */
class CompositeKemTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final BouncyCastleProvider BC = new BouncyCastleProvider();

  @BeforeAll
  static void register() {
    Security.addProvider(BC); // its composites ask for themselves by name
  }

  @AfterAll
  static void unregister() {
    Security.removeProvider(BC.getName());
  }

  @ParameterizedTest
  @EnumSource(value = KeyAlgorithm.class, names = "MLKEM.*", mode = Mode.MATCH_ALL)
  void bothComeToTheSameSecret(KeyAlgorithm algorithm) throws Exception {
    EncryptionKey ours = KeyPairs.encryption(algorithm, RANDOM);
    byte[] pkcs8 = KeyPairs.pkcs8(ours, SecretAccess.TOKEN);
    PublicKey theirPublic =
        KeyFactory.getInstance(algorithm.oid(), BC)
            .generatePublic(new X509EncodedKeySpec(ours.publicKey().getEncoded()));
    PrivateKey theirPrivate =
        KeyFactory.getInstance(algorithm.oid(), BC).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    KEM kem = KEM.getInstance(algorithm.oid(), BC);
    CompositeKem own = new CompositeKem(new Jca(Primitives.platform()), algorithm);
    PrivateKey secret = ours.privateKey(SecretAccess.TOKEN);

    KEM.Encapsulated theirs = kem.newEncapsulator(theirPublic).encapsulate();
    assertArrayEquals(
        theirs.key().getEncoded(),
        own.decapsulate(secret, ours.publicKey(), theirs.encapsulation()));

    Kem.Encapsulated made = own.encapsulate(ours.publicKey(), RANDOM);
    assertArrayEquals(
        made.secret(),
        kem.newDecapsulator(theirPrivate).decapsulate(made.ciphertext()).getEncoded());

    byte[] changed = made.ciphertext().clone();
    changed[0] ^= 1;
    assertFalse(
        Arrays.equals(made.secret(), own.decapsulate(secret, ours.publicKey(), changed)),
        "ML-KEM rejects without saying so");
    assertThrows(
        GeneralSecurityException.class,
        () -> own.decapsulate(secret, ours.publicKey(), Arrays.copyOf(changed, 1000)));
  }
}
