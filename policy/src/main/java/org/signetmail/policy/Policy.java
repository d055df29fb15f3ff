package org.signetmail.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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

  /** What it takes to replace a policy that is in force. */
  public enum Changes implements Word {
    ANY("any"),
    /** An administrator's signature over the new one. */
    SIGNED("signed");

    private final String word;

    Changes(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  private final PolicyReader.Content content;
  private final String fingerprint;
  private final Optional<JurisdictionTable> table;

  private Policy(
      PolicyReader.Content content, String fingerprint, Optional<JurisdictionTable> table) {
    this.content = content;
    this.fingerprint = fingerprint;
    this.table = table;
  }

  /**
   * Reads a policy; every condition is compiled and type-checked.
   *
   * @param file how errors name it
   * @param profiles the words that {@code profile:} may have
   * @throws YamlProblem the first of {@link #problems}
   */
  public static Policy read(String text, String file, Set<String> profiles) throws YamlProblem {
    PolicyReader reader = new PolicyReader(profiles);
    Optional<PolicyReader.Content> content = reader.read(text, file);
    if (content.isEmpty()) {
      throw reader.problems().getFirst();
    }
    return new Policy(content.get(), fingerprint(text), Optional.empty());
  }

  /**
   * Everything that keeps a policy from being used, each in one line with file, line, column, what
   * is wrong and what to do; none when it can be used.
   */
  public static List<YamlProblem> problems(String text, String file, Set<String> profiles) {
    PolicyReader reader = new PolicyReader(profiles);
    reader.read(text, file);
    return reader.problems();
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

  /** The same policy, within the limits of a table. */
  public Policy within(JurisdictionTable limits) {
    return new Policy(content, fingerprint, Optional.of(limits));
  }

  /** The table it is within. */
  public Optional<JurisdictionTable> table() {
    return table;
  }

  /** The file of the table that it wants to be within, relative to its own. */
  public Optional<String> jurisdictions() {
    return content.jurisdictions();
  }

  public Changes changes() {
    return content.changes();
  }

  /** What is written to those for whom mail waits. */
  public InvitationText invitation() {
    return content.invitation();
  }

  /** How mail goes to those without a certificate, where a rule asks for a form. */
  public PasswordForms passwordForms() {
    return content.forms();
  }

  /** The same facts, and where the table says that people are. */
  public Facts placed(Facts facts) {
    return table.map(t -> facts.at(t.places(facts.author(), facts.recipient()))).orElse(facts);
  }

  /** By the rules alone. */
  Decision decide(Facts facts) {
    return rules(facts.direction()).decide(facts).decision();
  }

  /**
   * What is to be done.
   *
   * @param at decides which entries of a table are in force
   */
  public Decision decide(Facts facts, Instant at) {
    return ruling(facts, at).map(Ruling::decision).orElseGet(() -> decide(facts));
  }

  /** What the table makes of it; empty when there is none. */
  public Optional<Ruling> ruling(Facts facts, Instant at) {
    return table.map(t -> Ruling.of(t, decide(facts), facts, at));
  }

  /** The decision, with the rules that were tried and the reason. */
  public Explanation explain(Facts facts, Instant at) {
    Explanation byRules = rules(facts.direction()).explain(facts);
    return table
        .map(t -> Ruling.of(t, byRules.decision(), facts, at))
        .map(r -> new Explanation(r.decision(), byRules.steps(), byRules.because(), Optional.of(r)))
        .orElse(byRules);
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

  /**
   * Every text that mail from outside is marked with in its subject: nobody outside marks with one.
   */
  public Set<String> subjectMarks() {
    return rules(Facts.Direction.INBOUND).subjectMarks();
  }

  /** Whether it matters what this gateway can open of mail from outside. */
  public boolean opens() {
    return rules(Facts.Direction.INBOUND).opens();
  }

  /** Where labels are looked for; nowhere when no rule of this direction asks for them. */
  public LabelSources labels(Facts.Direction direction) {
    return rules(direction).asksForLabels() ? content.labels() : LabelSources.NONE;
  }

  /** SHA-256 of the text it was read from, in hex: what a log says about which policy decided. */
  public String fingerprint() {
    return fingerprint;
  }

  private Ruleset rules(Facts.Direction direction) {
    return Objects.requireNonNull(content.rules().get(direction));
  }

  /** The fingerprint of a policy of this text. */
  public static String fingerprint(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
