package org.signetmail.pkix.internal.path;

import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathFinding;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.Revocation.Reason;
import org.signetmail.pkix.internal.path.RevocationStatus.Word;

/**
 * What CRLs say of a certificate (RFC 5280 §6.3.3): full ones, partial by distribution point or
 * reason, indirect, and deltas on top of them.
 */
final class CrlStatus {
  private final PathSearch search;
  private final AlgorithmCheck algorithms;
  private final Moment at;

  CrlStatus(PathSearch search, AlgorithmCheck algorithms, Moment at) {
    this.search = search;
    this.algorithms = algorithms;
    this.at = at;
  }

  Word of(List<Certificate> chain, int index) {
    Certificate certificate = chain.get(index);
    int covered = 0;
    Word outdated = new Word.Nothing();
    List<Finding> later = new ArrayList<>();
    List<Crl> clear = new ArrayList<>();
    List<Crl> crls = newestFirst(certificate);
    for (Crl crl : crls) {
      int reasons = crl.isDelta() ? 0 : reasons(crl, certificate);
      if (reasons == 0) {
        continue;
      }
      Optional<PublicKey> key = issuerKey(crl, chain, index);
      if (key.isEmpty()) {
        continue;
      }
      Crl newest = newest(crl, crls, key.get(), certificate);
      Optional<Revocation> entry = entry(crl, newest, certificate);
      if (entry.isPresent()) {
        if (!isReleased(entry.get(), crl, clear)) {
          Word word = revoked(entry.get(), newest, certificate);
          if (word instanceof Word.Revoked) {
            return word;
          }
          later.addAll(((Word.Good) word).later());
          covered |= reasons;
        }
        continue;
      }
      Optional<String> doubt = doubt(crl, newest, certificate);
      if (doubt.isEmpty()) {
        covered |= reasons;
        clear.add(newest);
      } else {
        outdated = new Word.Outdated(doubt.get());
      }
    }
    return covered == CrlScope.ALL_REASONS ? new Word.Good(later) : outdated;
  }

  /** The delta that continues a complete CRL (§6.3.3 c), else the complete CRL itself. */
  private Crl newest(Crl crl, List<Crl> all, PublicKey key, Certificate certificate) {
    for (Crl delta : all) {
      if (delta.continues(crl)
          && delta.isCurrentAt(at)
          && isEvidenceFor(delta, certificate)
          && sameKey(delta, crl)
          && search.signatures().holds(delta.list(), key)) {
        return delta;
      }
    }
    return crl;
  }

  private static Optional<Revocation> entry(Crl complete, Crl newest, Certificate certificate) {
    Optional<Revocation> change = newest.entry(certificate);
    if (newest.isDelta() && change.isEmpty()) {
      return complete.entry(certificate);
    }
    return change.filter(entry -> !newest.isDelta() || entry.reason() != Reason.REMOVE_FROM_CRL);
  }

  /** A hold that a newer list of the same scope, made by the time asked for, has no more. */
  private boolean isReleased(Revocation entry, Crl crl, List<Crl> clear) {
    return entry.reason() == Reason.CERTIFICATE_HOLD
        && clear.stream()
            .anyMatch(newer ->
                !at.isBefore(newer.thisUpdate())
                    && newer.thisUpdate().isAfter(crl.thisUpdate())
                    && newer.isOfTheScopeOf(crl));
  }

  private Word revoked(Revocation entry, Crl crl, Certificate certificate) {
    if (crl.list().isUnderstood() && at.isBefore(entry.at())) {
      return new Word.Good(
          List.of(
              Finding.of(
                  PathFinding.REVOKED_LATER,
                  certificate.displayName(),
                  "was revoked at " + entry.at() + ", after the time asked for" + reason(entry))));
    }
    return new Word.Revoked("was revoked at " + entry.at() + reason(entry));
  }

  /** Why a list in which the certificate does not stand is yet no proof that it is good. */
  private Optional<String> doubt(Crl complete, Crl newest, Certificate certificate) {
    for (Crl crl : List.of(complete, newest)) {
      if (!crl.list().isUnderstood()) {
        return Optional.of("has a CRL with a condition that is not understood");
      }
      if (!algorithms.counts(crl.list().signatureAlgorithm(), crl.list().signatureParameters())) {
        return Optional.of("has a CRL with a signature that is too weak to count");
      }
    }
    if (!isEvidenceFor(newest, certificate)) {
      return Optional.of(
          "has a CRL that was made at " + newest.thisUpdate() + ", after it had expired");
    }
    return newest.isCurrentAt(at)
        ? Optional.empty()
        : Optional.of("has a CRL that was to be renewed at " + nextUpdate(newest));
  }

