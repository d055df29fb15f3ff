package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.backup.BackupMaker;
import org.signetmail.app.backup.Backups;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.MailSettings;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.KeyRelease;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.RecoveryCode;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RecoveryRequest;
import org.signetmail.archive.SealedShare;
import org.signetmail.archive.SelfRecovery;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.Progress;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.policy.Policy;
import org.signetmail.smime.SealedOctets;

/**
 * Somebody has everything that the organisation's machines have: the home with its passphrase, the
 * keys that should lie elsewhere, the database, a backup with its key, what waits to be mailed, and
 * one officer's keys. A case is half approved, and a recovery code is set. What is archived stays
 * shut.
 */
class NobodyAloneTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final int WINDOW = 24;

  @TempDir Path folder;

  private final List<OfficerCeremony.Keys> officers = new ArrayList<>();
  private Home home = new Home(Path.of("."));
  private final List<PersonalKeys> bobs = new ArrayList<>(); // the lost ones, then the new ones
  private CaseId caseId = CaseId.random(new SecureRandom());

  @BeforeEach
  void aCaseIsHalfApproved() throws IOException {
    home = new Home(folder.resolve("home"));
    new Foundation(configuration(), new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      OfficerCeremony ceremony = new OfficerCeremony(organization);
      for (String name : List.of("olga", "omar", "otto")) {
        officers.add(ceremony.enrol(Mailbox.of(name + "@example.test"), name));
      }
      organization.enrolling().enrolment().invite(BOB, "Bob", Set.of());
      PersonalKeys old = enrolled(organization, new PersonCeremony.Occasion.First());
      try (RecoveryCode code = RecoveryCode.random(organization.random())) {
        new SelfRecoveryDesk(organization).set(old.signing(), List.of(old.decryption()), code);
      }
      PersonalKeys bob =
          enrolled(
              organization, new PersonCeremony.Occasion.Replacement(Revocation.Reason.SUPERSEDED));
      bobs.addAll(List.of(old, bob));
      RecoveryDesk desk = new RecoveryDesk(organization);
      caseId =
          desk.request(
              bob.signing(),
              BOB,
              new Receiver.Owner(bob.decryption().certificate()),
              "laptop stolen",
              "");
      approve(desk, officers.getFirst());
    }
  }

  @Test
  void allKeysOfTheSystemOpenNothingOfWhatIsArchived() throws IOException {
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      List<DecryptionIdentity> system =
          List.of(
              organization.vault().decryption(KeyName.ARCHIVE_TRANSPORT),
              organization.vault().decryption(KeyName.BACKUP));
      List<byte[]> sealed = sealed(organization);
      assertEquals(3 * 2 + 1, sealed.size(), "a share an officer and key, one sealed again");
      for (byte[] one : sealed) {
        assertThrows(IOException.class, () -> SealedOctets.open(one, system, 1 << 16));
      }
    }
  }

  @Test
  void withOneOfficersKeysItIsThatOfficersShareAndNoKey() throws IOException {
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      List<DecryptionIdentity> officer = officers.get(1).encryption();
      long layers = sealed(organization).stream().mapToInt(one -> layers(one, officer)).sum();
      assertEquals(2L * officer.size(), layers, "the own share of each key");
      DecryptionIdentity classical = officer.getFirst();
      for (byte[] one : sealed(organization)) {
        assertEquals(0, layers(one, List.of(classical)), "the classical key opens no share alone");
      }
      RecoveryCase open = organization.archiving().recovery().find(caseId).orElseThrow();
      KeyRelease taken = taken(organization, open);
      assertInstanceOf(
          KeyRelease.Outcome.Refused.class, taken.recover(classical, home.certificate("receipts")));
      assertInstanceOf(
          KeyRelease.Outcome.Refused.class,
          taken.recover(bobs.getLast().decryption(), home.certificate("receipts")),
          "not even the receiver, with all that the server has, before the quorum");
    }
  }

  @Test
  void theServerGivesItsCopiesUnderTheCodeToNobodyElseAndTheyStayShut() throws IOException {
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      EncryptionKey key = (EncryptionKey) bobs.getFirst().decryption().key();
      byte[] copy = organization.store().codeCopies().find(key.id()).orElseThrow().sealed();
      for (int i = 0; i < 100; i++) {
        try (RecoveryCode guess = RecoveryCode.random(organization.random())) {
          assertTrue(guess.open(copy, key.id(), BOB).isEmpty());
        }
      }
      SigningIdentity officer = officers.getFirst().signing();
      byte[] inBobsName =
          new RecoveryRequest(
                  BOB,
                  BOB,
                  List.of(key.id()),
                  new Receiver.OwnerWithCode(bobs.getLast().decryption().certificate()),
                  "mine",
                  "",
                  organization.now())
              .signed(officer);
      assertInstanceOf(
          SelfRecovery.Collected.Refused.class,
          organization.archiving().selfRecovery().release(inBobsName, organization.now()));
    }
  }

  @Test
  void aBackupWithItsKeyIsTheDatabaseOnceMoreAndNoKey() throws IOException {
    Path place = Files.createDirectory(folder.resolve("elsewhere"));
    Home restored = new Home(folder.resolve("restored"));
    List<DecryptionIdentity> all = new ArrayList<>(officers.get(1).encryption());
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      all.add(organization.vault().decryption(KeyName.ARCHIVE_TRANSPORT));
      all.add(organization.vault().decryption(KeyName.BACKUP));
      Path file =
          new BackupMaker(organization).make(place, BackupMaker.Kind.FULL, Progress.NONE).file();
      BackupShelf.Found.Chain found =
          assertInstanceOf(
              BackupShelf.Found.Chain.class, Backups.find(List.of(file), Optional.empty()));
      assertInstanceOf(
          Backup.Restoration.Restored.class,
          Backups.restore(
              found.chain(),
              List.of(organization.vault().decryption(KeyName.BACKUP)),
              organization.root(),
              restored,
              InstantSource.system(),
              Progress.NONE));
    }
    Files.copy(
        home.folder().resolve("passphrase"),
        restored.folder().resolve("passphrase"),
        StandardCopyOption.COPY_ATTRIBUTES);
    try (Organization organization = Organization.open(restored, InstantSource.system())) {
      List<byte[]> sealed = sealed(organization);
      assertEquals(3 * 2 + 1, sealed.size(), "as in the database itself");
      long layers = sealed.stream().mapToInt(one -> layers(one, all)).sum();
      assertEquals(2L * officers.get(1).encryption().size(), layers, "one officer's shares");
    }
    assertTrue(filesWithoutTheKey(restored.folder()) > 15);
    assertTrue(filesWithoutTheKey(place) > 0);
  }

  @Test
  void noFileHasTheKeyInClear() throws IOException {
    int files = filesWithoutTheKey(home.folder());
    assertTrue(files > 15, "all of the home was looked at: " + files);
  }

  /** How many files were looked at, none of which has a part of the key. */
  private int filesWithoutTheKey(Path top) throws IOException {
    byte[] pkcs8 =
        KeyPairs.pkcs8((EncryptionKey) bobs.getFirst().decryption().key(), SecretAccess.TOKEN);
    List<byte[]> windows = new ArrayList<>();
    for (int from = pkcs8.length / 2; from + WINDOW <= pkcs8.length; from += WINDOW) {
      windows.add(Arrays.copyOfRange(pkcs8, from, from + WINDOW));
    }
    assertTrue(windows.size() > 20, "enough of an RSA key");
    int files = 0;
    try (Stream<Path> all = Files.walk(top)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files++;
        String octets = latin(Files.readAllBytes(file));
        for (byte[] window : windows) {
          String base64 = latin(Base64.getEncoder().encode(window));
          assertFalse(octets.contains(latin(window)), () -> file + " has a part of the key");
          assertFalse(octets.contains(base64.substring(0, 28)), () -> file + " has it in base64");
          assertFalse(octets.contains(HexFormat.of().formatHex(window)), file::toString);
        }
      }
    }
    return files;
  }

  @Test
  void aSecondOfficerIsWhatItTakes() throws IOException {
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      RecoveryDesk desk = new RecoveryDesk(organization);
      approve(desk, officers.get(1));
      Recovery.Collected.Released released =
          assertInstanceOf(Recovery.Collected.Released.class, desk.collect(caseId, BOB));
      assertEquals(1, desk.recover(released.release(), bobs.getLast().decryption()).size());
    }
  }

  /** Everything that is sealed to somebody, out of the database. */
  private List<byte[]> sealed(Organization organization) {
    List<byte[]> sealed = new ArrayList<>();
    for (ArchivedKey key : organization.store().archive().ofOwner(BOB)) {
      key.shares().stream().map(SealedShare::sealed).forEach(sealed::add);
    }
    organization.archiving().recovery().find(caseId).orElseThrow().steps().stream()
        .filter(RecoveryCase.Step.Approved.class::isInstance)
        .map(RecoveryCase.Step.Approved.class::cast)
        .flatMap(step -> step.shares().stream())
        .map(ResealedShare::sealed)
        .forEach(sealed::add);
    return sealed;
  }

  /** How many envelopes, one inside the other, these keys open. */
  private static int layers(byte[] sealed, List<DecryptionIdentity> keys) {
    int layers = 0;
    try {
      for (byte[] inner = sealed; layers < 3; layers++) {
        inner = SealedOctets.open(inner, keys, 1 << 16);
      }
    } catch (IOException e) {
      // another's, or no envelope any more
    }
    return layers;
  }

  /** What a release would be that a server in wrong hands puts together before its time. */
  private KeyRelease taken(Organization organization, RecoveryCase open) {
    ArchivedKey key = organization.store().archive().find(open.keys().getFirst()).orElseThrow();
    List<ResealedShare> shares = new ArrayList<>();
    for (RecoveryCase.Step step : open.steps()) {
      if (step instanceof RecoveryCase.Step.Approved approved) {
        shares.addAll(approved.shares());
      }
    }
    key.shares()
        .forEach(one -> shares.add(new ResealedShare(key.keyId(), one.index(), one.sealed())));
    return new KeyRelease(
        caseId,
        open.request(),
        List.of(
            new KeyRelease.SealedKey(
                key.keyId(),
                key.subjectPublicKeyInfo(),
                key.sealedKey(),
                key.receipt().encoded(),
                key.shares().stream().map(SealedShare::officer).toList())),
        shares);
  }

  private void approve(RecoveryDesk desk, OfficerCeremony.Keys officer) {
    var bundle = desk.bundle(caseId, desk.officer(officer.encryption()));
    desk.approve(caseId, desk.decide(bundle, officer.signing(), officer.encryption()));
  }

  private static PersonalKeys enrolled(Organization organization, PersonCeremony.Occasion occasion)
      throws IOException {
    return new PersonCeremony(organization)
        .enrol(
            BOB, "Bob", new Proof.AdministratorVouches(Mailbox.of("admin@example.test")), occasion);
  }

  private static String latin(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  private static Configuration configuration() {
    Endpoint any = new Endpoint("127.0.0.1", 0);
    RecoveryPolicy standard = RecoveryPolicy.STANDARD;
    return new Configuration(
        "Example Corp",
        List.of("example.test"),
        "jdbc:sqlite:signet.db",
        new Configuration.Archive(
            3,
            2,
            new RecoveryPolicy(
                Duration.ZERO,
                Duration.ZERO,
                standard.casesOfRequester(),
                standard.cases(),
                standard.releases(),
                standard.expiry(),
                RecoveryPolicy.SelfRecovery.ALLOWED)),
        "http://127.0.0.1:8080",
        new Configuration.Listen(any, any, any, any),
        new MailSettings(new Endpoint("127.0.0.1", 25), 50_000_000),
        "policy.yaml",
        "example.test/signet");
  }
}
