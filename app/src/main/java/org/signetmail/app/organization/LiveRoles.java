package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.signetmail.app.Failure;
import org.signetmail.app.home.ConfigurationFile;
import org.signetmail.archive.OfficerStore;
import org.signetmail.archive.RoleRule;
import org.signetmail.pkix.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has which role now: {@code roles} of {@code signet.yaml}, looked at whenever it is asked. A
 * changed file counts from the next question on if all of it can be read and makes nobody who has a
 * seat as recovery officer anything else; until then it is as before, and the log says why, once.
 * Thread-safe.
 */
final class LiveRoles implements Supplier<RoleRule> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRoles.class);

  private final Path home;
  private final OfficerStore officers;
  private Known known;

  /**
   * @param text of the file that was looked at last
   * @param roles that count
   * @param problem of that file; none when the roles are its own
   */
  private record Known(String text, RoleRule roles, Optional<String> problem) {}

  LiveRoles(Organization organization) {
    this.home = organization.home().folder();
    this.officers = organization.store().officers();
    this.known = new Known("", organization.configuration().archive().roles(), Optional.empty());
  }

  @Override
  public RoleRule get() {
    return look().roles();
  }

  /** Why the file as it is now does not count, one line; empty when it does. */
  Optional<String> problem() {
    return look().problem();
  }

  private synchronized Known look() {
    String text;
    try {
      text = Files.readString(home.resolve(ConfigurationFile.NAME));
    } catch (IOException e) {
      text = "";
    }
    if (!text.equals(known.text())) {
      known = read(text);
    }
    return known;
  }

  private Known read(String text) {
    try {
      RoleRule roles = ConfigurationFile.read(home).archive().roles();
      List<Finding> findings = roles.objections(officers.officers());
      if (!findings.isEmpty()) {
        return kept(text, findings.getFirst().line());
      }
      if (!roles.equals(known.roles())) {
        LOG.info("roles of {} have changed, and count", ConfigurationFile.NAME);
      }
      return new Known(text, roles, Optional.empty());
    } catch (IOException | Failure e) {
      return kept(text, String.valueOf(e.getMessage()));
    }
  }

  private Known kept(String text, String why) {
    LOG.warn("the roles of before stay: {}", why);
    return new Known(text, known.roles(), Optional.of(why));
  }
}
