package org.signetmail.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a domain says of the servers that take its mail (MTA-STS, RFC 8461 §3.2).
 *
 * @param patterns names of servers, lower case: {@code mail.example.com}, {@code *.example.net}
 * @param maxAge how long it holds, from when it was fetched
 */
public record StsPolicy(Mode mode, List<String> patterns, Duration maxAge) {
  /** Octets of a policy (RFC 8461 §3.3). */
  public static final int LARGEST = 64 << 10;

  private static final int MOST_PATTERNS = 1_000;
  private static final long LONGEST = 31_557_600;
  private static final Pattern FIELD =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,31}):[ \\t]*(.*?)[ \\t]*");
  private static final Pattern HOST =
      Pattern.compile(
          "(\\*\\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  public StsPolicy {
    patterns = List.copyOf(patterns);
  }

  /** What follows when a server does not fit (RFC 8461 §5). */
  public enum Mode {
    /** It gets no mail. */
    ENFORCE,
    /** It gets mail as if there were no policy. */
    TESTING,
    /** There is no policy any more. */
    NONE
  }

  /**
   * Reads a policy. Of a field that may stand once, the first counts; unknown fields are passed
   * over.
   *
   * @throws IllegalArgumentException with one line when it is none
   */
  public static StsPolicy parse(byte[] octets) {
    if (octets.length > LARGEST) {
      throw wrong("is larger than " + LARGEST + " octets");
    }
    Map<String, String> single = new HashMap<>();
    List<String> patterns = new ArrayList<>();
    for (String line : text(octets).split("\\r?\\n", -1)) {
      if (line.isBlank()) {
        continue;
      }
      var field = FIELD.matcher(line);
      if (!field.matches()) {
        throw wrong("has a line that is no field");
      }
      if (field.group(1).equals("mx")) {
        patterns.add(pattern(field.group(2)));
      } else {
        single.putIfAbsent(field.group(1), field.group(2));
      }
      if (patterns.size() > MOST_PATTERNS) {
        throw wrong("has more than " + MOST_PATTERNS + " mx fields");
      }
    }
    if (!"STSv1".equals(single.get("version"))) {
      throw wrong("has no version: STSv1");
    }
    Mode mode = mode(single.getOrDefault("mode", ""));
    if (patterns.isEmpty() && mode != Mode.NONE) {
      throw wrong("names no mx");
    }
    String age = single.getOrDefault("max_age", "");
    if (!age.matches("[0-9]{1,10}")) {
      throw wrong("has no max_age in seconds");
    }
    return new StsPolicy(
        mode, patterns, Duration.ofSeconds(Math.min(LONGEST, Long.parseLong(age))));
  }

  /** Whether a server may take this domain's mail (RFC 8461 §4.1). */
  public boolean allows(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    String below = dot < 1 ? "" : "*" + name.substring(dot);
    return patterns.contains(name) || patterns.contains(below);
  }

  private static String text(byte[] octets) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw wrong("is no UTF-8");
    }
  }

  private static String pattern(String value) {
    String name = value.toLowerCase(Locale.ROOT);
    if (name.length() > 255 || !HOST.matcher(name).matches()) {
      throw wrong("has an mx that is no name of a host");
    }
    return name;
  }

  private static Mode mode(String word) {
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> wrong("has no mode that we know"));
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("MTA-STS policy: " + what + " (RFC 8461 §3.2)");
  }
}
