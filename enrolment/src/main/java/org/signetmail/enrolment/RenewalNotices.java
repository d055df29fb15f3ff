package org.signetmail.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.signetmail.pkix.Certificate;

/**
 * Tells people that their certificates end: once for each of some numbers of days before, over all
 * nodes. Who was not told in time, because nothing ran, hears the last due notice only. Whoever has
 * new certificates by then hears nothing.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class RenewalNotices {
  private static final int AT_ONCE = 500;

  private final PersonStore people;
  private final OwnAccount account;
  private final AttemptStore told;
  private final NavigableSet<Integer> days;
  private final RenewalLetter letter;

  /**
   * @param told remembers which notices went out
   * @param days before the end; empty for no notices
   */
  public RenewalNotices(
      PersonStore people,
      OwnAccount account,
      AttemptStore told,
      Collection<Integer> days,
      RenewalLetter letter) {
    this.people = people;
    this.account = account;
    this.told = told;
    this.days = new TreeSet<>(days);
    this.letter = letter;
  }

  /**
   * Tells everybody whom it is time to tell.
   *
   * @return how many
   */
  public int tell(Instant now) {
    if (days.isEmpty()) {
      return 0;
    }
    int letters = 0;
    List<Person> page = people.page("", AT_ONCE);
    while (!page.isEmpty()) {
      for (Person person : page) {
        letters += person.state() == Person.State.ACTIVE && tell(person, now) ? 1 : 0;
      }
      page = people.page(page.getLast().mailbox().key(), AT_ONCE);
    }
    return letters;
  }

  private boolean tell(Person person, Instant now) {
    List<Certificate> ending = account.ending(person.mailbox(), Duration.ofDays(days.last()));
    if (ending.isEmpty()) {
      return false;
    }
    Certificate first = ending.getFirst();
    Optional<Integer> due = due(Duration.between(now, first.notAfter()));
    if (due.isEmpty()) {
      return false;
    }
    String notice = notice(first, due.get());
    // Counted first: two nodes at once send one letter.
    if (told.count(notice, now, Duration.between(now, first.notAfter())) > 1) {
      return false;
    }
    try {
      letter.send(person, ending, now);
      return true;
    } catch (RuntimeException e) {
      told.takeBack(notice);
      throw e;
    }
  }

  /** The smallest number of days that is not yet over. */
  private Optional<Integer> due(Duration left) {
    return days.stream().filter(day -> left.compareTo(Duration.ofDays(day)) <= 0).findFirst();
  }

  private static String notice(Certificate certificate, int days) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  ("renewal notice " + days + " " + certificate.fingerprint())
                      .getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
