package org.signetmail.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.signetmail.policy.internal.ConditionCompiler;

/**
 * What an organisation wants done to its mail, from {@code policy.yaml}: for each direction rules
 * with conditions, of which the first that holds decides, and a default that must be there.
 *
 * <p>Pure: the same facts give the same decision. Immutable and safe for use by many threads.
 */
public final class Policy {
  /** What becomes of a message when some of its recipients are refused by policy. */
  public enum Refusals {
    /** Nobody gets it, and the sender hears why. */
    ALL_OR_NONE("all-or-none"),
    /** The others get it, and the sender gets a report about the rest. */
    EACH_ALONE("each-alone");

    private final String word;

    Refusals(String word) {
      this.word = word;
    }

    static Refusals of(String word) {
      return Arrays.stream(values())
          .filter(r -> r.word.equals(word))
          .findFirst()
          .orElseThrow(() ->
              new IllegalArgumentException("'" + word + "' is neither all-or-none nor each-alone"));
    }
  }

  private final Ruleset outbound;
  private final Ruleset inbound;
  private final String fingerprint;

  private Policy(Ruleset outbound, Ruleset inbound, String fingerprint) {
    this.outbound = outbound;
    this.inbound = inbound;
    this.fingerprint = fingerprint;
  }

  /**
   * Reads a policy; every condition is compiled and type-checked.
   *
   * @param file how errors name it
   * @param profiles the words that {@code profile:} may have
   * @throws YamlProblem with file, line, column, what is wrong and what to do, in one line
   */
  public static Policy read(String text, String file, Set<String> profiles) throws YamlProblem {
    YamlMapping top = Yaml.parse(text, file);
    top.allow("outbound", "inbound");
    ConditionCompiler compiler = new ConditionCompiler();
    Ruleset outbound = section(top, "outbound", compiler, profiles);
    Ruleset inbound = section(top, "inbound", compiler, profiles);
    return new Policy(outbound, inbound, sha256(text));
  }

  private static Ruleset section(
      YamlMapping top, String name, ConditionCompiler compiler, Set<String> profiles)
      throws YamlProblem {
    if (!top.entries().containsKey(name)) {
      throw new YamlProblem(
          top.place(), "has no rules for " + name + " mail", "add '" + name + ":'");
    }
    return Ruleset.read(top.group(name), compiler, profiles);
  }

  /** The text of the policy that a new system begins with, and that explains itself. */
  public static String example() {
    try (InputStream in = Policy.class.getResourceAsStream("policy.yaml")) {
      if (in == null) {
        throw new IllegalStateException("policy.yaml: is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("policy.yaml: cannot be read from the program", e);
    }
  }

  public Decision decide(Facts facts) {
    return explain(facts).decision();
  }

  /** The decision, with the rules that were tried and the reason. */
  public Explanation explain(Facts facts) {
    return rules(facts.direction()).explain(facts);
  }

  public Refusals refusals(Facts.Direction direction) {
    return rules(direction).refusals();
  }

  /**
   * Whether decisions for this direction depend on recipients' certificates: then they are looked
   * up.
   */
  public boolean asksForCertificates(Facts.Direction direction) {
    return rules(direction).asksForCertificates();
  }

  /** SHA-256 of the text it was read from, in hex: what a log says about which policy decided. */
  public String fingerprint() {
    return fingerprint;
  }

  private Ruleset rules(Facts.Direction direction) {
    return switch (direction) {
      case OUTBOUND -> outbound;
      case INBOUND -> inbound;
    };
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
