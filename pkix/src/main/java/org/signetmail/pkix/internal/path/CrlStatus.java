package org.signetmail.pkix.internal.path;

import java.security.PublicKey;
import java.security.cert.CRLReason;
import java.security.cert.X509CRLEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathFinding;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.pkix.internal.path.RevocationStatus.Word;

/**
 * What CRLs say of a certificate (RFC 5280 §6.3.3): full ones, partial by distribution point or
 * reason, indirect, and deltas on top of them.
 */
final class CrlStatus {
  private static final Set<String> PROCESSED_IN_ENTRIES =
      Set.of("2.5.29.21", "2.5.29.24", "2.5.29.29"); // reason, invalidity date, issuer

  private final PathSearch search;
  private final Collection<byte[]> given;
  private final Instant at;
  private @Nullable List<Crl> readable;

  CrlStatus(PathSearch search, Collection<byte[]> given, Instant at) {
    this.search = search;
    this.given = given;
    this.at = at;
  }

  Word of(List<Certificate> chain, int index) {
    Certificate certificate = chain.get(index);
    int covered = 0;
    Word outdated = new Word.Nothing();
    List<Finding> later = new ArrayList<>();
    for (Crl crl : newestFirst()) {
      int reasons = crl.isDelta() ? 0 : reasons(crl, certificate);
      if (reasons == 0) {
        continue;
      }
      Optional<PublicKey> key = issuerKey(crl, chain, index);
      if (key.isEmpty()) {
        continue;
      }
      Word word = word(crl, key.get(), certificate, later);
      if (word instanceof Word.Revoked) {
        return word;
      }
      if (word instanceof Word.Good) {
        covered |= reasons;
      } else {
        outdated = word;
      }
    }
    return covered == CrlScope.ALL_REASONS ? new Word.Good(later) : outdated;
  }

  /** One complete CRL with the delta that continues it, if any. */
  private Word word(Crl crl, PublicKey key, Certificate certificate, List<Finding> later) {
    Crl newest = crl;
    X509CRLEntry entry = crl.x509().getRevokedCertificate(certificate.x509());
    for (Crl delta : newestFirst()) {
      if (delta.continues(crl)
          && delta.isCurrentAt(at)
          && isEvidenceFor(delta, certificate)
          && sameKey(delta, crl)
          && search.signatures().holds(delta.x509(), key)) {
        X509CRLEntry change = delta.x509().getRevokedCertificate(certificate.x509());
        newest = delta;
        if (change != null) {
          entry = change.getRevocationReason() == CRLReason.REMOVE_FROM_CRL ? null : change;
        }
        break;
      }
    }
    if (entry != null) {
      return revoked(entry, certificate, later);
    }
    if (!isEvidenceFor(newest, certificate)) {
      return new Word.Outdated(
          "has a CRL that was made at " + newest.thisUpdate() + ", after it had expired");
    }
    return newest.isCurrentAt(at)
        ? new Word.Good(later)
        : new Word.Outdated("has a CRL that was to be renewed at " + nextUpdate(newest));
  }

  private Word revoked(X509CRLEntry entry, Certificate certificate, List<Finding> later) {
    Set<String> critical = entry.getCriticalExtensionOIDs();
    boolean understood = critical == null || PROCESSED_IN_ENTRIES.containsAll(critical);
    Instant since = entry.getRevocationDate().toInstant();
    if (understood && since.isAfter(at)) {
      later.add(
          Finding.of(
              PathFinding.REVOKED_LATER,
              certificate.displayName(),
              "was revoked at " + since + ", after the time asked for" + reason(entry)));
      return new Word.Good(later);
    }
    return new Word.Revoked("was revoked at " + since + reason(entry));
  }

  /** A CRL made after the certificate expired may have dropped it (§3.3). */
  private boolean isEvidenceFor(Crl crl, Certificate certificate) {
    return !crl.thisUpdate().isAfter(at) || !crl.thisUpdate().isAfter(certificate.notAfter());
  }

  /** The key that signed the CRL, when it may and does (§6.3.3 f and g). */
  private Optional<PublicKey> issuerKey(Crl crl, List<Certificate> chain, int index) {
    Certificate issuer = chain.get(index + 1);
    if (crl.issuer().equals(issuer.x509().getSubjectX500Principal())
        && maySignCrls(issuer)
        && fits(crl, issuer)) {
      PublicKey key = workingKey(chain, index + 1);
      if (search.signatures().holds(crl.x509(), key)) {
        return Optional.of(key);
      }
    }
    for (Certificate candidate : search.named(crl.issuer())) {
      if (!candidate.equals(issuer)
          && maySignCrls(candidate)
          && fits(crl, candidate)
          && search.signatures().holds(crl.x509(), candidate.publicKey())
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

  private List<Crl> newestFirst() {
    List<Crl> crls = readable;
    if (crls == null) {
      crls = new ArrayList<>(Crl.readable(given));
      crls.sort(Comparator.comparing(Crl::thisUpdate).reversed());
      readable = crls;
    }
    return crls;
  }

  private static String nextUpdate(Crl crl) {
    return crl.x509().getNextUpdate() == null
        ? "a time it does not say"
        : crl.x509().getNextUpdate().toInstant().toString();
  }

  private static String reason(X509CRLEntry entry) {
    CRLReason reason = entry.getRevocationReason();
    return reason == null
        ? ""
        : " (" + reason.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
  }
}
