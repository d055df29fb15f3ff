package org.signetmail.ca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KnownWeakKeys;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningKey;

/** Keys with which something is wrong only because of other keys: at every door. */
class WeakKeysRefusedTest {
  private static final BigInteger F4 = BigInteger.valueOf(65_537);
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final Mailbox BOB = Mailbox.of("bob@example.test");

  private final Random random = new Random(7);
  private final Organization organization = new Organization();
  private final BigInteger shared = prime();

  @Test
  void aPrimeInCommonIsRefusedAtEveryDoorAndTheOtherIsNamed() throws Exception {
    Certificate alices = issued(shared.multiply(prime()), ALICE);
    BigInteger other = prime();
    RSAPublicKey weak = key(shared.multiply(other));

    Issuance encryption = encryption(organization.authority, weak, BOB);
    assertEquals(List.of("key.shared-prime"), Organization.codes(encryption));
    assertTrue(
        encryption.findings().getFirst().detail().contains(alices.serialHex()),
        encryption.findings()::toString);
    SigningKey pair = pair(shared, other);
    assertEquals(
        List.of("key.shared-prime"),
        Organization.codes(
            organization.authority.issueSigning(
                CertificationRequest.make(pair, "Bob", BOB), organization.subject("Bob"), BOB)));
    assertEquals(
        List.of("key.shared-prime"),
        Organization.codes(
            organization.authority.issueService(
                ServiceKind.ARCHIVE_SIGNING,
                weak,
                ServiceNames.of(organization.subject("Key Archive")))));
  }

  @Test
  void theSameKeyAgainAndOtherKeysAreNotRefused() throws Exception {
    RSAPublicKey key = key(shared.multiply(prime()));
    assertInstanceOf(Issuance.Issued.class, encryption(organization.authority, key, ALICE));
    assertInstanceOf(Issuance.Issued.class, encryption(organization.authority, key, ALICE));
    assertInstanceOf(
        Issuance.Issued.class,
        encryption(organization.authority, key(prime().multiply(prime())), BOB));
  }

  @Test
  void whatAnotherNodeIssuedSinceIsSeen() throws Exception {
    CertificationAuthority second =
        organization.authority(organization.random, organization.authority.settings());
    assertInstanceOf(
        Issuance.Issued.class, encryption(second, key(prime().multiply(prime())), BOB));
    issued(shared.multiply(prime()), ALICE);
    assertEquals(
        List.of("key.shared-prime"),
        Organization.codes(encryption(second, key(shared.multiply(prime())), BOB)));
  }

  @Test
  void everyBatchIsLookedAtWheneverItWasFilled() throws Exception {
    List<BigInteger> primes = new ArrayList<>();
    List<Certificate> issued = new ArrayList<>();
    SharedPrimes early = new SharedPrimes(organization.certificates, 2);
    for (int i = 0; i < 7; i++) {
      primes.add(prime());
      issued.add(issued(primes.getLast().multiply(prime()), ALICE));
      assertEquals(Optional.empty(), early.partner(prime().multiply(prime())));
    }
    SharedPrimes late = new SharedPrimes(organization.certificates, 2);
    for (int i = 0; i < 7; i++) {
      BigInteger weak = primes.get(i).multiply(prime());
      assertEquals(Optional.of(issued.get(i)), early.partner(weak));
      assertEquals(Optional.of(issued.get(i)), late.partner(weak));
    }
  }

  @Test
  void aKeyThatAListNamesIsRefused() throws Exception {
    RSAPublicKey key = key(shared.multiply(prime()));
    String line = "Modulus=" + key.getModulus().toString(16).toUpperCase(Locale.ROOT) + "\n";
    String digest =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-1")
                    .digest(line.getBytes(StandardCharsets.US_ASCII)));
    KnownWeakKeys list =
        KnownWeakKeys.NONE.and(
            ByteBuffer.wrap(digest.substring(20).getBytes(StandardCharsets.US_ASCII)), "list");
    CertificationAuthority informed =
        organization.authority.with(organization.authority.settings().withWeakKeys(list));
    assertEquals(List.of("key.known"), Organization.codes(encryption(informed, key, ALICE)));
  }

  private Certificate issued(BigInteger modulus, Mailbox owner) throws Exception {
    return Organization.issued(encryption(organization.authority, key(modulus), owner));
  }

  private Issuance encryption(CertificationAuthority authority, RSAPublicKey key, Mailbox owner) {
    return authority.issueEncryption(
        key, organization.subject(owner.toString()), owner, organization.verified(key, owner));
  }

  /** Of 1024 bits, and the highest two set, so that a product of two has 2048. */
  private BigInteger prime() {
    return BigInteger.probablePrime(1024, random).setBit(1022).nextProbablePrime();
  }

  private static RSAPublicKey key(BigInteger modulus) throws Exception {
    return (RSAPublicKey)
        KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, F4));
  }

  private static SigningKey pair(BigInteger p, BigInteger q) throws Exception {
    BigInteger order = p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE));
    BigInteger modulus = p.multiply(q);
    return new SigningKey(
        KeyFactory.getInstance("RSA")
            .generatePrivate(new RSAPrivateKeySpec(modulus, F4.modInverse(order))),
        key(modulus));
  }
}
