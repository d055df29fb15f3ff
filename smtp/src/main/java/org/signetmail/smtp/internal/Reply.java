package org.signetmail.smtp.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.gateway.Answer;

/** A server's reply, of one line or several (RFC 5321 §4.2). */
record Reply(int code, List<String> lines) {
  private static final int LONGEST = 4_096;
  private static final int MOST_LINES = 200;
  private static final Pattern BEGINNING = Pattern.compile("[2-5][0-9]{2}([ -]|\\z)");
  private static final Pattern STATUS =
      Pattern.compile("([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?: (.*))?");

  /**
   * @throws IOException when there is none in time, or it is not one
   */
  static Reply read(WireInput in, Duration patience) throws IOException {
    List<String> lines = new ArrayList<>();
    while (lines.size() < MOST_LINES) {
      if (!(in.line(LONGEST, patience) instanceof WireInput.Line.Text(byte[] octets))) {
        throw new IOException(
            lines.isEmpty() ? "connection ended without a reply" : "reply is cut off");
      }
      String line = new String(octets, StandardCharsets.UTF_8);
      if (!BEGINNING.matcher(line).lookingAt() || differs(line, lines)) {
        throw new IOException("reply is not SMTP (RFC 5321 §4.2)");
      }
      lines.add(line);
      if (line.length() == 3 || line.charAt(3) == ' ') {
        int code = Integer.parseInt(line.substring(0, 3));
        return new Reply(
            code, lines.stream().map(l -> l.substring(Math.min(4, l.length()))).toList());
      }
    }
    throw new IOException("reply is longer than " + MOST_LINES + " lines");
  }

  private static boolean differs(String line, List<String> before) {
    return !before.isEmpty() && !before.getFirst().regionMatches(0, line, 0, 3);
  }

  boolean positive() {
    return code < 300;
  }

  /**
   * With the enhanced status of its first line, or the general one of its class (RFC 3463 §3.1).
   */
  Answer answer() {
    String status = code / 100 + ".0.0";
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      Matcher enhanced = STATUS.matcher(line);
      String part = line;
      if (enhanced.matches() && line.charAt(0) - '0' == code / 100) {
        status = enhanced.group(1);
        part = enhanced.group(2) == null ? "" : enhanced.group(2);
      }
      text.append(text.isEmpty() ? "" : " ").append(part);
    }
    return new Answer(code, status, text.toString());
  }
}
