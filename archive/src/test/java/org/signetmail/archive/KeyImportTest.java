package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.archive.KeyImport.Mode;
import org.signetmail.archive.KeyImport.Outcome;
import org.signetmail.archive.KeyImport.Result;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.tlog.EntryType;

/** What of a key file comes into the archive, and what never does. */
class KeyImportTest {
  private static final char[] PASSWORD = "secret".toCharArray();
  private static final Mailbox BOB = Mailbox.of("bob@example.test");

  private final ArchiveWorld world = new ArchiveWorld(2, 3);
  private final KeyImport keyImport =
      new KeyImport(
          world.archive,
          world.stores.archive,
          world.stores.former,
          key ->
              Stream.concat(
                      world.known.stream().filter(one -> one.keyId().equals(key)),
                      world.stores.former.over(key).stream())
                  .toList(),
          world.organization.random);
  private final EncryptionKey key =
      KeyPairs.encryption(KeyAlgorithm.RSA_2048, world.organization.random);
  private final DecryptionIdentity encrypts = identity(Kind.PERSON_ENCRYPTION, "bob@example.test");

  @Test
  void whatDecryptsIsArchivedAndWhatSignsStaysWithItsOwner() throws Exception {
    byte[] file = KeyFile.write(world.bob.signing(), List.of(encrypts), PASSWORD);
    List<Result> results = taken(file, Mode.KEEP);
    assertEquals(2, results.size());
    Result came = results.getFirst();
    assertEquals(key.id(), came.key());
    assertEquals(Optional.of(BOB), came.owner());
    assertInstanceOf(Outcome.Archived.class, came.outcome());
    assertInstanceOf(Outcome.OnlySigns.class, results.getLast().outcome());
    assertEquals(BOB, world.stores.archive.find(key.id()).orElseThrow().owner());
    assertEquals(1, world.stores.archive.count());
  }

  @ParameterizedTest
  @CsvSource({"RSA_2048", "P_256", "P_384", "X25519", "X448", "ML_KEM_768"})
  void anImportedKeyComesBackEqualThroughTwoOfThreeOfficers(KeyAlgorithm algorithm)
      throws Exception {
    EncryptionKey old = KeyPairs.encryption(algorithm, world.organization.random);
    Certificate certificate =
        world.organization.certificate(Kind.PERSON_ENCRYPTION, BOB.toString(), old.publicKey());
    taken(file(new DecryptionIdentity(old, certificate)), Mode.KEEP);

    CaseId id = world.opened(world.bob, world.bob, old.id());
    world.approved(id, world.officers.get(0));
    world.approved(id, world.officers.get(2));
    KeyRelease release = world.released(id, BOB).with(world.stores.former.over(old.id()));
    EncryptionKey back =
        assertInstanceOf(
                KeyRelease.Outcome.Recovered.class, world.recover(release, world.bob.encryption()))
            .keys()
            .getFirst();
    byte[] history =
        KeyFile.writeDecryption(
            List.of(new DecryptionIdentity(back, release.certificates().getFirst())),
            List.of(),
            PASSWORD);
    DecryptionIdentity read =
        KeyFile.read(history, PASSWORD, "history.p12").decryption().getFirst();
    assertEquals(certificate, read.certificate());
    assertArrayEquals(
        KeyPairs.pkcs8(old, SecretAccess.TOKEN),
        KeyPairs.pkcs8((EncryptionKey) read.key(), SecretAccess.TOKEN));
  }

  @Test
  void aCertificateAloneIsTakenOnlyForAKeyThatIsArchived() throws Exception {
    assertEquals(
        Optional.empty(), keyImport.take(encrypts.certificate(), Mode.KEEP, ArchiveWorld.NOW));
    world.archived(key, BOB);
    Result learnt =
        keyImport.take(encrypts.certificate(), Mode.KEEP, ArchiveWorld.NOW).orElseThrow();
    assertInstanceOf(Outcome.ThereAlready.class, learnt.outcome());
    assertEquals(List.of(encrypts.certificate()), world.stores.former.over(key.id()));
  }

  @Test
  void theCertificateIsDurableBeforeItsKey() throws Exception {
    int before = world.stores.log.size();
    taken(file(encrypts), Mode.KEEP);
    assertEquals(
        List.of(EntryType.CERTIFICATE_REMEMBERED, EntryType.KEY_ARCHIVED),
        world.stores.log.stream().skip(before).map(entry -> entry.type()).toList());
    assertEquals(List.of(encrypts.certificate()), world.stores.former.over(key.id()));
  }

