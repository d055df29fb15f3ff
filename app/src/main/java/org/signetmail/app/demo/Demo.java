package org.signetmail.app.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.Terminal;
import org.signetmail.app.backup.BackupMaker;
import org.signetmail.app.backup.Backups;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.KeyVault;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.Progress;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.DecryptionIdentity;

/**
 * The whole story of one organisation, from its founding to a restored backup, in a folder of its
 * own on loopback.
 */
public final class Demo {
  private static final String PLAN = "The merger closes on Friday. Please tell nobody.";
  private static final String REPLY =
      "Agreed. I sign this with my own key, before it leaves my desk.";

  private final Narrator narrator;
  private final Stage stage;
  private final KeyScenes keys;
  private final MailScenes mail;

  private Demo(Narrator narrator, Stage stage) {
    this.narrator = narrator;
    this.stage = stage;
    this.keys = new KeyScenes(stage);
    this.mail = new MailScenes(stage);
  }

  /** What comes after the story: with {@code STAY_UP} the system runs on until the process ends. */
  public enum Ending {
    ONCE,
    STAY_UP
  }

  /**
   * Tells the story.
   *
   * @param base the folder, or the start of its name when another demo is using it
   * @throws Failure naming the step that did not come out as the story says
   */
  public static void tell(Path base, PrintStream out, InstantSource clock, Ending ending)
      throws Exception {
    boolean terminal = Terminal.console().isPresent();
    Narrator narrator =
        new Narrator(out, clock, terminal ? Narrator.Colour.ON : Narrator.Colour.OFF);
    try (DemoFolder folder = DemoFolder.claim(base.toAbsolutePath().normalize());
        Stage stage = new Stage(folder.path())) {
      Thread closing = new Thread(stage::close, "closing");
      Runtime.getRuntime().addShutdownHook(closing);
      try {
        new Demo(narrator, stage).tell();
      } catch (Narrator.StepFailed e) {
        throw new Failure(ExitCode.FAILED, e.getMessage() + "; look at " + folder.path(), e);
      }
      if (ending == Ending.STAY_UP) {
        narrator.line("");
        narrator.line("The system stays up. Ctrl-C ends it.");
        Thread.sleep(Long.MAX_VALUE);
      }
      Runtime.getRuntime().removeShutdownHook(closing);
    }
  }

  private void tell() throws Exception {
    narrator.title("Signet: secure mail for Example Corp, in " + stage.folder());
    narrator.step("Example Corp is founded", this::founded);
    narrator.step("Three people become recovery officers", keys::officersAreEnrolled);
    narrator.step("The services come up", this::up);

    Cast[] cast = new Cast[3];
    narrator.step(
        "Alice, Bob and Mallory are enrolled",
        () -> {
          cast[0] = keys.enrol("alice@example.test", "Alice Example");
          cast[1] = keys.enrol("bob@example.test", "Bob Example");
          cast[2] = keys.enrol("mallory@example.test", "Mallory Example");
          return keys.standing(cast[0]) + "\n" + keys.standing(cast[1]);
        });
    Cast alice = cast[0];
    Cast bob = cast[1];
    Cast mallory = cast[2];

    Path[] copy = new Path[2];
    narrator.step(
        "Alice writes to Bob with any mail program",
        () -> {
          Letter letter = new Letter(alice.mailbox(), alice.name(), bob.mailbox(), "Merger", PLAN);
          copy[0] = mail.send(letter.octets(stage.clock().instant()), alice, bob, "to-bob.eml");
          return "sealed and encrypted by policy, handed to the next hop, and only then 250";
        });
    narrator.step("Bob opens it", () -> mail.passes(bob, copy[0], PLAN));
    narrator.step(
        "Somebody changes one byte on the way", () -> mail.failsWhenChanged(bob, copy[0]));
    narrator.step("Mallory gets hold of a copy", () -> mail.isNotFor(mallory, copy[0]));
    narrator.step(
        "Bob answers, and signs at home with his own key",
        () -> {
          Letter letter =
              new Letter(bob.mailbox(), bob.name(), alice.mailbox(), "Re: Merger", REPLY);
          byte[] signed = mail.signedAtHome(bob, letter.octets(stage.clock().instant()));
          copy[1] = mail.send(signed, bob, alice, "to-alice.eml");
          return mail.passes(alice, copy[1], REPLY);
        });

    narrator.step("Bob loses his keys", () -> keys.losesTheKeys(bob, copy[0]));
    narrator.step("He asks to have the old one back", () -> keys.asksForTheOldKeys(bob));
    narrator.step("One officer approves, which is not enough", () -> keys.oneOfficerIsRefused(bob));
    narrator.step(
        "A second officer approves", () -> keys.twoOfficersBringThemBack(bob, copy[0], PLAN));
    narrator.step("The public log proves that it happened", keys::theLogProvesIt);

    Path backup = stage.folder().resolve("safe").resolve("example-corp.backup");
    narrator.step("A backup is taken", () -> backedUp(backup));
    narrator.step("The system is destroyed, store and all", this::destroyed);
    narrator.step("The backup is restored", () -> restored(backup));
    narrator.step(
        "Bob recovers from the restored archive", () -> keys.recoversAgain(bob, copy[0], PLAN));
    narrator.step(
        "OpenSSL opens and verifies the mail too",
        () -> new Peer(stage).opens(alice, copy[1], bob, copy[0]));
    narrator.line("");
    narrator.line("Everything is in " + stage.folder() + ": mail/, people/, home/, safe/");
  }

