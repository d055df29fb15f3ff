package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
