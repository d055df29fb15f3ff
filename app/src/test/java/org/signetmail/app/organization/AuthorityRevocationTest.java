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
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Failure;
import org.signetmail.app.Main;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.Generations;
import org.signetmail.ca.Issuance;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;
import org.signetmail.policy.Policy;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUrl;
import org.signetmail.testkit.CommandRun;

/** The issuing key is in other hands: the next generation takes over, and the former one ends. */
class AuthorityRevocationTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");

  @TempDir Path folder;

  @Test
  void whatTheThiefSignsCountsNoMoreAndEverybodyHasCertificatesOverTheirOldKeys() throws Exception {
    Home home = new Home(folder.resolve("home"));
    new Foundation(configuration(), new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    PersonalKeys keys;
    SigningIdentity stolen;
    SigningKey root;
    try (Organization organization = open(home)) {
      for (String officer : List.of("olga", "omar", "otto")) {
        new OfficerCeremony(organization).enrol(Mailbox.of(officer + "@example.test"), officer);
      }
      keys = enrol(organization);
      assertTrue(organization.mailing().seals().sealFor(ALICE).isPresent());
      new RingCeremony(organization).domain("example.test");
      stolen = organization.authority().generations().current();
      root = organization.vault().key(KeyName.ROOT);
      assertThrows(
          Failure.class,
          () -> new AuthorityRevocation(organization, stolen.certificate()).perform(stolen.key()),
          "that is not the root's key");
      new Rollover(organization).perform(root, KeyAlgorithm.P_256);
    }
    Certificate forged = forged(home, stolen);
    Path people = Files.createDirectory(folder.resolve("people"));
    try (Organization organization = open(home)) {
      assertTrue(isValid(organization, forged), "until now");
      Reissue reissue = new Reissue(organization);
      assertEquals(4, new ServiceReissue(organization).services().size());
      theRingHasBoth(organization, reissue);
      Reissue.People made = reissue.people(people, looked -> {});
      assertEquals(new Reissue.People(1, 2, List.of()), made);
      assertEquals(
          new Reissue.People(0, 0, List.of()), reissue.people(people, looked -> {}), "once");
      aliceIsToldWhatToDo(organization, keys);
      assertEquals(List.of(), new ServiceReissue(organization).services());
    }
    try (Organization organization = open(home)) {
      AuthorityRevocation revocation = new AuthorityRevocation(organization, stolen.certificate());
      List<String> dependents = revocation.dependents();
      assertEquals(3, dependents.size(), dependents.toString());
      assertTrue(dependents.getFirst().startsWith("officer "), dependents.toString());
      AuthorityRevocation.Ended ended = revocation.perform(root);
      // Alice's two, the ring's, the seal, the server's and the time stamps'.
      assertEquals(new AuthorityRevocation.Ended(6, true), ended);
      assertEquals(new AuthorityRevocation.Ended(0, false), revocation.perform(root), "again");
      notice(revocation, organization);
    }
    try (Organization organization = open(home)) {
      assertFalse(isValid(organization, forged));
      assertFalse(isValid(organization, keys.signing().certificate()));
      assertTheKeysCountOn(organization, keys, people);
      assertTrue(
          isValid(
              organization,
              organization.mailing().seals().sealFor(ALICE).orElseThrow().certificate()));
      assertFalse(organization.authority().answersFor(stolen.key().id()));
      theArchiveStillKnowsItsReceipts(organization, keys);
    }
  }

  /** Mail to the domain opens by the former certificate and by the new one. */
  private static void theRingHasBoth(Organization organization, Reissue reissue)
      throws IOException {
    Certificate next = reissue.ring().getFirst();
    assertEquals(List.of(), reissue.ring(), "once");
    List<DecryptionIdentity> ring = organization.mailing().keyRing().keysFor(ALICE);
    assertEquals(2, ring.size());
    assertEquals(1, ring.stream().map(one -> one.key().id()).distinct().count());
    assertTrue(ring.stream().anyMatch(one -> one.certificate().equals(next)));
    assertTrue(
        organization.store().certificates().ofKey(next.keyId()).stream()
            .filter(one -> one.certificate().equals(next))
            .allMatch(one -> one.issuer().equals(organization.issuing().keyId())));
  }

  /** The mail itself is what the command takes. */
  private void aliceIsToldWhatToDo(Organization organization, PersonalKeys keys) throws Exception {
    List<Path> letters = new ArrayList<>();
    for (NoticeOutbox.Waiting one : organization.notices().waiting()) {
      if (Files.readString(one.file()).contains("issued again")) {
        assertEquals(ALICE, one.to());
        letters.add(one.file());
      }
    }
    assertEquals(1, letters.size());
    Path file = folder.resolve("alice.p12");
    Files.write(file, keys.keyFile("secret".toCharArray()));
    Path pass = Files.writeString(folder.resolve("alice.pass"), "secret\n");
    String[] words = {
      "enrol",
      "load",
      "--key=" + file,
      "--password-file=" + pass,
      "-o",
      folder.resolve("alice-2.p12").toString(),
      letters.getFirst().toString()
    };
    CommandRun loaded = CommandRun.of(new byte[0], errors -> Main.run(words, errors));
    assertEquals(0, loaded.status(), loaded.errors());
    assertTrue(loaded.text().startsWith("2 certificates"), loaded.text());
  }

  private static void assertTheKeysCountOn(
      Organization organization, PersonalKeys keys, Path people) throws IOException {
    List<Certificate> given =
        Certificates.read(
            Files.readAllBytes(people.resolve("alice@example.test.pem")), "alice@example.test.pem");
    assertEquals(3, given.size(), "two and their authority");
    for (Certificate former :
        List.of(keys.signing().certificate(), keys.decryption().certificate())) {
      Certificate again =
          given.stream()
              .filter(one -> one.keyId().equals(former.keyId()))
              .findFirst()
              .orElseThrow();
      assertFalse(again.notAfter().isAfter(former.notAfter()), "no longer than the first");
      assertTrue(
          validated(
                  organization,
                  again,
                  former.maySign()
                      ? PathValidator.Purpose.EMAIL_SIGNING
                      : PathValidator.Purpose.EMAIL_ENCRYPTION)
              instanceof PathValidator.Outcome.Valid,
          again.toString());
    }
    CertificateRecord record =
        organization.store().certificates().ofOwner(ALICE).stream()
            .filter(one -> one.kind() == Kind.PERSON_ENCRYPTION && one.revocation().isEmpty())
            .findFirst()
            .orElseThrow();
    assertTrue(record.receipt().isPresent());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            organization
                .authority()
                .reissue(record, new SubjectName("Alice", Optional.of("Example Corp"))),
        "it is of the present authority");
  }

  /** Keys that were archived before get certificates after: their receipts hold as they did. */
  private static void theArchiveStillKnowsItsReceipts(
      Organization organization, PersonalKeys keys) {
    var receipt =
        organization
            .store()
            .archive()
            .find(keys.decryption().certificate().keyId())
            .orElseThrow()
            .receipt();
    var verified =
        organization.authority().settings().receiptSigners().stream()
            .flatMap(signer -> receipt.verify(signer).stream())
            .findFirst()
            .orElseThrow();
    assertInstanceOf(
        Issuance.Issued.class,
        organization
            .authority()
            .issueEncryption(
                keys.decryption().certificate().publicKey(),
                new SubjectName("Alice", Optional.of("Example Corp")),
                ALICE,
                verified));
  }

  private void notice(AuthorityRevocation revocation, Organization organization) throws Exception {
    Path notice = folder.resolve("notice");
    assertEquals(List.of(), revocation.notice(notice));
    Path root = organization.home().certificateFile("root");
    String ended = Files.readString(notice.resolve("notice.txt"));
    assertTrue(ended.contains(organization.issuing().fingerprint()), ended);
    assertEquals(
        0,
        openssl(
            "crl",
            "-inform",
            "DER",
            "-in",
            "" + notice.resolve("root.crl"),
            "-CAfile",
            "" + root,
            "-noout"));
    Path pem = folder.resolve("root.crl.pem");
    assertEquals(
        0,
        openssl("crl", "-inform", "DER", "-in", "" + notice.resolve("root.crl"), "-out", "" + pem));
    assertEquals(0, verify(root, pem, notice.resolve("issuing.pem")), "OpenSSL takes the new one");
    assertEquals(2, verify(root, pem, notice.resolve("ended.pem")), "and not the one that ended");
  }

  private static int verify(Path root, Path crl, Path certificate) throws Exception {
    return openssl(
        "verify", "-CAfile", "" + root, "-CRLfile", "" + crl, "-crl_check", "" + certificate);
  }

  private static int openssl(String... words) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor();
  }

  /** A certificate that our store has never seen. */
  private Certificate forged(Home home, SigningIdentity stolen) throws IOException {
    try (Organization organization = open(home);
        var elsewhere = Store.open(StoreUrl.sqlite(folder.resolve("thief.db")))) {
      CertificationAuthority thief =
          new CertificationAuthority(
              Generations.of(stolen),
              organization.authority().settings(),
              elsewhere.certificates(),
              elsewhere.crls(),
              new SecureRandom(),
              InstantSource.system());
      SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, new SecureRandom());
      return assertInstanceOf(
              Issuance.Issued.class,
              thief.issueSigning(
                  CertificationRequest.make(key, "Alice", ALICE),
                  new SubjectName("Alice", Optional.of("Example Corp")),
                  ALICE))
          .certificate();
    }
  }

  private static PersonalKeys enrol(Organization organization) throws IOException {
    organization.enrolling().enrolment().invite(ALICE, "Alice", Set.of());
    return new PersonCeremony(organization)
        .enrol(
            ALICE,
            "Alice",
            new Proof.AdministratorVouches(Mailbox.of("admin@example.test")),
            new PersonCeremony.Occasion.First());
  }

  private static boolean isValid(Organization organization, Certificate certificate) {
    return validated(organization, certificate, PathValidator.Purpose.EMAIL_SIGNING)
        instanceof PathValidator.Outcome.Valid;
  }

  private static PathValidator.Outcome validated(
      Organization organization, Certificate certificate, PathValidator.Purpose purpose) {
    return PathValidator.validate(
        certificate, purpose, organization.now(), organization.trust(RevocationChecking.REQUIRED));
  }

  private static Organization open(Home home) throws IOException {
    return Organization.open(home, InstantSource.system());
  }

  private static Configuration configuration() {
    return RunningSystem.configuration(
        Configuration.Status.STANDARD, List.of(), "http://127.0.0.1:8080");
  }
}
