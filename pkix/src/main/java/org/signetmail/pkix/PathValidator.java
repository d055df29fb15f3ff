package org.signetmail.pkix;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Decides whether a certificate leads to a trusted root at a moment in time (RFC 5280 §6).
 * Stateless and pure: everything it looks at is given.
 */
public final class PathValidator {
  /** What the path is for: decides the key usages and extended key usages asked of the end entity. */
  public enum Purpose { EMAIL_SIGNING, EMAIL_ENCRYPTION, ANY }

  /**
   * @param anchors trusted roots
   * @param intermediates certificates that may help, trusted for nothing
   * @param crls DER or parsed CRLs; ocsp DER OCSP responses
   */
  public record Context(
      Collection<Certificate> anchors,
      Collection<Certificate> intermediates,
      Collection<byte[]> crls,
      Collection<byte[]> ocspResponses,
      RevocationChecking revocation,
      PolicyInputs policy) {}

  /** RFC 5280 §6.1.1 (c)–(f). */
  public record PolicyInputs(Set<String> initialPolicies, boolean requireExplicitPolicy, boolean inhibitPolicyMapping, boolean inhibitAnyPolicy) {
    public static final PolicyInputs ANY = new PolicyInputs(Set.of("2.5.29.32.0"), false, false, false);
  }

  public sealed interface Outcome {
    List<Finding> findings();
    record Valid(ValidatedPath path, List<Finding> findings) implements Outcome {}
    record Invalid(List<Finding> findings) implements Outcome {}
    /** Cannot say: status unknown, issuer not found … */
    record Undetermined(List<Finding> findings) implements Outcome {}
  }

  public static Outcome validate(Certificate endEntity, Purpose purpose, Instant at, Context context) { throw new UnsupportedOperationException(); }
}
