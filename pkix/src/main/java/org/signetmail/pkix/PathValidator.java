package org.signetmail.pkix;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.pkix.internal.path.Moment;
import org.signetmail.pkix.internal.path.PathResult;
import org.signetmail.pkix.internal.path.PathSearch;

/**
 * Decides whether a certificate leads to a trusted root at a moment in time (RFC 5280 §6, policies
 * after RFC 9618, internationalised addresses after RFC 9598). Stateless and pure: everything it
 * looks at is given; and bounded: whatever is given, it ends soon.
 *
 * <p>Which of the three outcomes, in the words of ETSI EN 319 102-1 §5.2.6:
 *
 * <ul>
 *   <li>{@link Outcome.Valid}: a path to a trusted root exists, everything on it holds at that
 *       time, and the status of its certificates is known to be good, or was not asked for.
 *   <li>{@link Outcome.Invalid}: something contradicts: a signature does not hold, a certificate
 *       had expired, was revoked, is not meant for this, breaks a constraint, or the path is
 *       complete and ends in a self-signed root that is not trusted.
 *   <li>{@link Outcome.Undetermined}: nothing contradicts, yet something is missing that could be
 *       had: the certificate of an issuer (NO_CERTIFICATE_CHAIN_FOUND), or current revocation
 *       status where it is {@link RevocationChecking#REQUIRED} (TRY_LATER).
 * </ul>
 *
 * <p>Expired means invalid here, where ETSI keeps it open until a time stamp proves that the
 * signature is older: a caller who has such proof passes its time as {@code at}.
 *
 * <p>Roots count only while they are valid themselves, and their own constraints are kept (RFC 5280
 * §6.2 permits both, and every mail client does). A certificate that is itself among the anchors is
 * its own path, root or not.
 *
 * <p>Evidence of revocation that is newer than {@code at} serves as well, as long as the
 * certificate had not expired when it was made; a revocation after {@code at} is a warning.
 *
 * <p>Neither the JDK's validator nor Bouncy Castle's is used: both stop at the first error, cannot
 * tell wrong from not known yet, and let an SmtpUTF8Mailbox past constraints on addresses (RFC 9598
 * §6); the JDK's also keeps a policy tree that grows exponentially, and reads no delta CRLs. What
 * was measured stands in {@code docs/adr/0007-path-validation.md}.
 */
public final class PathValidator {
  private PathValidator() {}

  /** What the path is for: decides the key usages asked of the end entity. */
  public enum Purpose {
    EMAIL_SIGNING,
    EMAIL_ENCRYPTION,
    /** No usage is asked: for officers, archives, servers, whose callers look themselves. */
    ANY
  }

  /**
   * What is looked at.
   *
   * @param anchors trusted roots
   * @param intermediates certificates that may help, trusted for nothing
   * @param evidence CRLs and OCSP responses, trusted for nothing but the signatures they bear
   * @param domains what some anchors are trusted for and nothing else (RFC 5937): the hosts of the
   *     mailboxes that they may certify, each alone or, with a leading dot, all below it; an anchor
   *     that is not in it vouches for every name
   */
  public record Context(
      Collection<Certificate> anchors,
      Collection<Certificate> intermediates,
      RevocationEvidence evidence,
      RevocationChecking revocation,
      PolicyInputs policy,
      Map<Certificate, Set<String>> domains) {
    public Context {
      anchors = List.copyOf(anchors);
      intermediates = List.copyOf(intermediates);
      domains = Map.copyOf(domains);
    }

    /** Whose anchors vouch for every name. */
    public Context(
        Collection<Certificate> anchors,
        Collection<Certificate> intermediates,
        RevocationEvidence evidence,
        RevocationChecking revocation,
        PolicyInputs policy) {
      this(anchors, intermediates, evidence, revocation, policy, Map.of());
    }

    /** The same trust, with more that may help and is trusted for nothing. */
    public Context helpedBy(Collection<Certificate> between, RevocationEvidence more) {
      return new Context(
          anchors,
          Stream.concat(intermediates.stream(), between.stream()).toList(),
          evidence.and(more),
          revocation,
          policy,
          domains);
    }

    /** The same trust, where revocation is asked for in another way. */
    public Context checking(RevocationChecking other) {
      return new Context(anchors, intermediates, evidence, other, policy, domains);
    }

    /** What an anchor is trusted for; empty: for every name. */
    public Set<String> domainsOf(Certificate anchor) {
      return domains.getOrDefault(anchor, Set.of());
    }
  }

  /** The policy inputs of RFC 5280 §6.1.1 (c), (e), (f) and (g). */
  public record PolicyInputs(
      Set<String> initialPolicies,
      boolean requireExplicitPolicy,
      boolean inhibitPolicyMapping,
      boolean inhibitAnyPolicy) {
    /** Any policy will do. */
    public static final PolicyInputs ANY =
        new PolicyInputs(Set.of("2.5.29.32.0"), false, false, false);

    public PolicyInputs {
      initialPolicies = Set.copyOf(initialPolicies);
    }
  }

  /** What became of the question. */
  public sealed interface Outcome {
    List<Finding> findings();

    /** {@code findings} holds no error. */
    record Valid(ValidatedPath path, List<Finding> findings) implements Outcome {}

    /** {@code findings} begins with the most specific error. */
    record Invalid(List<Finding> findings) implements Outcome {}

    /** Cannot say: {@code findings} tells what is missing. */
    record Undetermined(List<Finding> findings) implements Outcome {}
  }

  /** Validates with {@link AlgorithmRules#CURRENT}. */
  public static Outcome validate(
      Certificate endEntity, Purpose purpose, Instant at, Context context) {
    return validate(endEntity, purpose, at, context, AlgorithmRules.CURRENT);
  }

  public static Outcome validate(
      Certificate endEntity,
      Purpose purpose,
      Instant at,
      Context context,
      AlgorithmRules algorithms) {
    return validate(endEntity, purpose, new Moment(at), context, algorithms);
  }

  /** The moment tells afterwards how long the answer stays the same. */
  static Outcome validate(
      Certificate endEntity,
      Purpose purpose,
      Moment at,
      Context context,
      AlgorithmRules algorithms) {
    PathResult result = PathSearch.best(endEntity, purpose, at, context, algorithms);
    return switch (result.kind()) {
      case VALID ->
          new Outcome.Valid(new ValidatedPath(result.chain(), at.instant()), result.findings());
      case INVALID -> new Outcome.Invalid(result.findings());
      case UNDETERMINED -> new Outcome.Undetermined(result.findings());
    };
  }
}
