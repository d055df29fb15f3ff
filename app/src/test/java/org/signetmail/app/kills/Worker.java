package org.signetmail.app.kills;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.app.Failure;
import org.signetmail.app.backup.BackupMaker;
import org.signetmail.app.backup.Backups;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyVault;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.RecoveryDesk;
import org.signetmail.app.organization.ReplacementCeremony;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.CaseState;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.Resealing;
import org.signetmail.archive.ShareBundle;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.Progress;
import org.signetmail.enrolment.Enrolment;
import org.signetmail.enrolment.EnrolmentKit;
import org.signetmail.enrolment.EnrolmentOutcome;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;

/**
 * A process that does one thing again and again until it is killed, or, told to finish, only what
 * killed ones left undone. It says {@code begin ACT} before each act, {@code done ACT DETAIL} when
 * it is answered, and {@code resumed ACT} when it completed what another process had begun; each
 * line ends with a full stop.
 */
final class Worker {
  private static final String FINISH = "finish";

  private final Path folder;
  private final Organization organization;

  private Worker(Path folder, Organization organization) {
    this.folder = folder;
    this.organization = organization;
  }

  /**
   * @param arguments folder, what, and perhaps {@code finish}; or folder, {@code restore}, home,
   *     backups, JDBC URL
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    if (arguments[1].equals("restore")) {
      restore(folder, Path.of(arguments[2]), Path.of(arguments[3]), arguments[4]);
      return;
    }
    boolean finish = arguments.length > 2 && arguments[2].equals(FINISH);
    // Names of backups have seconds: each is of a later one than the one before.
    Instant[] now = {Instant.now()};
    InstantSource clock = arguments[1].equals("backup") ? () -> now[0] : InstantSource.system();
    try (Organization organization = Organization.open(new Home(folder.resolve("home")), clock)) {
      Worker worker = new Worker(folder, organization);
      switch (arguments[1]) {
        case "archive" -> worker.archive(finish);
        case "replace" -> worker.replace(finish);
        case "recover" -> worker.recover(finish);
        case "backup" -> worker.backup(finish, now);
        default -> throw new IllegalArgumentException(arguments[1]);
      }
    }
  }

  private void archive(boolean finish) throws IOException {
    Enrolment enrolment = organization.enrolling().enrolment();
    for (Person person : organization.store().people().page("", 100_000)) {
      if (person.state() == Person.State.INVITED) {
        enrol(enrolment, person.mailbox());
        say("resumed archive");
      }
    }
    while (!finish) {
      byte[] name = new byte[8];
      new SecureRandom().nextBytes(name);
      Mailbox mailbox = Mailbox.of(HexFormat.of().formatHex(name) + "@example.test");
      enrolment.invite(mailbox, "Somebody", Set.of());
      enrol(enrolment, mailbox);
    }
  }

  private void enrol(Enrolment enrolment, Mailbox mailbox) throws IOException {
    EnrolmentKit kit =
        EnrolmentKit.make(
            mailbox, "Somebody", KeyAlgorithm.P_256, KeyAlgorithm.P_256, organization.random());
    Proof proof = new Proof.AdministratorVouches(Mailbox.of("admin@example.test"));
    say("begin archive");
    EnrolmentOutcome outcome =
        enrolment.enrol(kit.request(organization.home().certificate("archive")), proof);
    if (outcome instanceof EnrolmentOutcome.Enrolled enrolled) {
      say("done archive " + kit.receive(enrolled.credentials()).decryption().key().id().hex());
    } else {
      throw new IllegalStateException("not enrolled: " + outcome);
    }
  }

  /** The quorum becomes three, and two again: each time all is sealed anew. */
  private void replace(boolean finish) throws IOException {
    ReplacementCeremony ceremony = new ReplacementCeremony(organization, Lab.officers(folder));
    boolean left = ceremony.isUnderWay();
    while (left || !finish) {
      if (!left) {
        int now = organization.archiving().officers().quorum().required();
        ceremony.open(List.of(), List.of(), now == 2 ? 3 : 2);
      }
      say("begin replace");
      Resealing.Outcome outcome =
          ceremony.run((sealed, _) -> {
            say("done replace " + sealed);
            say("begin replace");
          });
      if (!(outcome instanceof Resealing.Outcome.Done)) {
        throw new IllegalStateException("not replaced: " + outcome);
      }
      say("done replace all");
      if (left) {
        say("resumed replace");
      }
      left = false;
    }
  }

