package org.signetmail.app.home;

import java.time.Duration;
import org.signetmail.archive.RecoveryPolicy;
import org.signetmail.archive.RecoveryPolicy.SelfRecovery;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;

/** The group {@code recovery} of {@code signet.yaml}. */
final class RecoverySettings {
  private static final Duration LONGEST_DELAY = Duration.ofDays(30);
  private static final Duration SHORTEST_EXPIRY = Duration.ofHours(1);
  private static final Duration LONGEST_EXPIRY = Duration.ofDays(366);
  private static final int MOST_A_DAY = 1_000_000;

  private RecoverySettings() {}

  static RecoveryPolicy read(YamlMapping recovery) throws YamlProblem {
    recovery.allow(
        "owner-delay",
        "investigation-delay",
        "cases-per-requester",
        "cases-per-day",
        "releases-per-day",
        "case-expiry",
        "self-recovery");
    RecoveryPolicy standard = RecoveryPolicy.STANDARD;
    RecoveryPolicy policy =
        new RecoveryPolicy(
            delay(recovery, "owner-delay", standard.ownerDelay()),
            delay(recovery, "investigation-delay", standard.investigationDelay()),
            aDay(recovery, "cases-per-requester", standard.casesOfRequester()),
            aDay(recovery, "cases-per-day", standard.cases()),
            aDay(recovery, "releases-per-day", standard.releases()),
            ConfigurationValues.between(recovery, "case-expiry", SHORTEST_EXPIRY, LONGEST_EXPIRY)
                .orElse(standard.expiry()),
            recovery
                .optional("self-recovery", RecoverySettings::selfRecovery)
                .orElse(standard.selfRecovery()));
    for (String name : new String[] {"owner-delay", "investigation-delay"}) {
      Duration delay =
          name.equals("owner-delay") ? policy.ownerDelay() : policy.investigationDelay();
      if (delay.compareTo(policy.expiry()) >= 0) {
        throw new YamlProblem(
            recovery.placeOf(name),
            name + " " + delay + " is not shorter than case-expiry " + policy.expiry(),
            "a case must be open for longer than its release waits");
      }
    }
    return policy;
  }

  /** The group as {@code init} writes it. */
  static String text(RecoveryPolicy policy) {
    return """
    recovery:
      owner-delay: %s          # from request to release, to the owner's new certificate
      investigation-delay: %s  # the same, when messages go to an investigation
      cases-per-requester: %d      # that one person may open in 24 hours
      cases-per-day: %d           # that all may open
      releases-per-day: %d        # cases released in 24 hours
      case-expiry: %s        # a case that is not released ends then
      self-recovery: %s   # or allowed: owners help themselves with a recovery code
    """
        .formatted(
            policy.ownerDelay(),
            policy.investigationDelay(),
            policy.casesOfRequester(),
            policy.cases(),
            policy.releases(),
            policy.expiry(),
            policy.selfRecovery() == SelfRecovery.ALLOWED ? "allowed" : "forbidden");
  }

  private static Duration delay(YamlMapping recovery, String name, Duration standard)
      throws YamlProblem {
    return ConfigurationValues.between(recovery, name, Duration.ZERO, LONGEST_DELAY)
        .orElse(standard);
  }

  private static int aDay(YamlMapping recovery, String name, int standard) throws YamlProblem {
    return recovery
        .optional(name, text -> ConfigurationValues.within(text, 1, MOST_A_DAY))
        .orElse(standard);
  }

  private static SelfRecovery selfRecovery(String word) {
    return switch (word) {
      case "allowed" -> SelfRecovery.ALLOWED;
      case "forbidden" -> SelfRecovery.FORBIDDEN;
      default -> throw new IllegalArgumentException("'" + word + "' is not allowed or forbidden");
    };
  }
}
