package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.Scope;
import org.signetmail.ca.Issuance;
import org.signetmail.ca.ServiceKind;
import org.signetmail.ca.ServiceNames;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.enrolment.Proof;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.ToBeSigned.SubjectName;
import org.signetmail.policy.Policy;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** What a running system does by itself is done at its time, and not before; time is the test's. */
class ClockworkTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Duration TURN = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final List<HandTurned> threads = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private Organization organization;
  private Clockwork clockwork;

  @BeforeEach
  void begin() throws IOException {
    Home home = new Home(folder.resolve("home"));
    InstantSource clock = () -> now;
    new Foundation(configuration(), new SecureRandom(), clock)
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    organization = Organization.open(home, clock);
    clockwork =
        new Clockwork(
            organization,
            (envelope, message) -> {
              told.add(envelope.recipients().getFirst().mailbox().toString());
              return envelope.recipients().stream()
                  .collect(Collectors.toMap(Envelope.Recipient::mailbox, one -> Answer.OK));
            },
            new LivePolicy(organization),
            organization.certifying().ocspResponder(),
            name -> {
              HandTurned thread = new HandTurned();
              threads.add(thread);
              return thread;
            });
    clockwork.start();
  }

  @AfterEach
  void end() {
    clockwork.close();
    organization.close();
  }

  @Test
  void aBackupIsTakenEachDayAndDrilledEachWeek() {
    assertEquals(0, count(EntryType.BACKUP_CREATED));
    pass(TURN);
    assertEquals(1, count(EntryType.BACKUP_CREATED), "the first at once");
    assertEquals(1, count(EntryType.BACKUP_DRILLED), "and drilled");
    pass(Duration.ofDays(1).minusSeconds(1));
    assertEquals(1, count(EntryType.BACKUP_CREATED), "a second before its time");
    pass(TURN);
    assertEquals(2, count(EntryType.BACKUP_CREATED));
    pass(TURN);
    assertEquals(2, count(EntryType.BACKUP_CREATED));
    pass(Duration.ofDays(5));
    assertEquals(3, count(EntryType.BACKUP_CREATED));
    assertEquals(1, count(EntryType.BACKUP_DRILLED), "six days after the first");
    pass(Duration.ofDays(1));
    assertEquals(4, count(EntryType.BACKUP_CREATED));
    assertEquals(2, count(EntryType.BACKUP_DRILLED));
  }

  @Test
  void aBackupThatFailsIsTriedAgainAtTheNextTurn() throws IOException {
    Path key = organization.home().folder().resolve("keys/backup-signing.p12");
    Path away = folder.resolve("away.p12");
    java.nio.file.Files.move(key, away);
    pass(TURN);
    assertEquals(0, count(EntryType.BACKUP_CREATED));
    java.nio.file.Files.move(away, key);
    pass(TURN);
    assertEquals(1, count(EntryType.BACKUP_CREATED));
  }

  @Test
  void aCaseThatNobodyFinishesEndsAtItsTimeAndItsOwnerIsTold() throws IOException {
    PersonalKeys bob = bobWithNewKeys();
    ask(bob, new Receiver.Owner(bob.decryption().certificate()), "");
    pass(TURN);
    told.clear();
    Duration expiry = organization.configuration().archive().recovery().expiry();
    pass(expiry.minus(TURN).minusSeconds(1));
    assertEquals(0, count(EntryType.RECOVERY_EXPIRED));
    pass(TURN);
    assertEquals(1, count(EntryType.RECOVERY_EXPIRED));
    pass(TURN);
    assertEquals(1, count(EntryType.RECOVERY_EXPIRED), "once");
    assertTrue(told.contains(BOB.toString()), told.toString());
  }

  @Test
  void aNoticeThatAnOrderWithheldGoesOutOnItsDay() throws IOException {
    PersonalKeys bob = bobWithNewKeys();
    pass(TURN);
    told.clear();
    Instant day = now.plus(Duration.ofDays(20));
    Scope scope =
        new Scope(now.minus(Duration.ofDays(30)), now, List.of(Mailbox.of("eve@example.test")));
    PersonalKeys inspector = enrolled("inspector", new PersonCeremony.Occasion.First());
    ask(inspector, new Receiver.Station(station(), scope, Optional.of(day)), "7 O 12/26");
    pass(Duration.between(now, day).minusSeconds(1));
    assertEquals(0, count(EntryType.RECOVERY_OWNER_TOLD));
    assertEquals(List.of(), told, "not a word before");
    pass(TURN);
    assertEquals(1, count(EntryType.RECOVERY_OWNER_TOLD));
    pass(TURN);
    assertEquals(1, count(EntryType.RECOVERY_OWNER_TOLD), "once");
    assertEquals(List.of(BOB.toString()), told.stream().distinct().toList());
    assertTrue(bob.signing().path().size() > 1);
  }

  @Test
  void whoseCertificatesEndIsToldOnceForEachNotice() throws IOException {
    PersonalKeys bob = bobWithNewKeys();
    Instant end =
        bob.signing().certificate().notAfter().isBefore(bob.decryption().certificate().notAfter())
            ? bob.signing().certificate().notAfter()
            : bob.decryption().certificate().notAfter();
    until(end.minus(Duration.ofDays(30)).minusSeconds(1));
    assertEquals(List.of(), letters());

    pass(Duration.ofHours(1));
    assertEquals(1, letters().size());
    String letter = letters().getFirst();
    assertTrue(letter.contains("To: bob@example.test"), letter);
    assertTrue(letter.contains("https://127.0.0.1:0/account"), letter);
    assertEquals(
        0, new Portal(organization).renewalNotices().tell(now), "and another node tells nobody");

    pass(Duration.ofDays(1));
    pass(Duration.ofDays(1));
    assertEquals(List.of(), letters(), "once");
    until(end.minus(Duration.ofDays(7)));
    assertEquals(1, letters().size());
    pass(Duration.ofHours(1));
    assertEquals(List.of(), letters());
  }

  @Test
  void whoRenewedHearsNothing() throws IOException {
    PersonalKeys bob = bobWithNewKeys();
    Instant end = bob.signing().certificate().notAfter();
    until(end.minus(Duration.ofDays(31)));
    enrolled(
        "bob",
        new PersonCeremony.Occasion.Replacement(org.signetmail.pkix.Revocation.Reason.SUPERSEDED));
    until(end.minus(Duration.ofDays(6)));
    assertEquals(List.of(), letters());
  }

  /** What waits to go out about renewal; it goes out with the next turn. */
  private List<String> letters() throws IOException {
    List<String> letters = new ArrayList<>();
    for (NoticeOutbox.Waiting waiting : organization.notices().waiting()) {
      String letter = Files.readString(waiting.file());
      if (letter.contains("Subject: Your certificates end soon")) {
        letters.add(letter);
      }
    }
    return letters;
  }

  private void until(Instant time) {
    pass(Duration.between(now, time));
  }

  private PersonalKeys bobWithNewKeys() throws IOException {
    OfficerCeremony ceremony = new OfficerCeremony(organization);
    for (String name : List.of("olga", "omar", "otto")) {
      ceremony.enrol(Mailbox.of(name + "@example.test"), name);
    }
    enrolled("bob", new PersonCeremony.Occasion.First());
    return enrolled(
        "bob",
        new PersonCeremony.Occasion.Replacement(org.signetmail.pkix.Revocation.Reason.SUPERSEDED));
  }

  private PersonalKeys enrolled(String name, PersonCeremony.Occasion occasion) throws IOException {
    Mailbox mailbox = Mailbox.of(name + "@example.test");
    if (occasion instanceof PersonCeremony.Occasion.First) {
      organization.enrolling().enrolment().invite(mailbox, name, Set.of());
    }
    return new PersonCeremony(organization)
        .enrol(
            mailbox,
            name,
            new Proof.AdministratorVouches(Mailbox.of("admin@example.test")),
            occasion);
  }

  private Certificate station() {
    Issuance issuance =
        organization
            .authority()
            .issueService(
                ServiceKind.STATION,
                KeyPairs.encryption(KeyAlgorithm.P_256, organization.random()).publicKey(),
                ServiceNames.ofStation(
                    new SubjectName("Investigations", Optional.of("Example Corp")),
                    List.of(Mailbox.of("ann@example.test"), Mailbox.of("ben@example.test"))));
    if (issuance instanceof Issuance.Issued issued) {
      return issued.certificate();
    }
    throw new AssertionError(issuance.findings().toString());
  }

  private void ask(PersonalKeys who, Receiver receiver, String legalReference) {
    new RecoveryDesk(organization)
        .request(who.signing(), BOB, receiver, "as the test wants it", legalReference);
  }

  /** Time passes, and whatever has its turn by then is done once. */
  private void pass(Duration time) {
    now = now.plus(time);
    threads.forEach(HandTurned::turn);
  }

  private long count(EntryType type) {
    long size = organization.store().log().size();
    return organization.store().log().leaves(0, size).stream()
        .map(LogEntry::parse)
        .filter(entry -> entry.type() == type)
        .count();
  }

  /** A thread of the clockwork whose turns come with the test's time. */
  private final class HandTurned extends ScheduledThreadPoolExecutor {
    private final Map<Runnable, Duration> intervals = new java.util.LinkedHashMap<>();
    private final Map<Runnable, Instant> due = new java.util.HashMap<>();

    HandTurned() {
      super(0);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable task, long first, long delay, TimeUnit unit) {
      intervals.put(task, Duration.of(delay, unit.toChronoUnit()));
      due.put(task, now.plus(first, unit.toChronoUnit()));
      return schedule(() -> {}, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    void turn() {
      intervals.forEach((task, interval) -> {
        if (!now.isBefore(due.getOrDefault(task, now))) {
          task.run();
          due.put(task, now.plus(interval));
        }
      });
    }
  }

  private static Configuration configuration() {
    Endpoint any = new Endpoint("127.0.0.1", 0);
    return new Configuration(
        "Example Corp",
        List.of("example.test"),
        "jdbc:sqlite:signet.db",
        new Configuration.Archive(3, 2),
        "http://127.0.0.1:8080",
        new Configuration.Listen(any, any, any, any),
        new MailSettings(new Endpoint("127.0.0.1", 25), 50_000_000),
        "policy.yaml",
        "example.test/signet");
  }
}
