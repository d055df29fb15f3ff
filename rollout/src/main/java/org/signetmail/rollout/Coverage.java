package org.signetmail.rollout;

import java.util.Collection;

/**
 * How far a number of people have come.
 *
 * @param people who are to have certificates: everybody but those who left
 * @param enrolled of them
 * @param signing who have a valid signing certificate
 * @param reading who have a valid encryption certificate
 */
public record Coverage(int people, int enrolled, int signing, int reading) {

  static Coverage of(Collection<Standing> standings) {
    int enrolled = 0;
    int signing = 0;
    int reading = 0;
    for (Standing standing : standings) {
      enrolled += standing.isEnrolled() ? 1 : 0;
      signing += standing.signsUntil().isPresent() ? 1 : 0;
      reading += standing.readsUntil().isPresent() ? 1 : 0;
    }
    return new Coverage(standings.size(), enrolled, signing, reading);
  }

  /** Whether everybody can sign and be written to: then policy may require both. */
  public boolean isComplete() {
    return signing == people && reading == people;
  }
}
