package org.signetmail.pkix.internal.path;

import java.util.Comparator;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathFinding;

/**
 * What is known of one chain.
 *
 * @param chain end entity first; a trusted root last when {@code reached} says so
 * @param findings the most specific first
 */
public record PathResult(List<Certificate> chain, Reached reached, List<Finding> findings) {

  /** How far the chain came: the further, the more its findings tell. */
  enum Reached {
    NOTHING,
    UNTRUSTED_ROOT,
    TRUSTED_ROOT
  }

  /** The answer that the findings give. */
  public enum Kind {
    VALID,
    UNDETERMINED,
    INVALID
  }

  /**
   * Which of several chains to report: the better answer; but a revoked end entity, whichever chain
   * shows it, before all; then the chain that came furthest; then the one with fewer errors.
   */
  static Comparator<PathResult> bestFirst() {
    return Comparator.comparing((PathResult result) -> !result.endEntityIsRevoked())
        .thenComparing(result -> result.reached() != Reached.TRUSTED_ROOT)
        .thenComparing(PathResult::kind)
        .thenComparing(PathResult::reached, Comparator.reverseOrder())
        .thenComparingLong(result -> result.findings().stream().filter(Finding::isError).count());
  }

  public PathResult {
    chain = List.copyOf(chain);
    findings =
        findings.stream().distinct().sorted((one, other) -> rank(one) - rank(other)).toList();
  }

  public Kind kind() {
    Kind kind = Kind.VALID;
    for (Finding finding : findings) {
      if (finding.isError()) {
        if (finding.isContradiction()) {
          return Kind.INVALID;
        }
        kind = Kind.UNDETERMINED;
      }
    }
    return kind;
  }

  private boolean endEntityIsRevoked() {
    String endEntity = chain.getFirst().displayName();
    return findings.stream()
        .anyMatch(finding ->
            finding.code() == PathFinding.REVOKED && finding.subject().equals(endEntity));
  }

  private static int rank(Finding finding) {
    int specific = finding.code() instanceof PathFinding code ? code.ordinal() : 0;
    return finding.severity().ordinal() * 1000 + specific;
  }
}
