package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.signetmail.app.home.Home;
import org.signetmail.archive.Resealing;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.Mailbox;

/**
 * Does one of two things again and again until it is killed, and says a line for each that was
 * answered, which ends with a full stop. {@code archive}: people are enrolled, so their keys are
 * archived and certified. {@code replace}: the officers change their quorum, to three and back to
 * two, and the archive is sealed again each time; it takes up what a killed one left.
 */
final class ArchivingProcess {
  static final char[] PASSWORD = "secret".toCharArray();
  static final List<String> OFFICERS = List.of("olga", "omar", "otto");

  private final Organization organization;

  private ArchivingProcess(Organization organization) {
    this.organization = organization;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    ArchivingProcess process =
        new ArchivingProcess(
            Organization.open(new Home(folder.resolve("home")), InstantSource.system()));
    List<DecryptionIdentity> officers = officers(folder);
    while (true) {
      switch (arguments[1]) {
        case "archive" -> process.archive();
        case "replace" -> process.replace(officers);
        default -> throw new IllegalArgumentException(arguments[1]);
      }
    }
  }

  /** The keys of all officers. */
  static List<DecryptionIdentity> officers(Path folder) throws IOException {
    List<DecryptionIdentity> keys = new ArrayList<>();
    for (String name : OFFICERS) {
      Path file = folder.resolve(name + ".p12");
      keys.addAll(KeyFile.read(Files.readAllBytes(file), PASSWORD, name).decryption());
    }
    return keys;
  }

  private void archive() throws IOException {
    byte[] name = new byte[8];
    new SecureRandom().nextBytes(name);
    Mailbox mailbox = Mailbox.of(HexFormat.of().formatHex(name) + "@example.test");
    organization.enrolment().invite(mailbox, "Somebody", Set.of());
    PersonalKeys keys =
        new PersonCeremony(organization)
            .enrol(
                mailbox,
                "Somebody",
                new Proof.AdministratorVouches(Mailbox.of("admin@example.test")),
                new PersonCeremony.Occasion.First());
    say("archived " + keys.decryption().key().id().hex());
  }

  private void replace(List<DecryptionIdentity> officers) throws IOException {
    ReplacementCeremony ceremony = new ReplacementCeremony(organization, officers);
    if (!ceremony.isUnderWay()) {
      int now = organization.officers().quorum().required();
      ceremony.open(List.of(), List.of(), now == 2 ? 3 : 2);
      say("opened");
    }
    Resealing.Outcome outcome = ceremony.run((_, left) -> say("sealed " + left));
    say(
        outcome instanceof Resealing.Outcome.Done done
            ? "done " + done.sealed()
            : "odd " + outcome);
  }

  private static void say(String line) {
    System.out.println(line + ".");
  }
}
