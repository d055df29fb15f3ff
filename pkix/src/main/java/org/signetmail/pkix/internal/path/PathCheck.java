package org.signetmail.pkix.internal.path;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathFinding;
import org.signetmail.pkix.PathValidator.PolicyInputs;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.pkix.internal.Extensions;

/**
 * Processes one chain (RFC 5280 §6.1), from the root to the end entity, and goes on after an error,
 * so that the most specific one can be told. A chain that reached no trusted root is processed as
 * far as it goes: what contradicts in it counts, but no status is looked up.
 */
final class PathCheck {
  private static final Set<String> PROCESSED =
      Set.of(
          Extensions.SUBJECT_KEY_IDENTIFIER,
          Extensions.KEY_USAGE,
          Extensions.SUBJECT_ALTERNATIVE_NAME,
          Extensions.BASIC_CONSTRAINTS,
          Extensions.NAME_CONSTRAINTS,
          Extensions.CRL_DISTRIBUTION_POINTS,
          Extensions.CERTIFICATE_POLICIES,
          Extensions.POLICY_MAPPINGS,
          Extensions.AUTHORITY_KEY_IDENTIFIER,
          Extensions.POLICY_CONSTRAINTS,
          Extensions.EXTENDED_KEY_USAGE,
          Extensions.INHIBIT_ANY_POLICY);

  private final PathSearch search;
  private final List<Certificate> chain;
  private final boolean trusted;
  private final UsageCheck usage;
  private final List<Finding> findings = new ArrayList<>();
  private final NameConstraints constraints;
  private final AlgorithmCheck algorithms;

  // The state variables of §6.1.2 that are not kept in the objects above.
  private PolicyGraph policies;
  private PublicKey workingKey;
  private int maxPathLength;
  private int explicitPolicy;
  private int policyMapping;
  private int inhibitAnyPolicy;

  PathCheck(
      PathSearch search, List<Certificate> chain, PathResult.Reached reached, Purpose purpose) {
    this.search = search;
    this.chain = chain;
    this.trusted = reached == PathResult.Reached.TRUSTED_ROOT;
    this.usage = new UsageCheck(purpose);
    this.constraints = new NameConstraints(search.budget());
    this.algorithms = new AlgorithmCheck(search.algorithms());
    this.policies = new PolicyGraph();
    int length = chain.size() - 1; // n of §6.1: certificates below the root
    PolicyInputs inputs = search.context().policy();
    this.maxPathLength = length;
    this.explicitPolicy = inputs.requireExplicitPolicy() ? 0 : length + 1;
    this.policyMapping = inputs.inhibitPolicyMapping() ? 0 : length + 1;
    this.inhibitAnyPolicy = inputs.inhibitAnyPolicy() ? 0 : length + 1;
    this.workingKey = chain.getLast().publicKey();
    process();
  }

  List<Finding> findings() {
    return findings;
  }

  private void process() {
    Certificate top = chain.getLast();
    validity(top);
    algorithms.key(top).ifPresent(findings::add);
    if (chain.size() > 1) {
      top(top);
    }
    for (int i = chain.size() - 2; i >= 0; i--) {
      below(i);
    }
    Certificate endEntity = chain.getFirst();
    if (chain.size() == 1) {
      criticalExtensions(endEntity);
    } else {
      finishPolicies(endEntity);
    }
    findings.addAll(usage.ofEndEntity(endEntity));
    if (trusted) {
      findings.addAll(search.revocation().of(chain));
    }
  }

  /** A root certificate constrains what is below it as any authority's does (§6.2). */
  private void top(Certificate root) {
    boolean isOldRoot = trusted && root.x509().getVersion() < 3; // cannot say that it is one
    if (!isOldRoot) {
      authority(root);
    }
    guarded(root, () -> constraints.add(root));
    constraints.permitMailboxes(root, search.context().domainsOf(root));
    findings.addAll(usage.ofAuthority(root));
  }

  /** §6.1.3 for one certificate, and §6.1.4 when it is an authority's. */
  private void below(int i) {
    Certificate certificate = chain.get(i);
    boolean isFinal = i == 0;
    if (!search.signatures().holds(certificate, workingKey)) {
      add(
          PathFinding.SIGNATURE,
          certificate,
          "bears a signature that does not hold under the key of "
              + chain.get(i + 1).displayName());
    }
    validity(certificate);
    algorithms.signature(certificate).ifPresent(findings::add);
    algorithms.key(certificate).ifPresent(findings::add);
    if (isFinal || !certificate.isSelfIssued()) {
      guarded(certificate, () -> findings.addAll(constraints.broken(certificate)));
    }
    guarded(certificate, () -> policies(certificate, isFinal));
    criticalExtensions(certificate);
    if (!isFinal) {
      prepare(certificate);
    }
    workingKey = IssuerSignature.inheriting(certificate.publicKey(), workingKey);
  }

  private void validity(Certificate certificate) {
    if (search.at().isAfter(certificate.notAfter())) {
      add(PathFinding.EXPIRED, certificate, "expired at " + certificate.notAfter());
    }
    if (search.at().isBefore(certificate.notBefore())) {
      add(PathFinding.NOT_YET_VALID, certificate, "begins at " + certificate.notBefore());
    }
  }

