package org.signetmail.pkix;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of the requirements of the CA/Browser Forum's S/MIME Baseline Requirements a certificate
 * says it keeps: its certificate type and its generation, named by the reserved policy {@code
 * 2.23.140.1.5.x.y} (S/MIME BR §7.1.6.1).
 *
 * @param level what was validated of the subject
 * @param generation how strict the profile is
 */
public record SmimeBaseline(Level level, Generation generation) {
  private static final String ARC = "2.23.140.1.5.";

  /** What was validated, in the order of the policy's fifth arc, from 1. */
  public enum Level {
    /** Control of the mailbox alone. */
    MAILBOX,
    /** A legal entity. */
    ORGANIZATION,
    /** A person, vouched for by the legal entity they belong to. */
    SPONSOR,
    /** A person. */
    INDIVIDUAL
  }

  /** The generation of the profile, in the order of the policy's sixth arc, from 1. */
  public enum Generation {
    /** Not issued since 15 July 2025. */
    LEGACY,
    /** For mail and other uses. */
    MULTIPURPOSE,
    /** For mail alone. */
    STRICT
  }

  /** All twelve. */
  public static List<SmimeBaseline> all() {
    return Stream.of(Level.values())
        .flatMap(level ->
            Stream.of(Generation.values()).map(generation -> new SmimeBaseline(level, generation)))
        .toList();
  }

  /** What the certificate says it keeps: its first reserved policy. */
  public static Optional<SmimeBaseline> of(Certificate certificate) {
    return certificate.policies().stream()
        .filter(policy -> policy.startsWith(ARC))
        .flatMap(policy -> all().stream().filter(one -> one.policy().equals(policy)))
        .findFirst();
  }

  /** The one that these words name: {@code sponsor-strict}. */
  public static Optional<SmimeBaseline> ofWord(String word) {
    return all().stream().filter(one -> one.word().equals(word)).findFirst();
  }

  /** The reserved certificate policy, dotted. */
  public String policy() {
    return ARC + (level.ordinal() + 1) + "." + (generation.ordinal() + 1);
  }

  /** {@code sponsor-strict}: how configuration, profiles and commands name it. */
  public String word() {
    return (level + "-" + generation).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return word();
  }
}
