package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

class KeyArchiveTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Mailbox MALLORY = Mailbox.of("mallory@example.test");

  private final ArchiveWorld world = new ArchiveWorld(2, 3);

  @Test
  void keepsAKeyAndSignsForIt() {
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, world.organization.random);
    ArchiveReceipt receipt = world.archived(key, BOB);

    assertTrue(receipt.verify(world.organization.archive.certificate()).isPresent());
    assertEquals(key.id(), receipt.keyId());
    assertEquals(BOB, receipt.owner());
    assertEquals(2, receipt.quorum());
    assertEquals(3, receipt.shares());
    ArchivedKey kept = world.archive.ofOwner(BOB).getFirst();
    assertEquals(List.of(1, 2, 3), kept.shares().stream().map(SealedShare::index).toList());
    assertArrayEquals(key.publicKey().getEncoded(), kept.subjectPublicKeyInfo());
  }

  @Test
  void logsThatItDidAndNotForWhom() {
    world.archived(KeyAlgorithm.P_256, BOB);
    LogEntry entry = world.stores.log.getLast();
    assertEquals(EntryType.KEY_ARCHIVED, entry.type());
    assertFalse(new String(entry.leaf(), StandardCharsets.UTF_8).contains("bob"));
    assertEquals(BOB.toString(), entry.value("owner").orElseThrow());
  }

  @Test
  void givesTheFirstReceiptAgain() {
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.X25519, world.organization.random);
    ArchiveReceipt first = world.archived(key, BOB);
    assertEquals(first, world.archived(key, BOB));
    assertEquals(1, world.stores.archive.count());
  }

  @Test
  void refusesTheKeyOfSomebodyElse() {
    EncryptionKey key = world.archived(KeyAlgorithm.P_256, BOB);
    assertEquals(
        ArchiveFinding.ARCHIVE_OTHER_OWNER,
        refusal(world.archive.archive(key, MALLORY, ArchiveWorld.NOW)));
  }

  @Test
  void refusesAKeyThatMaySignByAnyCertificate() {
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, world.organization.random);
    world.known.add(
        world.organization.certificate(Kind.PERSON_SIGNING, BOB.toString(), key.publicKey()));
    assertEquals(
        ArchiveFinding.ARCHIVE_MAY_SIGN,
        refusal(world.archive.archive(key, BOB, ArchiveWorld.NOW)));
    assertEquals(0, world.stores.archive.count());
  }

  @Test
  void refusesHalvesOfTwoPairs() {
    EncryptionKey one = KeyPairs.encryption(KeyAlgorithm.P_256, world.organization.random);
    EncryptionKey two = KeyPairs.encryption(KeyAlgorithm.P_256, world.organization.random);
    EncryptionKey mixed =
        ((EncryptionKey.Classified.EncryptsOnly)
                EncryptionKey.of(one.privateKey(SecretAccess.TOKEN), two.publicKey(), List.of()))
            .key();
    assertEquals(
        ArchiveFinding.ARCHIVE_NOT_A_PAIR,
        refusal(world.archive.archive(mixed, BOB, ArchiveWorld.NOW)));
  }

  @Test
  void refusesBeforeTheOfficersAreThere() {
    InMemoryStores empty = new InMemoryStores();
    KeyArchive archive =
        new KeyArchive(
            empty.archive,
            empty.officers,
            new Quorum(2, 3),
            world.organization.archive.key(),
            key -> List.of(),
            world.organization.random);
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, world.organization.random);
    assertEquals(
        ArchiveFinding.ARCHIVE_TOO_FEW_OFFICERS,
        refusal(archive.archive(key, BOB, ArchiveWorld.NOW)));
  }

  @ParameterizedTest
  @CsvSource({"1,3", "0,3", "4,3", "2,256", "-1,2"})
  void refusesAQuorumThatIsNone(int required, int officers) {
    assertThrows(IllegalArgumentException.class, () -> new Quorum(required, officers));
  }

  @ParameterizedTest
  @CsvSource({"RSA_2048", "P_256", "X25519", "ML_KEM_768"})
  void opensATransportedKey(KeyAlgorithm algorithm) {
    KeyTransport transport = transport();
    EncryptionKey key = KeyPairs.encryption(algorithm, world.organization.random);
    TransportedKey parcel =
        TransportedKey.seal(key, BOB, transport.certificate(), world.organization.random);
    KeyTransport.Outcome outcome = transport.open(parcel, BOB);
    EncryptionKey opened =
        assertInstanceOf(KeyTransport.Outcome.Opened.class, outcome, outcome.toString()).key();
    assertArrayEquals(
        KeyPairs.pkcs8(key, SecretAccess.TOKEN), KeyPairs.pkcs8(opened, SecretAccess.TOKEN));
  }

  @Test
  void refusesATransportedKeyOfSomebodyElse() {
    KeyTransport transport = transport();
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, world.organization.random);
    TransportedKey parcel =
        TransportedKey.seal(key, BOB, transport.certificate(), world.organization.random);
    assertEquals(ArchiveFinding.ARCHIVE_OTHER_OWNER, refusal(transport.open(parcel, MALLORY)));
  }

  @Test
  void refusesATransportedKeyThatMaySignOrWasChanged() {
    KeyTransport transport = transport();
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, world.organization.random);
    TransportedKey parcel =
        TransportedKey.seal(key, BOB, transport.certificate(), world.organization.random);
    byte[] changed = parcel.sealed().clone();
    changed[changed.length / 2] ^= 1;
    assertEquals(
        ArchiveFinding.ARCHIVE_TRANSPORT,
        refusal(transport.open(new TransportedKey(changed), BOB)));
    assertEquals(
        ArchiveFinding.ARCHIVE_TRANSPORT,
        refusal(transport.open(new TransportedKey(new byte[0]), BOB)));

    world.known.add(
        world.organization.certificate(Kind.PERSON_SIGNING, BOB.toString(), key.publicKey()));
    assertEquals(ArchiveFinding.ARCHIVE_MAY_SIGN, refusal(transport.open(parcel, BOB)));
  }

  private KeyTransport transport() {
    DecryptionIdentity identity =
        world.organization.encryption(Kind.ARCHIVE, "archive@example.test", KeyAlgorithm.P_256);
    return new KeyTransport(
        List.of(identity), key -> world.known.stream().filter(c -> c.keyId().equals(key)).toList());
  }

  private static FindingCode refusal(KeyArchive.Outcome outcome) {
    List<Finding> findings = assertInstanceOf(KeyArchive.Outcome.Refused.class, outcome).findings();
    return findings.getFirst().code();
  }

  private static FindingCode refusal(KeyTransport.Outcome outcome) {
    List<Finding> findings =
        assertInstanceOf(KeyTransport.Outcome.Refused.class, outcome).findings();
    return findings.getFirst().code();
  }
}
