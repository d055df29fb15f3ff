package org.signetmail.web.console;

import java.util.List;
import org.signetmail.enrolment.staff.Actor;

/** The policy in force, for those who may see it. Safe for many threads. */
public interface PolicyDesk {
  /**
   * The policy in force.
   *
   * @param fingerprint SHA-256 of its text, in hexadecimal
   * @param text as it stands in the file now; differs from what is in force while that is wrong
   * @param problems why the file as it is now would not come into force, one a line
   */
  record InForce(String fingerprint, String text, List<String> problems) {
    public InForce {
      problems = List.copyOf(problems);
    }
  }

  /**
   * What would happen to a message for one recipient.
   *
   * @param outcome in a few words
   * @param lines the rule that says so, and why those before it do not hold
   */
  record Explained(String recipient, String outcome, List<String> lines) {
    public Explained {
      lines = List.copyOf(lines);
    }
  }

  /** The policy. */
  InForce inForce(Actor actor);

  /**
   * Explains; nothing is sent or kept.
   *
   * @param from the envelope's sender; empty: as the header says
   * @param to recipients with commas between; empty: as the header says
   * @param message header, empty line, text
   * @throws IllegalArgumentException in one line for a person, when it cannot be read
   */
  List<Explained> explain(Actor actor, String from, String to, String message);
}
