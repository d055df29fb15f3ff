package org.signetmail.pkix.internal.path;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathFinding;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.Severity;

/** The status of each certificate of a chain, from the CRLs and OCSP responses that were given. */
final class RevocationStatus {
  private static final String NO_REVOCATION_AVAILABLE = "2.5.29.56"; // RFC 9608
  private static final int DEEPEST = 3; // a CRL issuer's CRL issuer's CRL issuer

  private final Context context;
  private final CrlStatus crls;
  private final OcspStatus ocsp;
  private final Set<Certificate> underway = new HashSet<>();

  RevocationStatus(PathSearch search, Context context, Moment at) {
    this.context = context;
    AlgorithmCheck algorithms = new AlgorithmCheck(search.algorithms());
    this.crls = new CrlStatus(search, algorithms, at);
    this.ocsp = new OcspStatus(search, crls, algorithms, at);
  }

  /** One source's word on one certificate. */
  sealed interface Word {
    /** In force at the time asked for; {@code later} tells of a revocation after it. */
    record Good(List<Finding> later) implements Word {}

    record Revoked(String detail) implements Word {}

    /** Evidence there is, but none that counts: {@code why} is a phrase. */
    record Outdated(String why) implements Word {}

    record Nothing() implements Word {}
  }

  /** Findings for all certificates of the chain but its root. */
  List<Finding> of(List<Certificate> chain) {
    List<Finding> findings = new ArrayList<>();
    if (context.revocation() == RevocationChecking.OFF) {
      return findings;
    }
    for (int i = 0; i < chain.size() - 1; i++) {
      findings.addAll(of(chain, i));
    }
    return findings;
  }

  private List<Finding> of(List<Certificate> chain, int index) {
    Certificate certificate = chain.get(index);
    if (certificate.extension(NO_REVOCATION_AVAILABLE).isPresent()) {
      return List.of();
    }
    Word word = new Word.Nothing();
    if (underway.size() < DEEPEST && underway.add(certificate)) {
      try {
        word = stronger(ocsp.of(chain, index), crls.of(chain, index));
      } finally {
        underway.remove(certificate);
      }
    }
    String name = certificate.displayName();
    return switch (word) {
      case Word.Good good -> good.later();
      case Word.Revoked revoked -> List.of(Finding.of(PathFinding.REVOKED, name, revoked.detail()));
      case Word.Outdated outdated ->
          List.of(open(PathFinding.REVOCATION_OUTDATED, name, outdated.why()));
      case Word.Nothing _ ->
          List.of(
              open(
                  PathFinding.REVOCATION_UNKNOWN,
                  name,
                  "has no revocation status here that counts"));
    };
  }

  /** Where status is not required, not knowing it is only worth knowing. */
  private Finding open(PathFinding code, String subject, String detail) {
    Severity severity =
        context.revocation() == RevocationChecking.REQUIRED ? Severity.ERROR : Severity.INFO;
    return new Finding(code, severity, subject, detail);
  }

  /**
   * Revoked outweighs good, whoever says it; good outweighs outdated; anything outweighs nothing.
   */
  private static Word stronger(Word one, Word other) {
    return rank(one) <= rank(other) ? one : other;
  }

  private static int rank(Word word) {
    return switch (word) {
      case Word.Revoked _ -> 0;
      case Word.Good _ -> 1;
      case Word.Outdated _ -> 2;
      case Word.Nothing _ -> 3;
    };
  }
}