  /** §6.1.3 (d) to (f). */
  private void policies(Certificate certificate, boolean isFinal) throws IOException {
    var extension = certificate.extension(Extensions.CERTIFICATE_POLICIES);
    if (extension.isEmpty()) {
      policies.clear();
    } else {
      boolean anyCounts = inhibitAnyPolicy > 0 || (!isFinal && certificate.isSelfIssued());
      List<String> named = Extensions.policies(extension.get());
      search.budget().spendPolicies(named.size());
      policies.add(named, anyCounts);
    }
    if (explicitPolicy <= 0 && policies.isEmpty()) {
      add(PathFinding.POLICY, certificate, "stands under none of the policies of its issuers");
    }
  }

  /** §6.1.4: what an authority's certificate means for those below it. */
  private void prepare(Certificate certificate) {
    guarded(
        certificate,
        () -> {
          var mappings = certificate.extension(Extensions.POLICY_MAPPINGS);
          if (mappings.isPresent()) {
            Map<String, Set<String>> mapped = PolicyMap.of(mappings.get());
            mapped.values().forEach(subjects -> search.budget().spendPolicies(subjects.size()));
            policies.map(mapped, policyMapping > 0);
          }
        });
    guarded(certificate, () -> constraints.add(certificate));
    if (!certificate.isSelfIssued()) {
      explicitPolicy = lessOne(explicitPolicy);
      policyMapping = lessOne(policyMapping);
      inhibitAnyPolicy = lessOne(inhibitAnyPolicy);
    }
    guarded(certificate, () -> policyConstraints(certificate));
    authority(certificate);
    findings.addAll(usage.ofAuthority(certificate));
  }

  private void policyConstraints(Certificate certificate) {
    certificate
        .extension(Extensions.POLICY_CONSTRAINTS)
        .map(PolicyConstraints::getInstance)
        .ifPresent(found -> {
          explicitPolicy = smaller(explicitPolicy, found.getRequireExplicitPolicyMapping());
          policyMapping = smaller(policyMapping, found.getInhibitPolicyMapping());
        });
    certificate
        .extension(Extensions.INHIBIT_ANY_POLICY)
        .map(ASN1Integer::getInstance)
        .ifPresent(skip -> inhibitAnyPolicy = smaller(inhibitAnyPolicy, skip.getPositiveValue()));
  }

  /** §6.1.4 (k) to (n). */
  private void authority(Certificate certificate) {
    if (!certificate.isAuthority()) {
      add(PathFinding.NOT_AUTHORITY, certificate, "is not an authority's, yet certifies others");
    }
    boolean isRoot = certificate.equals(chain.getLast());
    if (!isRoot && !certificate.isSelfIssued()) {
      if (maxPathLength <= 0) {
        add(PathFinding.PATH_LENGTH, certificate, "makes the path longer than it may be");
      }
      maxPathLength--;
    }
    int limit = certificate.x509().getBasicConstraints();
    if (limit >= 0 && limit < maxPathLength) {
      maxPathLength = limit;
    }
    boolean signs =
        certificate
            .keyUsage()
            .map(uses -> uses.contains(Certificate.Use.CERTIFICATE_SIGN))
            .orElse(true);
    if (!signs) {
      add(PathFinding.ISSUER_KEY_USAGE, certificate, "has a key that may not sign certificates");
    }
  }

  /** §6.1.4 (o), §6.1.5 (f). */
  private void criticalExtensions(Certificate certificate) {
    Set<String> critical = certificate.x509().getCriticalExtensionOIDs();
    if (critical != null) {
      for (String oid : critical) {
        if (!PROCESSED.contains(oid)) {
          add(
              PathFinding.CRITICAL_EXTENSION,
              certificate,
              "has the critical extension " + oid + ", which is not known");
        }
      }
    }
  }

  /** §6.1.5 (a), (b), (g). */
  private void finishPolicies(Certificate endEntity) {
    explicitPolicy = lessOne(explicitPolicy);
    guarded(
        endEntity,
        () ->
            endEntity
                .extension(Extensions.POLICY_CONSTRAINTS)
                .map(PolicyConstraints::getInstance)
                .map(PolicyConstraints::getRequireExplicitPolicyMapping)
                .filter(skip -> skip.signum() == 0)
                .ifPresent(_ -> explicitPolicy = 0));
    boolean acceptable = policies.meets(search.context().policy().initialPolicies());
    if (explicitPolicy <= 0 && !acceptable) {
      add(PathFinding.POLICY, endEntity, "stands under none of the policies that are asked for");
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** An extension that cannot be read is an error of its certificate, not of ours. */
  private void guarded(Certificate certificate, Step step) {
    try {
      step.run();
    } catch (Budget.Exceeded e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      add(PathFinding.MALFORMED, certificate, "has an extension that cannot be read");
    }
  }

  private void add(PathFinding code, Certificate certificate, String detail) {
    findings.add(Finding.of(code, certificate.displayName(), detail));
  }

  private static int lessOne(int counter) {
    return Math.max(counter - 1, 0);
  }

  private static int smaller(int counter, @Nullable BigInteger skip) {
    if (skip == null || skip.bitLength() > 30 || skip.intValue() >= counter) {
      return counter;
    }
    return skip.intValue();
  }
}
