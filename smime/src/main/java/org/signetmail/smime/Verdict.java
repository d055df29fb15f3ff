package org.signetmail.smime;

import java.util.List;
import org.signetmail.pkix.Finding;

/**
 * What a check of a message's signature says (the words of ETSI EN 319 102-1 §5.1.3), never a
 * boolean. It speaks of the whole message: status comes from its root only (RFC 9787 §6).
 */
public sealed interface Verdict {
  List<Finding> findings();

  /**
   * All of it holds: whole coverage, one acceptable signer, valid path, From named by the signer.
   */
  record Passed(VerifiedSigner signer, List<Finding> findings) implements Verdict {}

  /** It does not hold: at least one finding is an error. */
  record Failed(List<Finding> findings) implements Verdict {}

  /** Nobody can say from what is at hand. */
  record Indeterminate(List<Finding> findings) implements Verdict {}

  /** Nothing at the root of the message claims to be signed. */
  record Unsigned(List<Finding> findings) implements Verdict {}

  /** The word in JSON: passed, failed, indeterminate, unsigned. */
  default String word() {
    return switch (this) {
      case Passed p -> "passed";
      case Failed f -> "failed";
      case Indeterminate i -> "indeterminate";
      case Unsigned u -> "unsigned";
    };
  }
}
