package org.signetmail.enrolment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.signetmail.enrolment.Entrance.Asked;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;

/** Who comes in, who does not, and what the latter learn. */
class EntranceTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final String HERE = "192.0.2.1";
  private static final String VISIT = "a browser";

  private record Sent(Mailbox to, String code) {}

  private final Office office = new Office();
  private final List<Sent> sent = new ArrayList<>();
  private Sessions sessions = sessions(new MemorySessions());
  private Entrance entrance = entrance(new MemorySessions());
  private String code = "";

  @BeforeEach
  void invite() {
    MemorySessions store = new MemorySessions();
    sessions = sessions(store);
    entrance = entrance(store);
    code = office.enrolment.invite(ALICE, "Alice Example", Set.of()).code();
  }

  @Test
  void anInvitationOpensASessionThatIsOfUseForOneSetOfCertificates() {
    String token = admitted(entrance.byInvitation("Alice@example.test ", code, HERE));
    Sessions.SignedIn alice = sessions.find(token).orElseThrow();
    assertEquals(ALICE, alice.control().mailbox());

    Proof proof = new Proof.MailboxShown(alice.control());
    EnrolmentRequest request = office.kit(ALICE).request(office.transport.certificate());
    assertInstanceOf(EnrolmentOutcome.Enrolled.class, office.enrolment.enrol(request, proof));

    refused(
        EnrolmentFinding.SESSION_STALE,
        office.enrolment.replace(
            office.kit(ALICE).request(office.transport.certificate()),
            proof,
            Revocation.Reason.SUPERSEDED));
    assertTrue(sessions.find(token).isPresent(), "and still shows what there is");
    assertInstanceOf(Entry.Refused.class, entrance.byInvitation("alice@example.test", code, HERE));
  }

  @Test
  void theSameSessionGivesCertificatesToOneKeyOnly() {
    Proof proof =
        new Proof.MailboxShown(
            sessions
                .find(admitted(entrance.byInvitation(ALICE.toString(), code, HERE)))
                .orElseThrow()
                .control());
    assertTrue(
        office.people.redeem(
            office.people.find(ALICE).orElseThrow(), office.corp.signingKey().id()));

    refused(
        EnrolmentFinding.CODE_WRONG,
        office.enrolment.enrol(office.kit(ALICE).request(office.transport.certificate()), proof));
  }

  @Test
  void controlOfOneMailboxIsOfNoUseForAnother() {
    Mailbox bob = Mailbox.of("bob@example.test");
    office.enrolment.invite(bob, "Bob", Set.of());
    MailboxControl alices =
        sessions
            .find(admitted(entrance.byInvitation(ALICE.toString(), code, HERE)))
            .orElseThrow()
            .control();

    refused(
        EnrolmentFinding.SESSION_STALE,
        office.enrolment.enrol(
            office.kit(bob).request(office.transport.certificate()),
            new Proof.MailboxShown(alices)));
  }

  @Test
  void whoIsNobodyIsAnsweredAsSomebodyWithAWrongCode() {
    for (String address :
        List.of(
            ALICE.toString(),
            "nobody@example.test",
            "аlice@example.test", // with a Cyrillic letter
            "not an address",
            "",
            "a".repeat(10_000) + "@example.test")) {
      assertEquals(
          new Entry.Refused(), entrance.byInvitation(address, "AAAAA-AAAAA", HERE), address);
      assertEquals(new Asked.Noted(), entrance.ask(address, VISIT, HERE), address);
    }
    assertEquals(List.of(ALICE), sent.stream().map(Sent::to).toList());
  }

  @Test
  void aCodeThatWasAskedForIsGoodForOneBrowserOneTimeAndSomeMinutes() {
    entrance.ask(ALICE.toString(), VISIT, HERE);
    String asked = sent.getFirst().code();

    assertInstanceOf(
        Entry.Refused.class, entrance.byCode(ALICE.toString(), asked, "another browser", HERE));
    String token =
        admitted(
            entrance.byCode(
                ALICE.toString(), asked.toLowerCase(java.util.Locale.ROOT), VISIT, HERE));
    assertNotEquals(VISIT, token, "a session never has the token of before (fixation)");
    assertInstanceOf(
        Entry.Refused.class, entrance.byCode(ALICE.toString(), asked, VISIT, HERE), "once");

    entrance.ask(ALICE.toString(), "later", HERE);
    office.time = office.time.plus(Duration.ofMinutes(16));
    assertInstanceOf(
        Entry.Refused.class,
        entrance.byCode(ALICE.toString(), sent.getLast().code(), "later", HERE));
  }

  @Test
  void guessingEndsAndTheRightCodeWaitsToo() {
    Entry last = new Entry.Refused();
    int tries = 0;
    while (last instanceof Entry.Refused && tries < 200) {
      last = entrance.byInvitation(ALICE.toString(), "AAAAA-AAAAA-AAAAA-AAAAA", "client " + tries);
      tries++;
    }
    assertInstanceOf(Entry.TooMany.class, last);
    assertEquals(EntranceLimit.WRONG_FOR_MAILBOX.most() + 1, tries, "from however many places");
    assertInstanceOf(Entry.TooMany.class, entrance.byInvitation(ALICE.toString(), code, HERE));

    office.time = office.time.plus(EntranceLimit.WRONG_FOR_MAILBOX.window());
    admitted(entrance.byInvitation(ALICE.toString(), code, HERE));
  }

  @Test
  void oneClientCannotGuessForManyPeople() {
    Entry last = new Entry.Refused();
    int tries = 0;
    while (last instanceof Entry.Refused && tries < 200) {
      last = entrance.byInvitation("p" + tries + "@example.test", "AAAAA", HERE);
      tries++;
    }
    assertEquals(EntranceLimit.WRONG_FROM_CLIENT.most() + 1, tries);
    admitted(entrance.byInvitation(ALICE.toString(), code, "198.51.100.7"));
  }

  @Test
  void nobodyIsFloodedWithCodes() {
    for (int i = 0; i < 20; i++) {
      entrance.ask(ALICE.toString(), "browser " + i, "client " + i);
    }
    assertEquals(EntranceLimit.ASKED_FOR_MAILBOX.most(), sent.size());
  }

  @Test
  void asManyRightCodesAsOneLikesCountForNothing() {
    for (int i = 0; i < 2 * EntranceLimit.WRONG_FOR_MAILBOX.most(); i++) {
      admitted(entrance.byInvitation(ALICE.toString(), code, HERE));
    }
  }

  @Test
  void sessionsEndByThemselvesByTheirHoldersAndWithThePerson() {
    String idle = admitted(entrance.byInvitation(ALICE.toString(), code, HERE));
    office.time = office.time.plus(Sessions.IDLE);
    assertEquals(Optional.empty(), sessions.find(idle));

    String busy = admitted(entrance.byInvitation(ALICE.toString(), code, HERE));
    Instant end = office.time.plus(Sessions.LONGEST);
    while (office.time.isBefore(end)) {
      assertTrue(sessions.find(busy).isPresent(), "in use");
      office.time = office.time.plus(Sessions.IDLE.dividedBy(2));
    }
    assertEquals(Optional.empty(), sessions.find(busy), "for all that");

    String closed = admitted(entrance.byInvitation(ALICE.toString(), code, HERE));
    sessions.close(closed);
    assertEquals(Optional.empty(), sessions.find(closed));

    String suspended = admitted(entrance.byInvitation(ALICE.toString(), code, HERE));
    office.enrolment.suspend(ALICE);
    assertEquals(Optional.empty(), sessions.find(suspended));
    assertEquals(Optional.empty(), sessions.find("a token of the attacker's"));
    assertFalse(new Entry.Admitted(closed).toString().contains(closed));
  }

  @Test
  void thePasswordOfTheDirectoryLetsInWhoIsKnownHere() {
    DirectoryPasswords directory = (_, _) -> new DirectoryPasswords.Answer.Right("Somebody New");

    admitted(entrance.byPassword(directory, " Alice@example.test", "hers", HERE));
    assertInstanceOf(
        Entry.Refused.class, entrance.byPassword(directory, ALICE.toString(), "", HERE), "empty");
    assertInstanceOf(
        Entry.Refused.class,
        entrance.byPassword(directory, "nobody@example.test", "theirs", HERE),
        "not known here");
    office.enrolment.suspend(ALICE);
    assertInstanceOf(
        Entry.Refused.class,
        entrance.byPassword(directory, ALICE.toString(), "hers", HERE),
        "suspended");
  }

  @Test
  void whoIsNewIsAddedWhereThatIsWantedAndNobodyElse() {
    Mailbox nora = Mailbox.of("nora@example.test");
    Mailbox noah = Mailbox.of("noah@example.test");
    DirectoryPasswords directory = (_, _) -> new DirectoryPasswords.Answer.Right("Nora New");
    Entrance open =
        entrance(
            new MemorySessions(),
            (mailbox, name) -> {
              office.enrolment.invite(mailbox, name, Set.of());
              return office.people.find(mailbox);
            });
    assertInstanceOf(
        Entry.Refused.class,
        entrance.byPassword(directory, nora.toString(), "hers", HERE),
        "not wanted");
    assertInstanceOf(
        Entry.Refused.class, open.byInvitation(nora.toString(), "AAAAA-AAAAA", HERE), "no code");
    assertInstanceOf(
        Entry.Refused.class,
        open.byPassword(
            (_, _) -> new DirectoryPasswords.Answer.Wrong(), nora.toString(), "guess", HERE));
    assertEquals(Optional.empty(), office.people.find(nora));

    admitted(open.byPassword(directory, nora.toString(), "hers", HERE));
    assertEquals("Nora New", office.people.find(nora).orElseThrow().name());
    admitted(open.byProvider("left", () -> new Vouching.Vouched(noah, "Noah New"), HERE));
    assertEquals("Noah New", office.people.find(noah).orElseThrow().name());

    office.enrolment.leave(nora);
    assertInstanceOf(
        Entry.Refused.class, open.byPassword(directory, nora.toString(), "hers", HERE), "left");
    assertEquals(Person.State.LEFT, office.people.find(nora).orElseThrow().state());
    office.enrolment.suspend(noah);
    assertInstanceOf(
        Entry.Refused.class,
        open.byProvider("left again", () -> new Vouching.Vouched(noah, "Noah New"), HERE));
  }

  @Test
  void nobodyLocksAnAccountOfTheDirectoryFromHere() {
    AtomicInteger asked = new AtomicInteger();
    DirectoryPasswords directory =
        (_, _) -> {
          asked.incrementAndGet();
          return new DirectoryPasswords.Answer.Wrong();
        };
    for (int i = 0; i < 20; i++) {
      entrance.byPassword(directory, ALICE.toString(), "guess " + i, "client " + i);
    }
    assertEquals(EntranceLimit.WRONG_PASSWORD.most(), asked.get());
  }

  @Test
  void aDirectoryThatDoesNotAnswerCountsForNothing() {
    for (int i = 0; i < 2 * EntranceLimit.WRONG_PASSWORD.most(); i++) {
      assertInstanceOf(
          Entry.Unreachable.class,
          entrance.byPassword(
              (_, _) -> new DirectoryPasswords.Answer.Unreachable(),
              ALICE.toString(),
              "hers",
              HERE));
    }
  }

  @Test
  void whoComesBackFromTheProviderDoesSoOnce() {
    Vouching alice = new Vouching.Vouched(ALICE, "Alice");
    String token = admitted(entrance.byProvider("left once", () -> alice, HERE));
    assertEquals(ALICE, sessions.find(token).orElseThrow().control().mailbox());

    AtomicInteger asked = new AtomicInteger();
    assertInstanceOf(
        Entry.Refused.class,
        entrance.byProvider(
            "left once",
            () -> {
              asked.incrementAndGet();
              return alice;
            },
            HERE));
    assertEquals(0, asked.get(), "and the provider hears nothing of it");
    assertInstanceOf(
        Entry.Refused.class,
        entrance.byProvider(
            "left again",
            () -> new Vouching.Vouched(Mailbox.of("nobody@example.test"), "N"),
            HERE));
    assertInstanceOf(
        Entry.Unreachable.class,
        entrance.byProvider("left later", Vouching.Unreachable::new, HERE));
  }

  private static String admitted(Entry entry) {
    return assertInstanceOf(Entry.Admitted.class, entry).token();
  }

  private static void refused(EnrolmentFinding why, EnrolmentOutcome outcome) {
    EnrolmentOutcome.Refused refused = assertInstanceOf(EnrolmentOutcome.Refused.class, outcome);
    assertEquals(why, refused.findings().getFirst().code());
  }

  private Sessions sessions(MemorySessions store) {
    return new Sessions(store, office.people, office.corp.random, () -> office.time);
  }

  private Entrance entrance(MemorySessions store) {
    return entrance(store, Newcomers.REFUSED);
  }

  private Entrance entrance(MemorySessions store, Newcomers newcomers) {
    return new Entrance(
        office.people,
        new InvitationCodes(new byte[32], Duration.ofHours(24)),
        new byte[32],
        store,
        sessions,
        (to, secret, expires) -> sent.add(new Sent(to, secret)),
        newcomers,
        Runnable::run,
        () -> office.time);
  }
}
