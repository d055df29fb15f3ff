package org.signetmail.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.signetmail.smtp.StsPolicy;

/** Policies of MTA-STS. One that is read holds for a year at most, and allows whom it names. */
final class StsPolicies {
  static final Map<String, byte[]> SEEDS =
      Map.of(
          "enforce",
          text(
              """
              version: STSv1\r
              mode: enforce\r
              mx: mx.a.test\r
              mx: *.b.test\r
              max_age: 86400\r
              """),
          "none",
          text("version: STSv1\nmode: none\nmax_age: 0\nx-other: a b\n"));

  private static final Duration YEAR = Duration.ofHours(8_766);

  private StsPolicies() {}

  static void read(byte[] input) {
    try {
      StsPolicy policy = StsPolicy.parse(input);
      if (policy.maxAge().isNegative() || policy.maxAge().compareTo(YEAR) > 0) {
        throw new AssertionError("holds for " + policy.maxAge());
      }
      if (policy.mode() != StsPolicy.Mode.NONE && policy.patterns().isEmpty()) {
        throw new AssertionError("allows nobody, and says nothing of it");
      }
      for (String pattern : policy.patterns()) {
        if (!policy.allows(pattern.replace("*", "a"))) {
          throw new AssertionError("does not allow whom it names: " + pattern);
        }
      }
    } catch (IllegalArgumentException e) {
      Messages.requireOneLine(new IOException(e.getMessage()));
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
