package org.signetmail.archive.internal;

import java.util.List;
import java.util.Optional;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;

/** What the rules say to a step. */
public sealed interface Ruling {
  record Allowed(Step step) implements Ruling {}

  /**
   * @param by who tried, where that is known: then the attempt is a step of the case
   */
  record Refused(List<Finding> findings, Optional<Mailbox> by) implements Ruling {}

  static Ruling refused(Finding finding, Mailbox by) {
    return new Refused(List.of(finding), Optional.of(by));
  }

  /** Refused to somebody who is nobody here. */
  static Ruling refused(Finding finding) {
    return new Refused(List.of(finding), Optional.empty());
  }
}
