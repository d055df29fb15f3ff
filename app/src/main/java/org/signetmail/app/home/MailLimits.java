package org.signetmail.app.home;

import java.time.Duration;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;
import org.signetmail.smtp.ServerLimits;

/** The group {@code limits} of {@code signet.yaml}: what clients of the mail listeners may ask. */
final class MailLimits {
  private static final int MOST = 1_000_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(2);

  private MailLimits() {}

  /** The size of a message stands elsewhere: {@code mail.maximum-size}. */
  static ServerLimits read(YamlMapping limits) throws YamlProblem {
    limits.allow(
        "connections",
        "connections-per-client",
        "messages-per-minute",
        "recipients-per-minute",
        "login-failures-per-hour",
        "recipients",
        "header-octets",
        "line-octets",
        "errors",
        "idle-commands",
        "command-time",
        "silence",
        "message-time");
    ServerLimits standard = ServerLimits.STANDARD;
    ServerLimits.Traffic traffic = standard.traffic();
    ServerLimits.Timeouts timeouts = standard.timeouts();
    return new ServerLimits(
        number(limits, "connections", 1, standard.connections()),
        number(limits, "recipients", 100, standard.recipients()),
        standard.messageOctets(),
        number(limits, "header-octets", 10_000, standard.headerOctets()),
        number(limits, "line-octets", 1_000, standard.lineOctets()),
        number(limits, "errors", 1, standard.errors()),
        number(limits, "idle-commands", 10, standard.idleCommands()),
        new ServerLimits.Traffic(
            number(limits, "connections-per-client", 1, traffic.connections()),
            number(limits, "messages-per-minute", 1, traffic.messages()),
            number(limits, "recipients-per-minute", 1, traffic.recipients()),
            number(limits, "login-failures-per-hour", 3, traffic.loginFailures())),
        new ServerLimits.Timeouts(
            time(limits, "command-time", timeouts.command()),
            time(limits, "silence", timeouts.silence()),
            time(limits, "message-time", timeouts.message()),
            timeouts.drain()));
  }

  /** The group as it stands in the file; nothing where all is as usual. */
  static String text(ServerLimits limits) {
    if (limits.equals(ServerLimits.STANDARD)) {
      return "";
    }
    return """
    limits:
      connections: %d
      connections-per-client: %d
      messages-per-minute: %d
      recipients-per-minute: %d
      login-failures-per-hour: %d
      recipients: %d
      header-octets: %d
      line-octets: %d
      errors: %d
      idle-commands: %d
      command-time: %s
      silence: %s
      message-time: %s
    """
        .formatted(
            limits.connections(),
            limits.traffic().connections(),
            limits.traffic().messages(),
            limits.traffic().recipients(),
            limits.traffic().loginFailures(),
            limits.recipients(),
            limits.headerOctets(),
            limits.lineOctets(),
            limits.errors(),
            limits.idleCommands(),
            limits.timeouts().command(),
            limits.timeouts().silence(),
            limits.timeouts().message());
  }

  private static int number(YamlMapping limits, String name, int least, int standard)
      throws YamlProblem {
    return limits
        .optional(name, text -> ConfigurationValues.within(text, least, MOST))
        .orElse(standard);
  }

  private static Duration time(YamlMapping limits, String name, Duration standard)
      throws YamlProblem {
    return ConfigurationValues.between(limits, name, SHORTEST, LONGEST).orElse(standard);
  }
}
