package org.signetmail.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.signetmail.app.home.Home;
import org.signetmail.pkix.Finding;

/** What is in the home is its owner's: a command that root ran leaves files that nobody writes. */
record HomeOwner(Home home) implements Check {
  private static final int DEPTH = 2;
  private static final int NAMED = 5;

  @Override
  public String name() {
    return "home";
  }

  @Override
  public Result look() throws IOException {
    UserPrincipal owner = Files.getOwner(home.folder());
    List<Finding> findings = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home.folder(), DEPTH)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        UserPrincipal other = Files.getOwner(file);
        if (!other.equals(owner) && findings.size() < NAMED) {
          findings.add(
              SystemFinding.OTHERS_FILE.on(
                  file, "belongs to " + other.getName() + ", the home to " + owner.getName()));
        }
      }
    }
    return new Result(home + ", of " + owner.getName(), findings);
  }
}
