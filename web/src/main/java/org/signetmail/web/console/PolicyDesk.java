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

  /** Octets of a sample; a larger one is for the command. */
  int LARGEST_SAMPLE = 8 << 20;

  /**
   * What would happen to the mail of a sample.
   *
   * @param summary in one line
   * @param now what the policy in force does, most first
   * @param changes what another policy does otherwise; empty without one
   */
  record Simulated(String summary, List<Row> now, List<Row> changes) {
    public Simulated {
      now = List.copyOf(now);
      changes = List.copyOf(changes);
    }
  }

  /**
   * Mail to which the same happens.
   *
   * @param now rule and outcome
   * @param then rule and outcome under the other policy
   * @param example which message of the sample was the first
   */
  record Row(
      String direction, String now, String then, int messages, int recipients, String example) {}

  /**
   * Tries the policy in force, and another, on a sample. Nothing of the mail is kept; where the
   * actor may run the rollout, that it was tried is.
   *
   * @param other the text of another policy; blank for none
   * @param mail an mbox (RFC 4155), one message, or one report of a journal
   * @throws IllegalArgumentException in one line for a person, when it cannot be read, or too many
   *     try at once
   */
  Simulated simulate(Actor actor, String other, byte[] mail);
}
