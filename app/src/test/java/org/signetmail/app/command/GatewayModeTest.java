package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.PersonCeremony;
import org.signetmail.app.organization.RingByPolicy;
import org.signetmail.enrolment.EnrolmentKit;
import org.signetmail.enrolment.EnrolmentOutcome;
import org.signetmail.enrolment.EnrolmentRequest;
import org.signetmail.enrolment.Proof;
import org.signetmail.gateway.KeyRingStore;
import org.signetmail.gateway.RingHolder;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.testkit.CommandRun;

/**
 * Keys that come into the gateway's ring with the certificates over them, and leave with people.
 */
class GatewayModeTest {
  private static final Proof VOUCHED =
      new Proof.AdministratorVouches(Mailbox.of("admin@example.test"));

  @TempDir private static Path folder = Path.of("");

  private static Path home = Path.of("");
  private static String password = "";
  private static String configuration = "";

  @BeforeAll
  static void found() throws Exception {
    home = folder.resolve("home");
    password = Files.writeString(folder.resolve("password"), "x\n").toString();
    done(
        "init",
        home.toString(),
        "--organization=Example Corp",
        "--domain=example.test",
        "--officers=2",
        "--quorum=2");
    for (String officer : List.of("olga", "omar")) {
      done(
          "officer",
          "enrol",
          officer + "@example.test",
          "--name=" + officer,
          "-o",
          folder.resolve(officer + ".p12").toString(),
          "--password-file=" + password,
          "--home=" + home);
    }
    configuration = Files.readString(home.resolve("signet.yaml"));
  }

  @BeforeEach
  void restore() throws IOException {
    Files.writeString(home.resolve("signet.yaml"), configuration);
  }

  @Test
  void theOrganisationsWishIsKeptAtEnrolmentReplacementAndLeaving() throws Exception {
    mode("organization");
    add("ann", "desk");
    add("ben", "staff");
    assertTrue(enrol("new", "ann").text().contains("the gateway opens mail to it"));
    enrol("new", "ben");
    Certificate first = ring("ann").getFirst().certificate();
    assertEquals(List.of(), ring("ben"), "is in another group");
    enrol("replace", "ann");
    assertEquals(2, ring("ann").size(), "the former key opens old mail");
    assertTrue(ring("ann").stream().anyMatch(one -> one.certificate().equals(first)));
    done("user", "leave", "ann@example.test", "--home=" + home);
    assertEquals(List.of(), ring("ann"));
  }

  @Test
  void withoutThePersonsWordNothingComesIn() throws Exception {
    mode("person");
    add("cleo", "desk");
    add("dan", "staff");
    enrol("new", "cleo");
    assertEquals(List.of(), ring("cleo"));
    enrol("replace", "cleo", "--gateway-reads");
    assertEquals(1, ring("cleo").size());
    CommandRun closed = run(enrolment("new", "dan", "--gateway-reads"));
    assertEquals(2, closed.status());
    assertTrue(closed.errors().contains("in no group that the gateway reads for"), closed.errors());
  }

  /** The request is made on the person's side, which has the ring's certificate. */
  @Test
  void aRequestThatIsMadeElsewhereCarriesTheKeySealedTwice() throws Exception {
    mode("organization");
    add("eve", "desk");
    String pem = done("keyring", "transport", "--home=" + home).text();
    assertEquals(pem, done("keyring", "transport", "--home=" + home).text(), "one and the same");
    try (Organization organization = organization()) {
      Mailbox eve = Mailbox.of("eve@example.test");
      EnrolmentKit kit = kit(organization, eve);
      Certificate archive = organization.home().certificate("archive");
      Certificate ring = organization.home().certificate("ring");
      assertEquals(pem, ring.pem());
      assertEquals("enrolment.ring-wanted", refusal(organization, kit.request(archive)));
      EnrolmentRequest good = kit.request(archive, Optional.of(ring));
      EnrolmentRequest other = kit(organization, eve).request(archive, Optional.of(ring));
      assertEquals(
          "enrolment.ring-other-key",
          refusal(
              organization,
              new EnrolmentRequest(
                  eve, good.signing(), good.encryption(), good.binding(), other.ring())));
      assertEquals(
          "archive.transport",
          refusal(
              organization,
              new EnrolmentRequest(
                  eve,
                  good.signing(),
                  good.encryption(),
                  good.binding(),
                  Optional.of(good.encryption()))),
          "what is sealed to the archive does not open for the ring");
      EnrolmentOutcome.Enrolled enrolled =
          assertInstanceOf(
              EnrolmentOutcome.Enrolled.class,
              organization.enrolling().enrolment().enrol(good, VOUCHED));
      assertTrue(organization.mailing().keyRing().opens(enrolled.credentials().encryption()));
    }
    assertEquals(1, ring("eve").size());
  }

