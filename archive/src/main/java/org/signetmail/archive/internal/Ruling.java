package org.signetmail.archive.internal;

import java.util.List;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.pkix.Finding;

/** What the rules say to a step. */
public sealed interface Ruling {
  record Allowed(Step step) implements Ruling {}

  record Refused(List<Finding> findings) implements Ruling {}

  static Ruling refused(Finding finding) {
    return new Refused(List.of(finding));
  }
}
