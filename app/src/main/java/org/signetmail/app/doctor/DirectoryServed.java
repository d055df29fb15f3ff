package org.signetmail.app.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.organization.Organization;
import org.signetmail.lookup.served.DirectoryProbe;

/** The directory of certificates answers. */
record DirectoryServed(Organization organization) implements Check {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Override
  public String name() {
    return "directory";
  }

  @Override
  public Result look() {
    Endpoint ldap = organization.configuration().directory().ldap();
    if (ldap.port() == 0) {
      return new Result("at a port that is chosen at each start", List.of());
    }
    try {
      String context = DirectoryProbe.namingContext(ldap.socketAddress(), PATIENCE);
      return new Result("LDAP " + ldap + " answers for " + context, List.of());
    } catch (IOException e) {
      return new Result(
          "LDAP " + ldap + " does not answer",
          List.of(SystemFinding.NO_DIRECTORY.on(ldap, String.valueOf(e.getMessage()))));
    }
  }
}
