package org.signetmail.enrolment.staff;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.enrolment.Person;

/**
 * How many there are, at one moment; names nobody.
 *
 * @param people by state; a state that nobody is in may be missing
 * @param signing people with a signing certificate that counts now
 * @param reading people with an encryption certificate that counts now
 * @param ending people's certificates that count now, by the month in which they end (UTC)
 * @param encryptionKeys that people ever had an encryption certificate for
 * @param archivedKeys in the archive; canaries and imported keys count too
 * @param unarchived people's encryption certificates whose key is not in the archive: must be 0
 */
public record Census(
    Instant at,
    Map<Person.State, Long> people,
    long signing,
    long reading,
    SortedMap<YearMonth, Long> ending,
    long encryptionKeys,
    long archivedKeys,
    long unarchived) {
  public Census {
    people = Collections.unmodifiableMap(new EnumMap<>(people));
    ending = Collections.unmodifiableSortedMap(new TreeMap<>(ending));
  }

  /** People in a state. */
  public long in(Person.State state) {
    return people.getOrDefault(state, 0L);
  }

  /** Everybody who is to have certificates: all but those who left. */
  public long expected() {
    return in(Person.State.INVITED) + in(Person.State.ACTIVE) + in(Person.State.SUSPENDED);
  }
}
