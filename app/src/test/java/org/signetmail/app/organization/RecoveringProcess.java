package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.signetmail.app.home.Home;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.ShareBundle;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;

/**
 * Bob and his officers, who bring keys back again and again until the process is killed: they take
 * up what was left where it was, and open a new case when nothing is. It says what was answered, a
 * line each that ends with a full stop.
 */
final class RecoveringProcess {
  static final char[] PASSWORD = "secret".toCharArray();

  private final RecoveryDesk desk;
  private final Recovery recovery;
  private final KeyFile bob;
  private final List<KeyFile> officers;

  private RecoveringProcess(Organization organization, Path folder) throws IOException {
    this.desk = new RecoveryDesk(organization);
    this.recovery = organization.recovery();
    this.bob = keys(folder.resolve("bob.p12"));
    this.officers = List.of(keys(folder.resolve("olga.p12")), keys(folder.resolve("omar.p12")));
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Organization organization =
        Organization.open(new Home(folder.resolve("home")), InstantSource.system());
    RecoveringProcess process = new RecoveringProcess(organization, folder);
    while (true) {
      process.once();
    }
  }

  private void once() throws IOException {
    CaseId id = unfinished();
    for (KeyFile officer : officers) {
      approve(id, officer);
    }
    DecryptionIdentity receiver = bob.decryption().getFirst();
    Mailbox to = RecoveryDesk.mailbox(receiver.certificate());
    if (desk.collect(id, to) instanceof Recovery.Collected.Released released) {
      say("released " + id + " " + released.logIndex());
      say("recovered " + id + " " + desk.recover(released.release(), receiver).size());
    } else {
      say("odd: approved by all, and refused: " + id);
    }
  }

  /** The case that a killed process left, or a new one. */
  private CaseId unfinished() {
    return Stream.ofNullable(recovery.cases(1))
        .flatMap(List::stream)
        .filter(one ->
            switch (recovery.state(one)) {
              case OPEN, APPROVED -> true;
              case DENIED, WITHDRAWN, REJECTED, EXPIRED, RELEASED -> false;
            })
        .map(one -> new CaseId(one.id()))
        .findFirst()
        .orElseGet(this::request);
  }

  private CaseId request() {
    SigningIdentity requester = bob.signing().getFirst();
    CaseId id =
        desk.request(
            requester,
            RecoveryDesk.mailbox(requester.certificate()),
            new Receiver.Owner(bob.decryption().getFirst().certificate()),
            "again",
            "");
    say("requested " + id);
    return id;
  }

  /** One who had decided before the kill is refused, and that changes nothing. */
  private void approve(CaseId id, KeyFile officer) {
    List<DecryptionIdentity> encryption = officer.decryption();
    ShareBundle bundle = desk.bundle(id, desk.officer(encryption));
    byte[] decision = desk.decide(bundle, officer.signing().getFirst(), encryption);
    try {
      say("approved " + id + " " + desk.approve(id, decision).logIndex());
    } catch (org.signetmail.app.Failure e) {
      say("decided " + id);
    }
  }

  private static KeyFile keys(Path file) throws IOException {
    return KeyFile.read(Files.readAllBytes(file), PASSWORD, file.toString());
  }

  private static void say(String line) {
    System.out.println(line + ".");
  }
}
