package org.signetmail.web.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and numbers as people read them. */
public final class Words {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Words() {}

  /** Such as 30 November 2026, in UTC. */
  public static String day(Instant at) {
    return DAY.format(at);
  }

  /** Such as 30 November 2026, 09:05 UTC. */
  public static String minute(Instant at) {
    return MINUTE.format(at);
  }

  /** Hexadecimal digits in groups of four. */
  public static String grouped(String hex) {
    return hex.replaceAll("(.{4})(?!$)", "$1 ");
  }
}
