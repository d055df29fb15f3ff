package org.signetmail.rollout;

/**
 * A mail program as messages name it.
 *
 * @param product its name
 * @param version the number that its table compares; 0 where the message says none
 * @param fitness for secure mail
 * @param reason for that, as a phrase
 */
public record MailProgram(String product, int version, Fitness fitness, String reason) {

  /** What is to be done about it. */
  public enum Fitness {
    /** Reads and writes S/MIME as it is. */
    FIT,
    /** Does so, and is older than its maker still mends. */
    UPGRADE,
    /** Does not, or its maker has given it up. */
    REPLACE,
    /** Nobody knows here. */
    UNKNOWN,
    /** Sends by itself; no person reads in it. */
    ROBOT
  }

  /** As it stands in evidence. */
  public String id() {
    return "client/" + product + (version == 0 ? "" : " " + version);
  }
}
