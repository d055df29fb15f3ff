package org.signetmail.app.organization;

import java.util.Optional;
import org.signetmail.web.ReadinessCheck;

/** The clock is that of all nodes. */
record ClockCheck(SharedTime time) implements ReadinessCheck {
  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Optional<String> problem() {
    return time.problem();
  }
}
