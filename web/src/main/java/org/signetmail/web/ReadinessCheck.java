package org.signetmail.web;

import java.util.Optional;

/** One thing that must hold before work is sent here. Asked often: answers within milliseconds. */
public interface ReadinessCheck {
  String name();

  /** What is wrong and what to do, in one line; empty when all is well. */
  Optional<String> problem();
}