  /** A CRL made after the certificate expired may have dropped it (§3.3). */
  private boolean isEvidenceFor(Crl crl, Certificate certificate) {
    return !at.isBefore(crl.thisUpdate()) || !crl.thisUpdate().isAfter(certificate.notAfter());
  }

  /** The key that signed the CRL, when it may and does (§6.3.3 f and g). */
  private Optional<PublicKey> issuerKey(Crl crl, List<Certificate> chain, int index) {
    Certificate issuer = chain.get(index + 1);
    if (crl.list().issuer().equals(issuer.x509().getSubjectX500Principal())
        && maySignCrls(issuer)
        && fits(crl, issuer)) {
      PublicKey key = workingKey(chain, index + 1);
      if (search.signatures().holds(crl.list(), key)) {
        return Optional.of(key);
      }
    }
    for (Certificate candidate : search.named(crl.list().issuer())) {
      if (!candidate.equals(issuer)
          && maySignCrls(candidate)
          && fits(crl, candidate)
          && search.signatures().holds(crl.list(), candidate.publicKey())
          && (vouchesForItself(candidate, chain.get(index))
              || leadsToTheSameRoot(candidate, chain.getLast()))) {
        return Optional.of(candidate.publicKey());
      }
    }
    return Optional.empty();
  }

  /**
   * A CRL issuer whose own status is in its own CRL, because its issuer named it there: its chain
   * is the one being looked at. One of its issuer's name was not named, and may not.
   */
  private static boolean vouchesForItself(Certificate candidate, Certificate certificate) {
    return candidate.equals(certificate) && !candidate.isSelfIssued();
  }

  /** A chain of its own, to the same root, whose certificates are themselves in force. */
  private boolean leadsToTheSameRoot(Certificate issuer, Certificate root) {
    PathResult result = search.best(issuer, Purpose.ANY);
    return result.kind() == PathResult.Kind.VALID
        && result.chain().getLast().keyId().equals(root.keyId());
  }

  /** The key of a certificate in a chain, with the DSA parameters that it inherits. */
  private static PublicKey workingKey(List<Certificate> chain, int index) {
    PublicKey key = chain.getLast().publicKey();
    for (int i = chain.size() - 2; i >= index; i--) {
      key = IssuerSignature.inheriting(chain.get(i).publicKey(), key);
    }
    return key;
  }

  private static boolean maySignCrls(Certificate certificate) {
    return certificate.keyUsage().map(uses -> uses.contains(Certificate.Use.CRL_SIGN)).orElse(true);
  }

  private static boolean fits(Crl crl, Certificate issuer) {
    Optional<byte[]> wanted = crl.authorityKeyIdentifier();
    Optional<byte[]> had = issuer.subjectKeyIdentifier();
    return wanted.isEmpty() || had.isEmpty() || Arrays.equals(wanted.get(), had.get());
  }

  private static boolean sameKey(Crl delta, Crl complete) {
    Optional<byte[]> one = delta.authorityKeyIdentifier();
    Optional<byte[]> other = complete.authorityKeyIdentifier();
    return one.isPresent() == other.isPresent()
        && (one.isEmpty() || Arrays.equals(one.get(), other.get()));
  }

  private static int reasons(Crl crl, Certificate certificate) {
    try {
      return CrlScope.reasons(crl, certificate);
    } catch (RuntimeException e) {
      return 0; // a distribution point that cannot be read covers nothing
    }
  }

  /** The CRLs of those who may speak of the certificate, each one's newest first. */
  private List<Crl> newestFirst(Certificate certificate) {
    return CrlScope.issuers(certificate).stream()
        .flatMap(issuer -> search.context().evidence().listsOf(issuer).stream())
        .flatMap(list -> Crl.of(list).stream())
        .toList();
  }

  private static String nextUpdate(Crl crl) {
    return crl.list().nextUpdate().map(Instant::toString).orElse("a time it does not say");
  }

  private static String reason(Revocation entry) {
    return entry.reason() == Reason.UNSPECIFIED
        ? ""
        : " (" + entry.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
  }
}
