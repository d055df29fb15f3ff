package org.signetmail.pkix.internal.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.AlgorithmRules;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathFinding;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.PathValidator.Purpose;

/**
 * Looks for a chain to a trusted root: depth first, the likeliest issuers first (RFC 4158 §3),
 * until one chain is valid or all, or the budget, are spent. One object serves one validation.
 */
public final class PathSearch {
  private static final int LONGEST_CHAIN = 16;

  private final Moment at;
  private final Context context;
  private final AlgorithmRules algorithms;
  private final Budget budget = new Budget();
  private final IssuerSignature signatures = new IssuerSignature(budget);
  private final Map<X500Principal, List<Certificate>> anchors = new HashMap<>();
  private final Map<X500Principal, List<Certificate>> intermediates = new HashMap<>();
  private final RevocationStatus revocation;

  private PathSearch(Moment at, Context context, AlgorithmRules algorithms) {
    this.at = at;
    this.context = context;
    this.algorithms = algorithms;
    context.anchors().forEach(one -> bySubject(anchors, one));
    context.intermediates().forEach(one -> bySubject(intermediates, one));
    this.revocation = new RevocationStatus(this, context, at);
  }

  /** The valid chain, or of the others the one that tells most. */
  public static PathResult best(
      Certificate endEntity,
      Purpose purpose,
      Moment at,
      Context context,
      AlgorithmRules algorithms) {
    return new PathSearch(at, context, algorithms).best(endEntity, purpose);
  }

  /** The same for a certificate met on the way, such as a CRL issuer's; shares the budget. */
  PathResult best(Certificate endEntity, Purpose purpose) {
    Search search = new Search(purpose);
    try {
      search.extend(List.of(endEntity));
    } catch (Budget.Exceeded e) {
      search.tried.add(
          new PathResult(
              List.of(endEntity),
              PathResult.Reached.TRUSTED_ROOT,
              List.of(
                  Finding.of(
                      PathFinding.BUDGET,
                      endEntity.displayName(),
                      "has more " + e.getMessage() + " than are looked at"))));
    }
    if (search.tried.size() == 1) {
      return search.tried.getFirst();
    }
    return search.tried.stream()
        .min(PathResult.bestFirst())
        .orElseThrow(() -> new IllegalStateException("a search tries at least one chain"));
  }

  Moment at() {
    return at;
  }

  Context context() {
    return context;
  }

  AlgorithmRules algorithms() {
    return algorithms;
  }

  Budget budget() {
    return budget;
  }

  IssuerSignature signatures() {
    return signatures;
  }

  RevocationStatus revocation() {
    return revocation;
  }

  /** Everything given that bears this name, trusted or not. */
  List<Certificate> named(X500Principal subject) {
    List<Certificate> all = new ArrayList<>(anchors.getOrDefault(subject, List.of()));
    all.addAll(intermediates.getOrDefault(subject, List.of()));
    return all;
  }

  private static void bySubject(
      Map<X500Principal, List<Certificate>> map, Certificate certificate) {
    map.computeIfAbsent(certificate.x509().getSubjectX500Principal(), name -> new ArrayList<>())
        .add(certificate);
  }

  /** One search from one end entity. */
  private final class Search {
    private final Purpose purpose;
    private final List<PathResult> tried = new ArrayList<>();

    Search(Purpose purpose) {
      this.purpose = purpose;
    }

    /** Whether a valid chain was found, so that the search ends. */
    boolean extend(List<Certificate> chain) {
      Certificate last = chain.getLast();
      if (isAnchor(last)) {
        return check(chain, PathResult.Reached.TRUSTED_ROOT, List.of());
      }
      X500Principal issuer = last.x509().getIssuerX500Principal();
      boolean any = false;
      @Nullable Certificate wrongKey = null;
      for (Certificate candidate : candidates(last, issuer)) {
        if (repeats(chain, candidate) || chain.size() >= LONGEST_CHAIN) {
          continue;
        }
        budget.spendStep();
        boolean later = IssuerSignature.lacksParameters(candidate.publicKey());
        if (!later && !signatures.holds(last, candidate.publicKey())) {
          wrongKey = candidate;
          continue;
        }
        any = true;
        List<Certificate> longer = new ArrayList<>(chain);
        longer.add(candidate);
        if (extend(longer)) {
          return true;
        }
      }
      return !any && check(chain, deadEnd(last, wrongKey), reason(last, wrongKey));
    }

