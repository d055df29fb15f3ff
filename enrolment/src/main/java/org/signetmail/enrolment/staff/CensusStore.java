package org.signetmail.enrolment.staff;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.signetmail.ca.CertificateStore;
import org.signetmail.enrolment.Person;

/** Counts and finds for those who run the system. Safe for many threads and nodes. */
public interface CensusStore {
  /** By what people are put in order; of equals, the address decides. */
  enum Order {
    ADDRESS,
    NAME,
    STATE,
    SINCE,
    /** By the first of their groups; whoever is in none comes last, either way. */
    GROUP
  }

  /** By what certificates are put in order; of equals, the place in the log decides. */
  enum CertificateOrder {
    END,
    /** By the address of whose it is; those of no person come last, either way. */
    OWNER,
    ISSUED
  }

  /** Which way an order goes. */
  enum Direction {
    UP,
    DOWN
  }

  /** Counts everything: a second for a hundred thousand people. */
  Census take(Instant now);

  /** Keeps a count in place of the one before, so that it is there at once; durable on return. */
  void keep(Census census);

  /** The count that was kept last, by whichever node. */
  Optional<Census> last();

  /**
   * People in an order, whatever their number.
   *
   * @param after the {@link org.signetmail.pkix.Mailbox#key} of the last one before; empty to begin
   */
  List<Person> people(Order order, Direction direction, String after, int most);

  /**
   * All certificates in an order, whatever their number.
   *
   * @param after the place in the log of the last one before; empty to begin
   */
  List<CertificateStore.Listed> certificates(
      CertificateOrder order, Direction direction, OptionalLong after, int most);

  /**
   * People with a word in name or address that begins as each word of a text does, in order of
   * address; nobody for a text without a word.
   */
  List<Person> matching(String text, int most);

  /** People's certificates that count and end in this time, the first to end first. */
  List<CertificateStore.Listed> ending(Instant from, Instant until, int most);
}