  private String founded() throws IOException {
    stage.found();
    return "root and issuing authority, archive for 3 officers with a quorum of 2, policy, log\n"
        + "store "
        + stage.organization().store().url();
  }

  private String up() throws IOException {
    stage.start();
    return stage.services().describe();
  }

  private String backedUp(Path file) throws IOException {
    Home home = stage.home();
    // What must not lie beside a backup goes to the safe on another shelf: passphrase and its key.
    for (Path apart :
        List.of(home.passphraseFile(), home.folder().resolve(KeyName.BACKUP.file()))) {
      stage.keep("safe/" + apart.getFileName(), Files.readAllBytes(apart));
    }
    stage.keep("safe/root.pem", Files.readAllBytes(home.certificateFile("root")));
    BackupManifest manifest =
        new BackupMaker(stage.organization())
            .make(file, BackupMaker.Kind.FULL, Progress.NONE)
            .manifest();
    MailScenes.check(
        Backups.verify(chain(file), root(), stage.clock(), Progress.NONE)
            instanceof Backup.Verification.Whole,
        "the backup is not whole");
    return "one file of "
        + Files.size(file) / 1000
        + " kB, sealed and signed, tied to the log: "
        + counts(manifest);
  }

  private String destroyed() throws IOException {
    stage.stop();
    try (Stream<Path> found = Files.walk(stage.home().folder())) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    MailScenes.check(!Files.exists(stage.home().folder()), "something is left");
    return "nothing is left of " + stage.home();
  }

  private String restored(Path file) throws IOException {
    Path safe = stage.folder().resolve("safe");
    char[] passphrase = Files.readString(safe.resolve("passphrase")).strip().toCharArray();
    DecryptionIdentity key = KeyVault.decryption(safe.resolve("backup.p12"), passphrase);
    return switch (Backups.restore(
        chain(file), List.of(key), root(), stage.home(), stage.clock(), Progress.NONE)) {
      case Backup.Restoration.Refused refused ->
          throw new IllegalStateException(refused.findings().getFirst().line());
      case Backup.Restoration.Restored restored -> {
        Files.copy(
            safe.resolve("passphrase"),
            stage.home().passphraseFile(),
            StandardCopyOption.COPY_ATTRIBUTES);
        stage.start();
        yield "whole, its log contains the checkpoint of the backup; the services are up again";
      }
    };
  }

  private static BackupChain chain(Path file) throws IOException {
    return switch (Backups.find(List.of(file), Optional.empty())) {
      case BackupShelf.Found.Chain found -> found.chain();
      case BackupShelf.Found.None none ->
          throw new IllegalStateException(none.findings().getFirst().line());
    };
  }

  private Certificate root() throws IOException {
    Path file = stage.folder().resolve("safe/root.pem");
    return Certificates.read(Files.readAllBytes(file), file.toString()).getFirst();
  }

  private static String counts(BackupManifest manifest) {
    return "%d people, %d certificates, %d archived keys, %d entries of the log"
        .formatted(
            manifest.rows().get("person"),
            manifest.rows().get("certificate"),
            manifest.rows().get("archived_key"),
            manifest.rows().get("log_leaf"));
  }
}