    private boolean check(
        List<Certificate> chain, PathResult.Reached reached, List<Finding> reasons) {
      budget.spendChain();
      List<Finding> findings = new ArrayList<>(reasons);
      findings.addAll(new PathCheck(PathSearch.this, chain, reached, purpose).findings());
      PathResult result = new PathResult(chain, reached, findings);
      tried.add(result);
      return result.kind() == PathResult.Kind.VALID;
    }
  }

  private boolean isAnchor(Certificate certificate) {
    return anchors
        .getOrDefault(certificate.x509().getSubjectX500Principal(), List.of())
        .contains(certificate);
  }

  /** The same name and key twice in a chain prove nothing more (RFC 4158 §2.4.1). */
  private static boolean repeats(List<Certificate> chain, Certificate candidate) {
    return chain.stream().anyMatch(one -> isSameEntity(one, candidate));
  }

  private static boolean isSameEntity(Certificate one, Certificate other) {
    return one.keyId().equals(other.keyId())
        && one.x509().getSubjectX500Principal().equals(other.x509().getSubjectX500Principal());
  }

  private List<Certificate> candidates(Certificate subject, X500Principal issuer) {
    List<Certificate> issuers = named(issuer).stream().distinct().toList();
    if (issuers.size() < 2) {
      return issuers;
    }
    Optional<byte[]> wanted = subject.authorityKeyIdentifier();
    Comparator<Certificate> likelier =
        Comparator.comparing((Certificate one) -> !hasKey(one, wanted))
            .thenComparing(one -> !isAnchor(one))
            .thenComparing(one -> at.isBefore(one.notBefore()) || at.isAfter(one.notAfter()))
            .thenComparing(Certificate::notAfter, Comparator.reverseOrder());
    return issuers.stream().sorted(likelier).toList();
  }

  private static boolean hasKey(Certificate candidate, Optional<byte[]> wanted) {
    return wanted.isPresent()
        && candidate
            .subjectKeyIdentifier()
            .filter(had -> Arrays.equals(had, wanted.get()))
            .isPresent();
  }

  private PathResult.Reached deadEnd(Certificate last, @Nullable Certificate wrongKey) {
    return wrongKey == null && isSelfSigned(last)
        ? PathResult.Reached.UNTRUSTED_ROOT
        : PathResult.Reached.NOTHING;
  }

  private List<Finding> reason(Certificate last, @Nullable Certificate wrongKey) {
    if (isSelfSigned(last)) {
      return List.of(
          Finding.of(
              PathFinding.UNTRUSTED_ROOT,
              last.displayName(),
              "signed itself and is not among the trusted roots"));
    }
    if (wrongKey != null && !mayHaveAnotherIssuer(last, wrongKey)) {
      return List.of(
          Finding.of(
              PathFinding.SIGNATURE,
              last.displayName(),
              "bears a signature that does not hold under the key of " + wrongKey.displayName()));
    }
    return List.of(
        Finding.of(
            PathFinding.ISSUER_MISSING,
            last.displayName(),
            "was issued by " + last.issuer() + ", whose certificate is not here"));
  }

  private boolean isSelfSigned(Certificate certificate) {
    return certificate.isSelfIssued() && signatures.holds(certificate, certificate.publicKey());
  }

  /** An issuer of that name with another key: the identifiers say that it was not this one. */
  private static boolean mayHaveAnotherIssuer(Certificate subject, Certificate wrongKey) {
    Optional<byte[]> wanted = subject.authorityKeyIdentifier();
    Optional<byte[]> had = wrongKey.subjectKeyIdentifier();
    return wanted.isPresent() && had.isPresent() && !Arrays.equals(wanted.get(), had.get());
  }
}
