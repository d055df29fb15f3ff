package org.signetmail.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.policy.Facts.Protection;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.MessageFinding;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Verdict;

/**
 * What a message from outside came with, and what its signature came to: looked at once, before
 * anything is decided. Immutable.
 *
 * @param from the one mailbox that is shown, and that a verdict of passed speaks of
 */
record Examination(Protection protection, State state, Verdict verdict, Optional<Mailbox> from) {
  /** How far it got. */
  enum State {
    /** Nobody judges here. */
    NOT_JUDGED,
    /** Judged, or nothing there to be judged. */
    JUDGED,
    /** It is no message that can be read. */
    UNREADABLE
  }

  private static final Verdict NOTHING = new Verdict.Unsigned(List.of());

  /** Of a message about which nothing is said. */
  static Examination none(Protection protection) {
    return new Examination(protection, State.NOT_JUDGED, NOTHING, Optional.empty());
  }

  static Examination of(MessageHeader header, Octets message, Judge judge, Instant at)
      throws IOException {
    Protection protection = ProtectionScan.of(header, message);
    if (judge.equals(Judge.NONE)) {
      return none(protection);
    }
    if (protection != Protection.SIGNED) {
      return new Examination(protection, State.JUDGED, NOTHING, Optional.empty());
    }
    try {
      Optional<Reading> judged = judge.judge(message, at);
      if (judged.isEmpty()) {
        return none(protection);
      }
      try (Reading reading = judged.get()) {
        return new Examination(protection, State.JUDGED, reading.verdict(), reading.from());
      }
    } catch (MalformedMessage e) {
      return new Examination(protection, State.UNREADABLE, NOTHING, Optional.empty());
    }
  }

  /** As a policy may look at it. */
  Facts.Received facts(Facts.Received.Openable openable) {
    Set<String> codes =
        verdict.findings().stream()
            .filter(Finding::isError)
            .map(finding -> finding.code().code())
            .collect(Collectors.toUnmodifiableSet());
    Facts.Received.Signature signature =
        state == State.UNREADABLE
            ? Facts.Received.Signature.FAILED
            : switch (verdict) {
              case Verdict.Passed passed -> Facts.Received.Signature.PASSED;
              case Verdict.Failed failed -> Facts.Received.Signature.FAILED;
              case Verdict.Indeterminate open -> Facts.Received.Signature.INDETERMINATE;
              case Verdict.Unsigned unsigned -> Facts.Received.Signature.NONE;
            };
    boolean deceives =
        state == State.UNREADABLE
            || (verdict instanceof Verdict.Failed
                && codes.stream().anyMatch(Examination::deceives));
    return new Facts.Received(
        signature,
        codes,
        deceives ? Facts.Received.Attack.SUSPECTED : Facts.Received.Attack.NONE,
        openable);
  }

  /**
   * Findings that do not come of the way a message takes, but of somebody who makes it look signed
   * by another, or signed where it is not ("Johnny, you are fired").
   */
  private static boolean deceives(String code) {
    return code.startsWith("structure.") || code.startsWith("header.") || DECEIVING.contains(code);
  }

  private static final Set<String> DECEIVING =
      Set.of(
          MessageFinding.MAILBOX_MISMATCH.code(),
          MessageFinding.FROM_SEVERAL.code(),
          MessageFinding.OUTER_SIGNER.code(),
          MessageFinding.CONTENT_TYPE.code(),
          MessageFinding.FORGED_ATTRIBUTES.code(),
          MessageFinding.ALGORITHM_PROTECTION.code(),
          MessageFinding.CERTIFICATE_SUBSTITUTED.code());
}
