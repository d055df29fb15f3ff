package org.signetmail.web.console;

import java.util.List;

/**
 * What every page of the console has around its content; what is not there is empty.
 *
 * @param who is signed in, with their roles
 * @param csrf the word that this browser's forms carry
 * @param places that the roles of this person lead to
 * @param csv the address of this page's tables as CSV
 * @param script the name of the page's module
 */
public record ConsoleFrame(
    String organization, String who, String csrf, List<Place> places, String csv, String script) {
  public ConsoleFrame {
    places = List.copyOf(places);
  }

  /** A page that the navigation leads to. */
  public record Place(String path, String label, boolean isHere) {}

  public boolean isSignedIn() {
    return !who.isEmpty();
  }

  public boolean hasScript() {
    return !script.isEmpty();
  }

  public boolean hasCsv() {
    return !csv.isEmpty();
  }
}
