package org.signetmail.app.home;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.signetmail.policy.YamlMapping;
import org.signetmail.policy.YamlProblem;

/** Numbers, durations and sizes of {@code signet.yaml}, and what is said of those that are none. */
final class ConfigurationValues {
  private static final long MEGABYTE = 1_000_000;
  private static final Map<String, Long> UNITS =
      Map.of("KB", 1_000L, "MB", MEGABYTE, "GB", 1_000 * MEGABYTE);

  private ConfigurationValues() {}

  static Optional<Duration> between(YamlMapping mapping, String name, Duration least, Duration most)
      throws YamlProblem {
    return mapping.optional(
        name,
        text -> {
          Duration duration = duration(text);
          if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                "'" + text + "' is not between " + least + " and " + most);
          }
          return duration;
        });
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration such as P7D or PT24H (ISO 8601)", e);
    }
  }

  static int within(String text, int least, int most) {
    int number = number(text);
    if (number < least || number > most) {
      throw new IllegalArgumentException("'" + text + "' is not between " + least + " and " + most);
    }
    return number;
  }

  static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a number", e);
    }
  }

  static long size(String text) {
    String unit = text.replaceAll("[0-9 ]", "").toUpperCase(Locale.ROOT);
    String count = text.replaceAll("[^0-9]", "");
    Long factor = UNITS.get(unit);
    if (factor == null || count.isEmpty() || count.length() > 6) {
      throw new IllegalArgumentException("'" + text + "' is not a size such as 50MB");
    }
    return Long.parseLong(count) * factor;
  }
}
