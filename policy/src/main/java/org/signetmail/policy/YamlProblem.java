package org.signetmail.policy;

import java.io.IOException;

/** What is wrong in a YAML file: {@code FILE:LINE:COLUMN: what; hint}, in one line. */
public final class YamlProblem extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Yaml.Place place;
  private final String what;
  private final String hint;

  public YamlProblem(Yaml.Place place, String what, String hint) {
    super(place + ": " + oneLine(what) + "; " + hint);
    this.place = place;
    this.what = oneLine(what);
    this.hint = hint;
  }

  public Yaml.Place place() {
    return place;
  }

  public String what() {
    return what;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }

  private static String oneLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}
