package org.signetmail.app.organization;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.signetmail.app.backup.BackupSchedule;
import org.signetmail.app.log.Witnesses;
import org.signetmail.app.rollout.CoverageDiary;
import org.signetmail.app.rollout.WaveTurn;
import org.signetmail.archive.Retention;
import org.signetmail.ca.Claims;
import org.signetmail.ca.OcspResponder;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.NextHop;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running system does by itself: publishes CRLs after a revocation and before they end,
 * signs a checkpoint when the log has grown, sends notices, tells whose certificates end, takes
 * backups and tries them, forgets old entries of the delivery journal, looks after the waves of a
 * rollout. One thing that fails is logged and tried again at its next turn.
 */
final class Clockwork implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);
  private static final Duration JOURNAL_KEPT = Duration.ofDays(7);
  private static final Duration RECOVERY_CLAIMED = Duration.ofMinutes(5);
  private static final Duration ROLLOUT_CLAIMED = Duration.ofMinutes(15);

  private static final Duration RENEWALS = Duration.ofHours(1);
  private static final Duration COVERAGE = Duration.ofHours(1);

  /** Something that is done again and again. */
  private interface Job {
    void run() throws Exception;
  }

  private final Organization organization;
  private final NextHop nextHop;
  private final LivePolicy policy;
  private final OcspResponder responder;
  private final NoticeOutbox outbox;
  private final String node = UUID.randomUUID().toString();
  private final ScheduledExecutorService executor;

  /** Witnesses may take their time: nothing else waits for them. */
  private final ScheduledExecutorService outside;

  private final Witnesses witnesses;

  /** Backups and drills take their time too. */
  private final ScheduledExecutorService backups;

  Clockwork(
      Organization organization, NextHop nextHop, LivePolicy policy, OcspResponder responder) {
    this(organization, nextHop, policy, responder, Clockwork::thread);
  }

  /**
   * @param threads makes a thread of this name, on which one thing is done after the other
   */
  Clockwork(
      Organization organization,
      NextHop nextHop,
      LivePolicy policy,
      OcspResponder responder,
      Function<String, ScheduledExecutorService> threads) {
    this.executor = threads.apply("clockwork");
    this.outside = threads.apply("witnesses");
    this.backups = threads.apply("backups");
    this.responder = responder;
    this.organization = organization;
    this.policy = policy;
    this.nextHop = nextHop;
    this.witnesses =
        new Witnesses(organization.log(), organization.configuration().log().witnesses());
    this.outbox = organization.notices();
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name(name).daemon().factory());
  }

  void start() {
    every(Duration.ofSeconds(2), "notices", this::sendNotices);
    inTime(
        executor,
        Duration.ofSeconds(5),
        "checkpoint",
        () -> organization.log().publish(organization.now()));
    inTime(outside, Duration.ofSeconds(5), "witnesses", () -> witnesses.ask(organization.now()));
    inTime(backups, Duration.ofMinutes(1), "backups", new BackupSchedule(organization, node)::turn);
    inTime(backups, Duration.ofHours(6), "retention", this::destroyDue);
    every(Duration.ofSeconds(2), "policy", policy::refresh);
    inTime(
        executor,
        Duration.ofSeconds(2),
        "revocation lists",
        () -> organization.authority().publishDue(organization.store().claims(), node));
    every(Duration.ofSeconds(1), "certificate status", responder::refresh);
    executor.execute(this::prepareStatus);
    inTime(executor, Duration.ofMinutes(1), "recovery", this::endAndTell);
    inTime(executor, Duration.ofMinutes(1), "unconfirmed certificates", this::endUnconfirmed);
    inTime(
        executor,
        Duration.ofHours(1),
        "journal",
        () -> organization.store().journal().forget(organization.now().minus(JOURNAL_KEPT)));
    inTime(
        executor,
        Duration.ofHours(1),
        "MTA-STS policies",
        () -> organization.store().stsPolicies().forget(organization.now()));
    inTime(backups, Duration.ofHours(1), "rows of older nodes", this::catchUp);
    inTime(executor, Duration.ofHours(1), "harvested certificates", this::forgetHarvested);
    inTime(executor, Duration.ofMinutes(10), "rollout", this::lookAfterWaves);
    inTime(backups, COVERAGE, "coverage", this::writeCoverage);
    inTime(backups, RENEWALS, "renewal notices", this::tellOfRenewal);
  }

  @Override
  public void close() {
    outside.shutdownNow();
    backups.shutdownNow();
    witnesses.close();
    executor.shutdown();
    try {
      if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Archived keys whose time is over; two nodes at once destroy each once. */
  private void destroyDue() {
    organization
        .archiving()
        .retention()
        .map(retention -> retention.run(Retention.Mode.DESTROY, organization.now()))
        .filter(destroyed -> destroyed > 0)
        .ifPresent(destroyed -> LOG.info("retention: {} archived keys destroyed", destroyed));
  }

  /** What CMP gave out and nobody confirmed; two nodes at once end each once. */
  private void endUnconfirmed() throws IOException {
    int ended = organization.enrolling().cmpTransactions().settle();
    if (ended > 0) {
      LOG.info("unconfirmed certificates: {} revoked", ended);
    }
  }

  /** Invites, reminds, and sees which waves are done. */
  private void lookAfterWaves() throws IOException {
    if (organization.store().claims().claim("rollout", node, organization.now(), ROLLOUT_CLAIMED)) {
      WaveTurn.Done done = new WaveTurn(organization).run();
      if (done.invited() + done.reminded() + done.done() > 0) {
        LOG.info(
            "rollout: {} invited, {} reminded, {} waves done",
            done.invited(),
            done.reminded(),
            done.done());
      }
    }
  }

  /** During a rolling upgrade; otherwise there is nothing to be done. */
  private void catchUp() {
    int filled = organization.store().catchUp();
    if (filled > 0) {
      LOG.info("rows of older nodes: {} filled in", filled);
    }
  }

  /** How far each group is; one node looks at all people. */
  private void writeCoverage() {
    if (organization.store().claims().claim("coverage", node, organization.now(), COVERAGE)) {
      new CoverageDiary(organization).write();
    }
  }

  /** Of whom nothing was heard for so long, an address may have another holder. */
  private void forgetHarvested() {
    int gone =
        organization
            .store()
            .harvested()
            .forget(
                organization.now().minus(organization.configuration().directory().keepHarvested()));
    if (gone > 0) {
      LOG.info("harvested certificates: {} forgotten, not heard of for long", gone);
    }
  }

  /** Once, after the first renewal of lists: it may take some seconds. */
  private void prepareStatus() {
    try {
      responder.prepare();
    } catch (RuntimeException e) {
      LOG.warn("certificate status: {}; answers are made when they are asked for", e.getMessage());
    }
  }

  private void every(Duration interval, String name, Job job) {
    every(executor, interval, name, job);
  }

  /** What asks for the time of all nodes waits while this machine's clock is wrong. */
  private void inTime(ScheduledExecutorService clock, Duration interval, String name, Job job) {
    every(
        clock,
        interval,
        name,
        () -> {
          if (!organization.time().isApart()) {
            job.run();
          }
        });
  }

  private static void every(
      ScheduledExecutorService clock, Duration interval, String name, Job job) {
    Runnable guarded =
        () -> {
          try {
            job.run();
          } catch (Exception e) {
            LOG.warn("{}: {}; trying again in {} s", name, e.getMessage(), interval.toSeconds());
          }
        };
    var _ =
        clock.scheduleWithFixedDelay(
            guarded, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Cases whose time is over end; owners are told what an order had withheld until now. */
  private void endAndTell() {
    Claims claims = organization.store().claims();
    Instant now = organization.now();
    if (claims.claim("recovery", node, now, RECOVERY_CLAIMED)) {
      organization.archiving().recovery().expire(now);
      organization.archiving().recovery().tellWithheld(now);
    }
  }

  /** Whose certificates end is told; one node looks through all people. */
  private void tellOfRenewal() {
    Instant now = organization.now();
    if (organization.store().claims().claim("renewal notices", node, now, RENEWALS)) {
      int told = new Portal(organization).renewalNotices().tell(now);
      if (told > 0) {
        LOG.info("renewal notices: {} people are told that their certificates end", told);
      }
    }
  }

  private void sendNotices() throws IOException {
    for (NoticeOutbox.Waiting notice : outbox.waiting()) {
      Envelope envelope =
          new Envelope(
              Optional.empty(), List.of(new Envelope.Recipient(notice.to(), List.of())), List.of());
      Map<Mailbox, Answer> answers;
      try (Octets message = Octets.of(Files.readAllBytes(notice.file()))) {
        answers = nextHop.send(envelope, message);
      }
      boolean accepted = answers.values().stream().allMatch(a -> a.kind() == Answer.Kind.ACCEPTED);
      if (accepted) {
        Files.delete(notice.file());
      } else {
        LOG.warn("notice to its owner: the next hop answers {}", answers.values());
      }
    }
  }
}