  @Test
  void formerKeysThatComeBackFollow() throws Exception {
    add("fay", "desk");
    enrol("new", "fay");
    mode("organization");
    try (Organization organization = organization()) {
      Mailbox fay = Mailbox.of("fay@example.test");
      Keys keys =
          new Keys(List.of(folder.resolve("fay.p12").toString()), Password.of(Path.of(password)));
      RingByPolicy ring = new RingByPolicy(organization);
      assertEquals(1, ring.history(fay, keys.readers(), RingByPolicy.Consent.NOT_GIVEN));
      assertEquals(0, ring.history(fay, keys.readers(), RingByPolicy.Consent.NOT_GIVEN), "once");
      assertTrue(organization.mailing().keyRing().opens(keys.readers().getFirst().certificate()));
    }
    mode("person");
    try (Organization organization = organization()) {
      Mailbox fay = Mailbox.of("fay@example.test");
      assertEquals(
          0,
          new RingByPolicy(organization).history(fay, List.of(), RingByPolicy.Consent.NOT_GIVEN));
    }
  }

  private static EnrolmentKit kit(Organization organization, Mailbox mailbox) {
    return EnrolmentKit.make(
        mailbox, "Eve", PersonCeremony.SIGNING, PersonCeremony.ENCRYPTION, organization.random());
  }

  private static String refusal(Organization organization, EnrolmentRequest request)
      throws IOException {
    EnrolmentOutcome outcome = organization.enrolling().enrolment().enrol(request, VOUCHED);
    assertFalse(outcome instanceof EnrolmentOutcome.Enrolled);
    return outcome.findings().getFirst().code().code();
  }

  private static void mode(String consent) throws IOException {
    Files.writeString(
        home.resolve("signet.yaml"),
        configuration.replaceFirst(
            "(?m)^mail:$", "mail:\n  gateway-mode: { groups: [desk], consent: " + consent + " }"));
  }

  private static List<KeyRingStore.Entry> ring(String name) throws IOException {
    try (Organization organization = organization()) {
      return organization
          .store()
          .keyRing()
          .of(new RingHolder.Person(Mailbox.of(name + "@example.test")));
    }
  }

  private static Organization organization() throws IOException {
    return Organization.open(new Home(home), InstantSource.system());
  }

  private static void add(String name, String group) {
    done(
        "user",
        "add",
        name + "@example.test",
        "--name=" + name,
        "--group=" + group,
        "--home=" + home);
  }

  private static CommandRun enrol(String how, String name, String... more) {
    return done(enrolment(how, name, more));
  }

  private static String[] enrolment(String how, String name, String... more) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of(
                "enrol",
                how,
                name + "@example.test",
                "--vouched-by=admin@example.test",
                "-o",
                folder.resolve(name + ".p12").toString(),
                "--password-file=" + password,
                "--home=" + home));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static CommandRun done(String... arguments) {
    CommandRun run = run(arguments);
    assertEquals(0, run.status(), run.errors());
    return run;
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.of(new byte[0], errors -> Main.run(arguments, errors));
  }
}
