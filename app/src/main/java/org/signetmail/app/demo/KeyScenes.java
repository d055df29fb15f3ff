package org.signetmail.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.PersonCeremony;
import org.signetmail.app.organization.PersonCeremony.Occasion;
import org.signetmail.app.organization.RecoveryDesk;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.ShareBundle;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.ProofFile;
import org.signetmail.tlog.Verification;

/**
 * Scenes with keys: people and officers get theirs, one is lost, and comes back through a quorum.
 * Each checks what it says, and fails when it is not so.
 */
final class KeyScenes {
  private static final Mailbox ADMINISTRATOR = Mailbox.of("admin@example.test");

  private final Stage stage;
  private final MailScenes mail;
  private final List<OfficerCeremony.Keys> officers = new ArrayList<>();
  private Optional<CaseId> openCase = Optional.empty();
  private long releaseEntry;

  KeyScenes(Stage stage) {
    this.stage = stage;
    this.mail = new MailScenes(stage);
  }

  String officersAreEnrolled() throws IOException {
    OfficerCeremony ceremony = new OfficerCeremony(stage.organization());
    for (String name : List.of("Olivia", "Omar", "Ottilie")) {
      Mailbox mailbox = Mailbox.of(name.toLowerCase(java.util.Locale.ROOT) + "@example.test");
      OfficerCeremony.Keys keys = ceremony.make(mailbox, name + " Officer");
      stage.keep(
          "officers/" + mailbox.localPart() + ".p12", keys.file(Cast.PASSWORD.toCharArray()));
      ceremony.enrol(mailbox, name + " Officer", keys);
      officers.add(keys);
    }
    return "Olivia, Omar and Ottilie each hold a share of every key; any two together open one";
  }

  Cast enrol(String address, String name) throws IOException {
    Mailbox mailbox = Mailbox.of(address);
    stage.organization().enrolling().enrolment().invite(mailbox, name, Set.of());
    PersonalKeys keys = enrolled(mailbox, name, new Occasion.First());
    return new Cast(mailbox, name, keys, stage.people());
  }

  /** Says of a person what the store and the log say. */
  String standing(Cast person) {
    List<CertificateRecord> records =
        stage.organization().store().certificates().ofOwner(person.mailbox());
    CertificateRecord encryption =
        records.stream().filter(r -> r.receipt().isPresent()).findFirst().orElseThrow();
    MailScenes.check(
        encryption.receipt().orElseThrow().keyId().equals(encryption.certificate().keyId()),
        "the receipt is for another key");
    MailScenes.check(
        stage.organization().store().archive().find(person.keys().signing().key().id()).isEmpty(),
        "a signing key is in the archive");
    return person.name()
        + ": signing key made on the own machine and sent nowhere; encryption key archived at "
        + encryption.receipt().orElseThrow().archivedAt()
        + ", then certified";
  }

  String losesTheKeys(Cast person, Path oldMail) throws IOException {
    PersonalKeys keys =
        enrolled(
            person.mailbox(),
            person.name(),
            new Occasion.Replacement(Revocation.Reason.KEY_COMPROMISE));
    person.startAnew(keys);
    return person.name()
        + " has new keys, the old certificates are revoked; the old mail is "
        + mail.isNotFor(person, oldMail).replaceFirst("her", "his");
  }

  String asksForTheOldKeys(Cast person) {
    CaseId id =
        new RecoveryDesk(stage.organization())
            .request(
                person.keys().signing(),
                person.mailbox(),
                new Receiver.Owner(person.keys().decryption().certificate()),
                "laptop stolen on the train",
                "");
    openCase = Optional.of(id);
    return "case " + id + " is open; " + person.name() + " is told by mail of every step";
  }

  String oneOfficerIsRefused(Cast person) {
    RecoveryDesk desk = new RecoveryDesk(stage.organization());
    approve(desk, officers.getFirst());
    Recovery.Collected collected = desk.collect(caseId(), person.mailbox());
    MailScenes.check(collected instanceof Recovery.Collected.Refused, "one officer was enough");
    Recovery.Collected.Refused refused = (Recovery.Collected.Refused) collected;
    return "refused: " + refused.findings().getFirst().line();
  }

  String twoOfficersBringThemBack(Cast person, Path oldMail, String text) throws IOException {
    RecoveryDesk desk = new RecoveryDesk(stage.organization());
    approve(desk, officers.get(1));
    String came = collect(desk, person);
    return came + "\n" + mail.passes(person, oldMail, text);
  }

  private String collect(RecoveryDesk desk, Cast person) throws IOException {
    if (!(desk.collect(caseId(), person.mailbox())
        instanceof Recovery.Collected.Released released)) {
      throw new IllegalStateException("two officers approved, and the archive still refuses");
    }
    releaseEntry = released.logIndex();
    List<DecryptionIdentity> keys = desk.recover(released.release(), person.keys().decryption());
    MailScenes.check(!keys.isEmpty(), "no key came back");
    person.regain(keys);
    return keys.size() + " key came back, sealed to the new certificate; no server saw it";
  }

  String theLogProvesIt() throws IOException {
    var log = stage.organization().log();
    log.publish(now());
    ProofFile proof = log.prove(releaseEntry).orElseThrow();
    byte[] file = proof.format();
    stage.keep("recovery.proof", file);
    Verification<ProofFile.Logged> verified = ProofFile.parse(file).verify(log.verifier());
    MailScenes.check(verified instanceof Verification.Verified, "the proof does not hold");
    MailScenes.check(
        log.audit() instanceof Audit.Consistent, "the log contradicts its own checkpoint");
    return "entry "
        + releaseEntry
        + " of "
        + log.latestCheckpoint().orElseThrow().checkpoint().size()
        + ": "
        + new String(proof.entry().leaf(), UTF_8);
  }

  /** Brings the keys back a second time, from what a restore has left, with a new case. */
  String recoversAgain(Cast person, Path oldMail, String text) throws IOException {
    List<ArchivedKey> archived = stage.organization().store().archive().ofOwner(person.mailbox());
    MailScenes.check(archived.size() == 2, archived.size() + " archived keys instead of 2");
    person.startAnew(person.keys());
    asksForTheOldKeys(person);
    RecoveryDesk desk = new RecoveryDesk(stage.organization());
    approve(desk, officers.get(1));
    approve(desk, officers.get(2));
    collect(desk, person);
    return mail.passes(person, oldMail, text).lines().findFirst().orElseThrow();
  }

  private void approve(RecoveryDesk desk, OfficerCeremony.Keys officer) {
    ShareBundle bundle = desk.bundle(caseId(), officer.classical().keyId());
    desk.approve(caseId(), desk.decide(bundle, officer.signing(), officer.encryption()));
  }

  private CaseId caseId() {
    return openCase.orElseThrow();
  }

  private PersonalKeys enrolled(Mailbox mailbox, String name, Occasion occasion)
      throws IOException {
    Proof proof = new Proof.AdministratorVouches(ADMINISTRATOR);
    return new PersonCeremony(stage.organization()).enrol(mailbox, name, proof, occasion);
  }

  private Instant now() {
    return stage.organization().now();
  }
}
