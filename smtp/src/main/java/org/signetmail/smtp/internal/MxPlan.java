package org.signetmail.smtp.internal;

import java.util.List;
import org.signetmail.gateway.Answer;
import org.signetmail.smtp.RelaySettings;

/** Where the mail of a domain goes, for as long as DNS says. */
sealed interface MxPlan {
  /** When DNS is asked again, by {@link System#nanoTime}. */
  long ends();

  /** Nowhere, for good. */
  record Refused(Answer answer, long ends) implements MxPlan {}

  /**
   * To one of these.
   *
   * @param inOrder each with its address, and what is asked of its TLS
   */
  record Servers(List<RelaySettings> inOrder, long ends) implements MxPlan {
    public Servers {
      inOrder = List.copyOf(inOrder);
    }
  }
}