  @Test
  void doneAgainNothingIsDoubledAndAnotherCertificateIsLearnt() throws Exception {
    taken(file(encrypts), Mode.KEEP);
    int after = world.stores.log.size();
    assertInstanceOf(
        Outcome.ThereAlready.class, taken(file(encrypts), Mode.KEEP).getFirst().outcome());
    assertEquals(after, world.stores.log.size());

    DecryptionIdentity renewed = identity(Kind.PERSON_ENCRYPTION, "bob@example.test");
    taken(file(renewed), Mode.KEEP);
    assertEquals(
        List.of(encrypts.certificate(), renewed.certificate()), world.stores.former.over(key.id()));
    assertEquals(1, world.stores.archive.count());
  }

  @Test
  void lookingKeepsNothing() throws Exception {
    int before = world.stores.log.size();
    assertInstanceOf(Outcome.Due.class, taken(file(encrypts), Mode.LOOK).getFirst().outcome());
    assertEquals(before, world.stores.log.size());
    assertEquals(0, world.stores.archive.count());
  }

  @Test
  void aKeyThatAnyCertificateOfTheFileLetsSignIsRefused() throws Exception {
    DecryptionIdentity signs = identity(Kind.PERSON_SIGNING, "bob@example.test");
    byte[] file =
        KeyFile.writeDecryption(List.of(encrypts), List.of(signs.certificate()), PASSWORD);
    assertEquals(ArchiveFinding.ARCHIVE_MAY_SIGN, refusal(file));
    assertEquals(0, world.stores.archive.count());
  }

  @Test
  void aKeyThatWasSeenToSignIsRefusedInEveryLaterFile() throws Exception {
    DecryptionIdentity signs = identity(Kind.PERSON_SIGNING, "bob@example.test");
    taken(file(signs), Mode.KEEP);
    assertEquals(ArchiveFinding.ARCHIVE_MAY_SIGN, refusal(file(encrypts)));
    assertEquals(0, world.stores.archive.count());
  }

  @Test
  void aKeyThatOurOwnStoreKnowsToSignIsRefused() throws Exception {
    world.known.add(identity(Kind.PERSON_SIGNING, "bob@example.test").certificate());
    assertEquals(ArchiveFinding.ARCHIVE_MAY_SIGN, refusal(file(encrypts)));
  }

  @Test
  void whenAnArchivedKeyTurnsOutToSignItIsSaid() throws Exception {
    taken(file(encrypts), Mode.KEEP);
    assertEquals(
        ArchiveFinding.ARCHIVE_SIGNS_AFTER_ALL,
        refusal(file(identity(Kind.PERSON_SIGNING, "bob@example.test"))));
  }

  @Test
  void nobodysKeyIsRefusedAndSoIsAnothersAndOneThatIsNotForMail() throws Exception {
    assertEquals(
        ArchiveFinding.ARCHIVE_UNKNOWN_OWNER,
        refusal(file(identity(Kind.PERSON_ENCRYPTION, "stranger@example.test"))));
    DecryptionIdentity service = identity(Kind.ARCHIVE, "bob@example.test");
    assertEquals(ArchiveFinding.ARCHIVE_NOT_FOR_MAIL, refusal(file(service)));
    assertEquals(0, world.stores.archive.count());
    world.archived(key, Mailbox.of("alice@example.test"));
    assertEquals(ArchiveFinding.ARCHIVE_OTHER_OWNER, refusal(file(encrypts)));
    assertTrue(world.stores.former.over(key.id()).isEmpty());
  }

  private FindingCode refusal(byte[] file) throws Exception {
    Outcome outcome = taken(file, Mode.KEEP).getFirst().outcome();
    return assertInstanceOf(Outcome.Refused.class, outcome).findings().getFirst().code();
  }

  private List<Result> taken(byte[] file, Mode mode) throws Exception {
    return keyImport.take(
        KeyFile.read(file, PASSWORD, "bob.p12"), KeyImportTest::owner, mode, ArchiveWorld.NOW);
  }

  private static Optional<Mailbox> owner(List<Certificate> certificates) {
    return certificates.stream()
        .flatMap(one -> one.mailboxes().stream())
        .filter(BOB::equals)
        .findFirst();
  }

  private static byte[] file(DecryptionIdentity identity) {
    return KeyFile.writeDecryption(List.of(identity), List.of(), PASSWORD);
  }

  private DecryptionIdentity identity(Kind kind, String mailbox) {
    return new DecryptionIdentity(
        key, world.organization.certificate(kind, mailbox, key.publicKey()));
  }
}
