package org.signetmail.enrolment.staff;

import java.time.Instant;
import java.util.List;
import org.signetmail.ca.CertificateStore;
import org.signetmail.enrolment.Person;

/** Counts and finds for those who run the system. Safe for many threads and nodes. */
public interface CensusStore {
  /** Counts everything: a second for a hundred thousand people. */
  Census take(Instant now);

  /**
   * People with a word in name or address that begins as each word of a text does, in order of
   * address; nobody for a text without a word.
   */
  List<Person> matching(String text, int most);

  /** People's certificates that count and end in this time, the first to end first. */
  List<CertificateStore.Listed> ending(Instant from, Instant until, int most);
}
