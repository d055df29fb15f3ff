package org.signetmail.app.doctor;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Severity;

/** One thing that is looked at. It changes nothing. */
public interface Check {
  /** What is looked at, in one or two words. */
  String name();

  /**
   * Looks.
   *
   * @throws IOException with one line when it could not be looked at
   */
  Result look() throws IOException;

  /**
   * @param seen what is there, in a few words, whatever is found wrong
   */
  record Result(String seen, List<Finding> findings) {
    public Result {
      findings = List.copyOf(findings);
    }
  }

  /**
   * What a check came to.
   *
   * @param name of the check
   */
  record Done(String name, Result result) {
    /** The heaviest of what was found. */
    public State state() {
      return result.findings().stream()
          .map(finding -> State.of(finding.severity()))
          .max(Comparator.naturalOrder())
          .orElse(State.OK);
    }
  }

  /** How it stands, the best first. */
  enum State {
    OK,
    WARNING,
    ERROR;

    private static State of(Severity severity) {
      return switch (severity) {
        case ERROR -> ERROR;
        case WARNING -> WARNING;
        case INFO -> OK;
      };
    }
  }
}
