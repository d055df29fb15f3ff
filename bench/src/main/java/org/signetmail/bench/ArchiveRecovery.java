package org.signetmail.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.PersonCeremony;
import org.signetmail.app.organization.RecoveryDesk;
import org.signetmail.app.organization.SelfRecoveryDesk;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.RecoveryCode;
import org.signetmail.archive.ShareBundle;
import org.signetmail.enrolment.PersonalKeys;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;

/**
 * How long each step of a recovery takes when the archive is full and many cases have been: a home
 * of its own is laid, filled, and asked. Prints a table, a row a step: the median, and the slowest
 * of some dozens.
 */
public final class ArchiveRecovery {
  private static final int ROUNDS = 40;
  private static final int WARM = 10;
  private static final Mailbox BOB = Mailbox.of("bob@example.test");

  private final Organization organization;
  private final List<OfficerCeremony.Keys> officers = new ArrayList<>();
  private final Map<String, List<Double>> took = new LinkedHashMap<>();

  private ArchiveRecovery(Organization organization) {
    this.organization = organization;
  }

  /**
   * @param arguments a new home, the store's address, how many records, how many cases before
   */
  public static void main(String[] arguments) throws Exception {
    Home home = ArchiveHome.lay(Path.of(arguments[0]), arguments[1]);
    try (Organization organization = Organization.open(home, InstantSource.system())) {
      new ArchiveRecovery(organization)
          .measure(Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
    }
    System.exit(0);
  }

  private void measure(long records, int cases) throws Exception {
    officers.addAll(ArchiveHome.officers(organization, "olga", "omar", "otto"));
    PersonalKeys old = enrolled(new PersonCeremony.Occasion.First());
    try (RecoveryCode code = RecoveryCode.random(organization.random())) {
      new SelfRecoveryDesk(organization).set(old.signing(), List.of(old.decryption()), code);
      PersonalKeys bob =
          enrolled(new PersonCeremony.Occasion.Replacement(Revocation.Reason.SUPERSEDED));
      ArchiveFill.into(organization, records);
      RecoveryDesk desk = new RecoveryDesk(organization);
      for (int i = 0; i < cases; i++) {
        ask(desk, bob, "case " + i);
      }
      for (int round = 0; round < WARM + ROUNDS; round++) {
        recover(desk, bob, code, round);
        if (round == WARM - 1) {
          took.clear();
        }
      }
    }
    print(records, cases);
  }

  private void recover(RecoveryDesk desk, PersonalKeys bob, RecoveryCode code, int round)
      throws Exception {
    CaseId id = timed("request", () -> ask(desk, bob, "round " + round));
    for (OfficerCeremony.Keys officer : officers.subList(0, 2)) {
      ShareBundle bundle =
          timed("bundle for an officer", () -> desk.bundle(id, desk.officer(officer.encryption())));
      byte[] decision =
          timed(
              "decide, on the officer's machine",
              () -> desk.decide(bundle, officer.signing(), officer.encryption()));
      timed("record the approval", () -> desk.approve(id, decision));
    }
    Recovery.Collected collected = timed("collect", () -> desk.collect(id, BOB));
    if (!(collected instanceof Recovery.Collected.Released released)) {
      throw new IllegalStateException(collected.toString());
    }
    timed(
        "put the key together, on the owner's machine",
        () -> desk.recover(released.release(), bob.decryption()));
    CaseId second = ask(desk, bob, "to withdraw " + round);
    timed("withdraw", () -> desk.withdraw(second, BOB));
    timed(
        "recovery by code, both sides",
        () ->
            new SelfRecoveryDesk(organization)
                .recover(bob.signing(), bob.decryption(), code, "round " + round));
    timed(
        "look for cases to end",
        () -> organization.archiving().recovery().expire(organization.now()));
    timed(
        "look for owners to tell",
        () -> organization.archiving().recovery().tellWithheld(organization.now()));
    timed("show a case", () -> organization.archiving().recovery().find(id));
    timed("list the newest 100", () -> organization.archiving().recovery().cases(100));
  }

  private CaseId ask(RecoveryDesk desk, PersonalKeys bob, String reason) {
    return desk.request(
        bob.signing(), BOB, new Receiver.Owner(bob.decryption().certificate()), reason, "");
  }

  private PersonalKeys enrolled(PersonCeremony.Occasion occasion) throws IOException {
    organization.enrolling().enrolment().invite(BOB, "Bob", java.util.Set.of());
    return new PersonCeremony(organization)
        .enrol(
            BOB, "Bob", new Proof.AdministratorVouches(Mailbox.of("admin@example.test")), occasion);
  }

  private <T> T timed(String step, Callable<T> work) throws Exception {
    long start = System.nanoTime();
    T result = work.call();
    took.computeIfAbsent(step, _ -> new ArrayList<>()).add((System.nanoTime() - start) / 1e6);
    return result;
  }

  private void print(long records, int cases) {
    System.out.printf(
        Locale.ROOT,
        "%n## Recovery with %,d archived keys and %,d cases before%n%n"
            + "| step | median, ms | slowest of %d, ms |%n|---|---|---|%n",
        organization.store().archive().count(),
        cases,
        ROUNDS);
    took.forEach((step, times) -> {
      double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f |%n",
          step,
          sorted[sorted.length / 2],
          Arrays.stream(sorted).max().orElse(0));
    });
    if (organization.store().archive().count() < records) {
      throw new IllegalStateException("bench: the archive has fewer records than were asked for");
    }
  }
}
