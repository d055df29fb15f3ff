package org.signetmail.app.organization;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.signetmail.gateway.MailSightings;
import org.signetmail.pkix.Mailbox;
import org.signetmail.rollout.Milestone;
import org.signetmail.rollout.MilestoneStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what our people do with secure mail for the first time. The store is asked once for
 * each person and told once of each milestone; besides it is told of encrypted messages to those
 * who have read none yet, so that an answer shows that they did.
 *
 * <p>Those messages are written a second later, many at once: a commit for each would make all mail
 * wait for the disk. What a node that is killed had not written is a milestone that is seen later,
 * at the next answer. Safe for use by many threads.
 */
final class RolloutSightings implements MailSightings, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(RolloutSightings.class);
  private static final Duration WRITTEN_AFTER = Duration.ofSeconds(1);
  private static final int REMEMBERED = 200_000; // people; beyond it the store is asked again
  private static final int MOST_UNWRITTEN = 20_000; // messages; beyond it they are written at once

  private final Organization organization;
  private final Map<String, Set<Milestone>> reached = new ConcurrentHashMap<>();
  private final BlockingQueue<MilestoneStore.Awaited> unwritten =
      new ArrayBlockingQueue<>(MOST_UNWRITTEN);
  private final Thread writer;

  RolloutSightings(Organization organization) {
    this.organization = organization;
    this.writer = Thread.ofVirtual().name("sightings").start(this::writeOnAndOn);
  }

  @Override
  public void seen(Sighting sighting) {
    sighting.author().filter(this::isOurs).ifPresent(author -> authored(author, sighting));
    sighting.recipients().stream().filter(this::isOurs).forEach(one -> received(one, sighting));
  }

  private void authored(Mailbox author, Sighting sighting) {
    if (sighting.forms().contains(Form.SIGNED)) {
      reach(author, Milestone.SENT_SIGNED, sighting.at());
    }
    if (sighting.forms().contains(Form.ENCRYPTED)) {
      reach(author, Milestone.SENT_ENCRYPTED, sighting.at());
    }
    if (!sighting.answered().isEmpty() && !of(author).contains(Milestone.READ_ENCRYPTED)) {
      List<String> answered = sighting.answered().stream().map(RolloutSightings::digest).toList();
      write();
      if (store().isAwaited(author, answered)) {
        reach(author, Milestone.READ_ENCRYPTED, sighting.at());
      }
    }
  }

  private void received(Mailbox recipient, Sighting sighting) {
    if (sighting.forms().contains(Form.OPENED)) {
      reach(recipient, Milestone.RECEIVED_ENCRYPTED, sighting.at());
      reach(recipient, Milestone.READ_ENCRYPTED, sighting.at());
    } else if (sighting.forms().contains(Form.ENCRYPTED)) {
      reach(recipient, Milestone.RECEIVED_ENCRYPTED, sighting.at());
      if (!of(recipient).contains(Milestone.READ_ENCRYPTED)) {
        sighting
            .messageId()
            .map(id -> new MilestoneStore.Awaited(recipient, digest(id), sighting.at()))
            .ifPresent(this::await);
      }
    }
  }

  private void await(MilestoneStore.Awaited message) {
    if (!unwritten.offer(message)) {
      write();
      store().awaits(List.of(message));
    }
  }

  /** What is not written yet; when it returns, all that was there before is durable. */
  private synchronized void write() {
    List<MilestoneStore.Awaited> taken = new ArrayList<>();
    unwritten.drainTo(taken);
    if (!taken.isEmpty()) {
      store().awaits(taken);
    }
  }

  private void writeOnAndOn() {
    try {
      while (true) {
        Thread.sleep(WRITTEN_AFTER);
        writeIfPossible();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void writeIfPossible() {
    try {
      write();
    } catch (RuntimeException e) {
      LOG.warn("rollout: which messages wait for an answer was not written: {}", e.getMessage());
    }
  }

  /** Writes what is not written yet. */
  @Override
  public void close() {
    writer.interrupt();
    writeIfPossible();
  }

  private void reach(Mailbox person, Milestone milestone, Instant at) {
    Set<Milestone> known = of(person);
    if (!known.contains(milestone)) {
      store().reached(person, milestone, at);
      known.add(milestone);
    }
  }

  private Set<Milestone> of(Mailbox person) {
    if (reached.size() > REMEMBERED) {
      reached.clear();
    }
    return reached.computeIfAbsent(person.key(), _ -> known(person));
  }

  private Set<Milestone> known(Mailbox person) {
    Set<Milestone> known = ConcurrentHashMap.newKeySet();
    known.addAll(store().of(person).keySet());
    return known;
  }

  private boolean isOurs(Mailbox mailbox) {
    return organization.configuration().domains().contains(mailbox.domain());
  }

  private MilestoneStore store() {
    return organization.store().milestones();
  }

  private static String digest(String messageId) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(messageId.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
