package org.signetmail.pkix;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.internal.CertificateDraft;
import org.signetmail.pkix.internal.CrlDraft;

/** The issuer's pen: signs certificates and CRLs with an authority's key. Thread-safe. */
public final class CertificateSigner {
  private final SigningIdentity authority;

  public CertificateSigner(SigningIdentity authority) {
    this.authority = authority;
  }

  public SigningIdentity authority() {
    return authority;
  }

  /**
   * A self-signed root.
   *
   * @throws IllegalArgumentException when the root would not keep its profile, with the first
   *     finding
   */
  public static Certificate selfSign(ToBeSigned tbs, SigningKey key) {
    if (!KeyId.of(tbs.publicKey()).equals(key.id())) {
      throw new IllegalArgumentException(
          "root: the key that signs is not the key in it (RFC 5280 §3.2); give the same");
    }
    CertificateDraft draft = new CertificateDraft(tbs, Optional.empty());
    for (Finding finding : CertificateLint.lint(draft.unsigned(), tbs.profile())) {
      if (finding.isError()) {
        throw new IllegalArgumentException(finding.line());
      }
    }
    return draft.signed(key);
  }

  /**
   * Lints what would be signed against its profile, and signs it only without an error (S/MIME BR
   * §4.3.1.2: pre-issuance linting).
   *
   * <p>The linter sees the very bytes, with an empty signature in place of ours: so nothing that
   * anybody could rely on exists before it agrees, and no throw-away key is spent on it.
   */
  public Outcome sign(ToBeSigned tbs) {
    CertificateDraft draft = new CertificateDraft(tbs, Optional.of(authority.certificate()));
    List<Finding> findings = new ArrayList<>(CertificateLint.lint(draft.unsigned(), tbs.profile()));
    findings.addAll(CertificateLint.lintIssuer(draft.unsigned(), authority.certificate()));
    return findings.stream().anyMatch(Finding::isError)
        ? new Outcome.Refused(List.copyOf(findings))
        : new Outcome.Signed(draft.signed(authority.key()), List.copyOf(findings));
  }

  /** What became of a request to sign. */
  public sealed interface Outcome {
    /** {@code findings} holds no error. */
    record Signed(Certificate certificate, List<Finding> findings) implements Outcome {}

    /** {@code findings} holds at least one error; nothing was signed. */
    record Refused(List<Finding> findings) implements Outcome {}
  }

  /** A complete CRL of everything that this issuer revoked. */
  public byte[] crl(
      BigInteger number, Instant thisUpdate, Instant nextUpdate, List<Revocation> revoked) {
    return crl(ListToBeSigned.complete(number, thisUpdate, nextUpdate), revoked);
  }

  /**
   * A CRL (RFC 5280 §5) as DER.
   *
   * @param revoked in a complete CRL every certificate in its scope that is revoked; in a delta CRL
   *     those whose status changed since its base, with {@link Revocation.Reason#REMOVE_FROM_CRL}
   *     for a hold that was taken back
   */
  public byte[] crl(ListToBeSigned tbs, List<Revocation> revoked) {
    if (tbs.baseNumber().isEmpty()) {
      for (Revocation entry : revoked) {
        if (entry.reason() == Revocation.Reason.REMOVE_FROM_CRL) {
          throw new IllegalArgumentException(
              "CRL: removeFromCRL stands in delta CRLs only (RFC 5280 §5.3.1); leave serial "
                  + entry.serial().toString(16)
                  + " out");
        }
      }
    }
    return CrlDraft.signed(authority, tbs, revoked);
  }
}
