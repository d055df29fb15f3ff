package org.signetmail.policy;

import java.io.IOException;

/** What is wrong in a YAML file: {@code FILE:LINE:COLUMN: what; hint}, in one line. */
public final class YamlProblem extends IOException {
  private static final long serialVersionUID = 1L;

  public YamlProblem(Yaml.Place place, String what, String hint) {
    super(place + ": " + what.lines().findFirst().orElse(what) + "; " + hint);
  }
}
