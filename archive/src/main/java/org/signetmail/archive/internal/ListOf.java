package org.signetmail.archive.internal;

import java.util.ArrayList;
import java.util.List;
import org.signetmail.pkix.Finding;

/** The finding that says what it means here, then those that say why. */
public final class ListOf {
  private ListOf() {}

  public static List<Finding> first(Finding finding, List<Finding> reasons) {
    List<Finding> all = new ArrayList<>();
    all.add(finding);
    all.addAll(reasons);
    return all;
  }
}
