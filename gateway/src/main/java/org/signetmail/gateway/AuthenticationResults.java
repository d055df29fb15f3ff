package org.signetmail.gateway;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathFinding;
import org.signetmail.smime.MessageFinding;
import org.signetmail.smime.Verdict;

/**
 * The {@code Authentication-Results} field (RFC 8601) that tells readers behind the gateway what
 * became of a message's signature, by the method {@code smime} (RFC 7281). It stands in the header,
 * where a sender's own text cannot paint, and counts because whatever a sender wrote under our name
 * was taken out ({@link ForgedResults}).
 *
 * @param host our authserv-id (RFC 8601 §2.5)
 */
record AuthenticationResults(String host) {
  static final String FIELD = "Authentication-Results";

  /** RFC 8601 §2.7 with RFC 7281 §3.1. */
  private enum Result {
    NONE,
    PASS,
    FAIL,
    POLICY,
    NEUTRAL,
    TEMPERROR,
    PERMERROR;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The field for a message, with its line end; empty where nobody judges. */
  Optional<String> field(MessageHeader header, Examination seen) {
    return switch (seen.state()) {
      case NOT_JUDGED -> Optional.empty();
      case UNREADABLE -> Optional.of(line("smime=" + Result.NEUTRAL.word()));
      case JUDGED ->
          Optional.of(
              switch (seen.protection()) {
                case NONE -> line("smime=none");
                // Whether there is a signature within, only its readers can see.
                case ENCRYPTED -> line("none");
                case SIGNED -> signed(header, seen);
              });
    };
  }

  private String signed(MessageHeader header, Examination seen) {
    if (seen.verdict() instanceof Verdict.Passed passed) {
      return line(
          "smime=pass",
          identity(seen.from().map(Object::toString), passed.signer().certificate()),
          part(header));
    }
    Result result = result(seen.verdict());
    Optional<Finding> cause =
        seen.verdict().findings().stream().filter(Finding::isError).findFirst();
    String said =
        "smime=" + result.word() + cause.map(one -> " reason=" + one.code().code()).orElse("");
    return result == Result.NONE ? line(said) : line(said, part(header));
  }

  private static Result result(Verdict verdict) {
    List<Finding> errors = verdict.findings().stream().filter(Finding::isError).toList();
    return switch (verdict) {
      case Verdict.Passed passed -> Result.PASS;
      case Verdict.Unsigned unsigned -> Result.NONE;
      case Verdict.Indeterminate open ->
          errors.stream().anyMatch(AuthenticationResults::mayComeYet)
              ? Result.TEMPERROR
              : Result.PERMERROR;
      case Verdict.Failed failed ->
          errors.stream().anyMatch(AuthenticationResults::isBroken)
              ? Result.FAIL
              : errors.stream().anyMatch(AuthenticationResults::isSyntax)
                  ? Result.NEUTRAL
                  : Result.POLICY;
    };
  }

  /** A revocation list or a response that could not be had now. */
  private static boolean mayComeYet(Finding finding) {
    return finding.code() == PathFinding.REVOCATION_UNKNOWN
        || finding.code() == PathFinding.REVOCATION_OUTDATED;
  }

  /** The signature does not hold, or its certificate no longer does (RFC 7281 §3.3). */
  private static boolean isBroken(Finding finding) {
    return finding.code() instanceof PathFinding
        || finding.code() == MessageFinding.DIGEST_MISMATCH
        || finding.code() == MessageFinding.SIGNATURE_INVALID
        || finding.code() == MessageFinding.ALGORITHM_PROTECTION
        || finding.code() == MessageFinding.CERTIFICATE_SUBSTITUTED
        || finding.code() == MessageFinding.FORGED_ATTRIBUTES;
  }

  private static boolean isSyntax(Finding finding) {
    return finding.code().code().startsWith("structure.");
  }

  /** The signer's mailbox; else serial number and issuer, both (RFC 7281 §3.2.3). */
  private static String identity(Optional<String> from, Certificate signer) {
    return from.filter(one -> one.matches("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+"))
        .map(one -> "body.smime-identifier=" + one)
        .orElseGet(() ->
            "body.smime-serial="
                + signer.serialHex()
                + "\r\n\tbody.smime-issuer="
                + quoted(signer.issuer()));
  }

  /** Where the signature is (RFC 7281 §3.2.1, RFC 3501 §6.4.5). */
  private static String part(MessageHeader header) {
    boolean detached =
        header
            .first("Content-Type")
            .filter(type -> type.toLowerCase(java.util.Locale.ROOT).startsWith("multipart/"))
            .isPresent();
    return "body.smime-part=" + (detached ? "2" : "1");
  }

  private static String quoted(String text) {
    return '"' + text.replaceAll("[^ -~]", "?").replaceAll("([\"\\\\])", "\\\\$1") + '"';
  }

  private String line(String... parts) {
    return FIELD + ": " + host + ";\r\n\t" + String.join("\r\n\t", parts) + "\r\n";
  }
}