  private void recover(boolean finish) throws IOException {
    RecoveryDesk desk = new RecoveryDesk(organization);
    KeyFile bob = Lab.keys(folder, "bob");
    DecryptionIdentity receiver = bob.decryption().getFirst();
    List<KeyFile> officers = new ArrayList<>();
    for (String officer : Lab.OFFICERS.subList(0, 2)) {
      officers.add(Lab.keys(folder, officer));
    }
    Optional<RecoveryCase> left = unfinished();
    while (left.isPresent() || !finish) {
      CaseId id =
          left.map(one -> new CaseId(one.id())).orElseGet(() -> request(desk, bob, receiver));
      for (KeyFile officer : officers) {
        approve(desk, id, officer);
      }
      say("begin collect");
      Recovery.Collected collected = desk.collect(id, RecoveryDesk.mailbox(receiver.certificate()));
      if (collected instanceof Recovery.Collected.Released released) {
        int keys = desk.recover(released.release(), receiver).size();
        say("done collect " + id + " " + released.logIndex() + " " + keys);
      } else {
        throw new IllegalStateException("approved by all, and refused: " + collected);
      }
      left.map(organization.archiving().recovery()::state)
          .ifPresent(
              state -> say("resumed " + (state == CaseState.APPROVED ? "collect" : "approve")));
      left = Optional.empty();
    }
  }

  /** The case that a killed process left. */
  private Optional<RecoveryCase> unfinished() {
    return organization.archiving().recovery().cases(1).stream()
        .filter(one ->
            switch (organization.archiving().recovery().state(one)) {
              case OPEN, APPROVED -> true;
              case DENIED, WITHDRAWN, REJECTED, EXPIRED, RELEASED -> false;
            })
        .findFirst();
  }

  private static CaseId request(RecoveryDesk desk, KeyFile bob, DecryptionIdentity receiver) {
    SigningIdentity requester = bob.signing().getFirst();
    return desk.request(
        requester,
        RecoveryDesk.mailbox(requester.certificate()),
        new Receiver.Owner(receiver.certificate()),
        "again",
        "");
  }

  /** One who had decided before the kill is refused, and that changes nothing. */
  private static void approve(RecoveryDesk desk, CaseId id, KeyFile officer) throws IOException {
    List<DecryptionIdentity> encryption = officer.decryption();
    say("begin approve");
    ShareBundle bundle = desk.bundle(id, desk.officer(encryption));
    byte[] decision = desk.decide(bundle, officer.signing().getFirst(), encryption);
    try {
      say("done approve " + id + " " + desk.approve(id, decision).logIndex());
    } catch (Failure decidedBefore) {
      say("resumed approve");
    }
  }

  private void backup(boolean finish, Instant[] now) throws IOException {
    Path place = BackupMaker.folder(organization);
    Instant newest =
        organization.store().backups().backups().stream()
            .map(BackupRecord::at)
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    boolean left = hasDraft(place);
    do {
      Instant next = newest.plusSeconds(1);
      now[0] = Instant.now().isAfter(next) ? Instant.now() : next;
      say("begin backup");
      Path made =
          new BackupMaker(organization)
              .make(place, BackupMaker.Kind.WHAT_CHANGED, Progress.NONE)
              .file();
      say("done backup " + made.getFileName());
      if (left) {
        say("resumed backup");
      }
      newest = now[0];
      left = false;
    } while (!finish);
  }

  private static boolean hasDraft(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.anyMatch(file -> file.toString().endsWith(".part"));
    }
  }

  private static void restore(Path folder, Path home, Path backups, String store)
      throws IOException {
    Path safe = folder.resolve("safe");
    Certificate root =
        Certificates.read(Files.readAllBytes(safe.resolve("root.pem")), "root").getFirst();
    char[] passphrase =
        Files.readString(safe.resolve("passphrase"), StandardCharsets.US_ASCII)
            .strip()
            .toCharArray();
    boolean left = Lab.isBegun(home);
    if (!(Backups.find(List.of(backups), Optional.empty())
        instanceof BackupShelf.Found.Chain found)) {
      throw new IllegalStateException("no backup in " + backups);
    }
    say("begin restore");
    Backup.Restoration outcome =
        Backups.restore(
            found.chain(),
            List.of(KeyVault.decryption(safe.resolve("backup.p12"), passphrase)),
            root,
            new Home(home),
            Optional.of(store),
            Backups.Rows.AS_LOGGED,
            InstantSource.system(),
            Progress.NONE);
    if (outcome instanceof Backup.Restoration.Refused refused) {
      throw new IllegalStateException(refused.findings().getFirst().line());
    }
    say("done restore " + home.getFileName());
    if (left) {
      say("resumed restore");
    }
  }

  private static void say(String line) {
    System.out.println(line + ".");
  }
}
