package org.signetmail.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.signetmail.pkix.Mailbox;

/**
 * Which messages an investigation may see: those of a time, with at least one of these mailboxes
 * among author and recipients.
 *
 * @param from the first moment, to the second
 * @param until the first moment that is not in it any more
 * @param mailboxes 1 to 100, in the order they were named
 */
public record Scope(Instant from, Instant until, List<Mailbox> mailboxes) {
  private static final int MOST_MAILBOXES = 100;

  /**
   * @throws IllegalArgumentException with one clear line when this is no scope
   */
  public Scope {
    from = from.truncatedTo(ChronoUnit.SECONDS);
    until = until.truncatedTo(ChronoUnit.SECONDS);
    mailboxes = List.copyOf(new LinkedHashSet<>(mailboxes));
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(
          "scope: " + from + " to " + until + " is no time; name the earlier day first");
    }
    if (mailboxes.isEmpty() || mailboxes.size() > MOST_MAILBOXES) {
      throw new IllegalArgumentException(
          "scope: it names " + mailboxes.size() + " mailboxes; name 1 to 100 that it is about");
    }
  }

  /**
   * Reads what a person writes: {@code FROM,TO,MAILBOX,…}. A day without a time means all of it, in
   * UTC, as first and as last.
   *
   * @throws IllegalArgumentException with one clear line when it is not that
   */
  public static Scope of(String written) {
    String[] parts = written.split(",", -1);
    if (parts.length < 3) {
      throw new IllegalArgumentException(
          "scope '" + written + "': write FROM,TO,MAILBOX such as 2026-01-01,2026-03-31,a@b.com");
    }
    List<Mailbox> mailboxes = new ArrayList<>();
    for (int i = 2; i < parts.length; i++) {
      mailboxes.add(Mailbox.of(parts[i].strip()));
    }
    return new Scope(moment(parts[0].strip(), 0), moment(parts[1].strip(), 1), mailboxes);
  }

  /** Whether everything that {@code other} lets see, this one does as well. */
  public boolean contains(Scope other) {
    return !other.from.isBefore(from)
        && !other.until.isAfter(until)
        && mailboxes.containsAll(other.mailboxes);
  }

  /** Whether the time is in it. */
  public boolean covers(Instant date) {
    return !date.isBefore(from) && date.isBefore(until);
  }

  /** Whether one of these is a mailbox that it is about. */
  public boolean coversAny(Collection<Mailbox> correspondents) {
    return correspondents.stream().anyMatch(mailboxes::contains);
  }

  private static Instant moment(String written, int daysLater) {
    try {
      return written.contains("T")
          ? Instant.parse(written)
          : LocalDate.parse(written).plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "scope: '" + written + "' is no day such as 2026-11-23; write year, month and day", e);
    }
  }

  /** In words for people. */
  @Override
  public String toString() {
    return "from "
        + from
        + " until "
        + until
        + ", with "
        + String.join(" or ", mailboxes.stream().map(Mailbox::toString).toList());
  }
}
