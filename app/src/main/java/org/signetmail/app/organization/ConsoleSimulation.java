package org.signetmail.app.organization;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.signetmail.app.mail.MailFlow;
import org.signetmail.app.mail.MailSetting;
import org.signetmail.app.mail.Mbox;
import org.signetmail.app.mail.RememberedSources;
import org.signetmail.app.mail.Simulation;
import org.signetmail.enrolment.staff.Actor;
import org.signetmail.enrolment.staff.Right;
import org.signetmail.gateway.Gateway;
import org.signetmail.gateway.KeyRing;
import org.signetmail.policy.Policy;
import org.signetmail.policy.YamlProblem;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.web.console.PolicyDesk;

/**
 * A policy tried on a sample that somebody hands in at the console: one at a time, for so many
 * messages and so long at most. Thread-safe.
 */
final class ConsoleSimulation {
  private static final int MOST = 5_000;
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

  private final Organization organization;
  private final PolicyFile file;
  private final Semaphore one = new Semaphore(1);

  ConsoleSimulation(Organization organization, PolicyFile file) {
    this.organization = organization;
    this.file = file;
  }

  PolicyDesk.Simulated run(Actor actor, Policy policy, String other, byte[] mail) {
    if (mail.length == 0 || mail.length > PolicyDesk.LARGEST_SAMPLE) {
      throw new IllegalArgumentException(
          "sample: is "
              + (mail.length == 0 ? "empty" : "larger than 8 MB")
              + "; choose an mbox or a message, or use 'signet policy simulate'");
    }
    Optional<Policy> beside = other.isBlank() ? Optional.empty() : Optional.of(read(other));
    if (!one.tryAcquire()) {
      throw new IllegalArgumentException(
          "sample: another one is being tried just now; try again in a moment");
    }
    try {
      Simulation simulation =
          new Simulation(
              policy,
              // the ring's keys are for the gateway: nobody at a page tries what they open
              new MailSetting(
                  RememberedSources.of(organization.mailing().factSources()),
                  KeyRing.EMPTY,
                  new MailFlow(organization.configuration().domains(), Optional.empty())),
              beside,
              organization.now());
      boolean isWhole = each(mail, simulation);
      if (actor.may(Right.RUN_ROLLOUT)) {
        simulation.records().forEach(organization.store().simulations()::keep);
      }
      return shown(simulation, isWhole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      one.release();
    }
  }

  private Policy read(String text) {
    try {
      return file.withTable(Gateway.policy(text, "the other policy"));
    } catch (YamlProblem e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the other policy: " + e.getMessage(), e);
    }
  }

  /** Whether all of it was read. */
  private static boolean each(byte[] mail, Simulation simulation) throws IOException {
    if (!Arrays.equals(mail, 0, Math.min(FROM.length, mail.length), FROM, 0, FROM.length)) {
      try (Octets message = Octets.of(mail)) {
        simulation.add("the message", message);
      }
      return true;
    }
    long end = System.nanoTime() + LONGEST.toNanos();
    Spool spool =
        new Spool(
            Path.of(System.getProperty("java.io.tmpdir")),
            PolicyDesk.LARGEST_SAMPLE,
            PolicyDesk.LARGEST_SAMPLE);
    Mbox mbox = new Mbox(new ByteArrayInputStream(mail), spool, PolicyDesk.LARGEST_SAMPLE);
    for (var next = mbox.next(); next.isPresent(); next = mbox.next()) {
      try (Mbox.Message message = next.get()) {
        if (simulation.messages() == MOST || System.nanoTime() > end) {
          return false;
        }
        simulation.add("message " + message.number(), message.octets().orElseThrow());
      }
    }
    return true;
  }

  private static PolicyDesk.Simulated shown(Simulation simulation, boolean isWhole) {
    return new PolicyDesk.Simulated(
        simulation.summary()
            + (isWhole ? "" : "; the sample has more: the command takes all of it"),
        rows(simulation.outcomes()),
        rows(simulation.changes()));
  }

  private static List<PolicyDesk.Row> rows(List<Simulation.Row> rows) {
    return rows.stream()
        .map(row ->
            new PolicyDesk.Row(
                row.now().direction(),
                row.now().rule() + ": " + row.now().outcome(),
                row.then().rule() + ": " + row.then().outcome(),
                row.messages(),
                row.recipients(),
                row.example()))
        .toList();
  }
}
