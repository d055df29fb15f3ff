package org.signetmail.ca;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * Makes the authorities of an organisation: a root that signs itself, and an issuing authority that
 * the root signs.
 *
 * <p>It is held once. The root's key is needed again only for a new issuing authority and for the
 * root's yearly CRL: write it to a sealed file, take that file off the machine, and keep it where
 * two people are needed to reach it.
 */
public final class AuthorityCeremony {

  /** S/MIME BR §4.9.7: the CRL of a root holds at most twelve months. */
  private static final Duration ROOT_CRL_VALIDITY = Duration.ofDays(364);

  private AuthorityCeremony() {}

  /**
   * What to make.
   *
   * @param root the root's kind of key
   * @param issuing the issuing authority's kind of key
   */
  public record Plan(
      String organization, KeyAlgorithm root, KeyAlgorithm issuing, Publication publication) {

    /** P-384 for the root, P-256 for the issuing authority: what every mail client can check. */
    public static Plan of(String organization, Publication publication) {
      return new Plan(organization, KeyAlgorithm.P_384, KeyAlgorithm.P_256, publication);
    }
  }

  /**
   * Makes both authorities, in memory: nothing is kept or logged until {@link Authorities#record},
   * and the keys are the caller's to write down.
   *
   * @throws IllegalArgumentException when the plan does not fit the profiles of authorities, such
   *     as a kind of key that they do not allow
   */
  public static Authorities perform(Plan plan, SecureRandom random, Instant now) {
    return perform(plan, algorithm -> KeyPairs.signing(algorithm, random), random, now);
  }

  /**
   * The same, with an issuing authority's key from elsewhere: from a token, where it was made and
   * stays. The root's is made in memory always, because it is carried away.
   *
   * @param issuingKeys makes the issuing authority's key
   * @throws IllegalArgumentException as above
   */
  public static Authorities perform(
      Plan plan, Function<KeyAlgorithm, SigningKey> issuingKeys, SecureRandom random, Instant now) {
    SigningKey rootKey = KeyPairs.signing(plan.root(), random);
    Certificate root =
        CertificateSigner.selfSign(
            toBeSigned(
                CertificateProfile.Kind.ROOT,
                plan,
                rootKey.publicKey(),
                Optional.empty(),
                random,
                now),
            rootKey);
    SigningIdentity rootIdentity = new SigningIdentity(rootKey, List.of(root));
    SigningKey issuingKey = issuingKeys.apply(plan.issuing());
    return new Authorities(rootIdentity, issuing(plan, rootIdentity, issuingKey, random, now));
  }

  /**
   * Makes one more issuing authority under a root: the next generation.
   *
   * @throws IllegalArgumentException as {@link #perform}
   */
  public static SigningIdentity issuing(
      Plan plan, SigningIdentity root, SigningKey key, SecureRandom random, Instant now) {
    ToBeSigned tbs =
        toBeSigned(
            CertificateProfile.Kind.ISSUING,
            plan,
            key.publicKey(),
            Optional.of(root.certificate()),
            random,
            now);
    return switch (new CertificateSigner(root).sign(tbs)) {
      case CertificateSigner.Outcome.Signed(Certificate certificate, List<Finding> _) ->
          new SigningIdentity(key, List.of(certificate));
      case CertificateSigner.Outcome.Refused(List<Finding> findings) ->
          throw new IllegalArgumentException(
              findings.stream()
                  .filter(Finding::isError)
                  .findFirst()
                  .map(Finding::line)
                  .orElse("issuing authority: the root refused to sign it"));
    };
  }

  /**
   * Ends an issuing authority, in the root's next CRL: nothing that it signed counts for those who
   * ask for its status.
   */
  public static CertificateStore.Revoked revokeIssuing(
      SigningIdentity root,
      Certificate issuing,
      Revocation.Reason reason,
      CertificateStore certificates,
      Instant now) {
    KeyId rootKey = root.key().id();
    Revocation revocation =
        new Revocation(issuing.serial(), now.truncatedTo(ChronoUnit.SECONDS), reason);
    return certificates.revoke(
        rootKey, revocation, IssuanceEntry.revoked(rootKey, issuing.serialHex(), revocation));
  }

  /** Publishes the root's CRL: at the ceremony, once a year, and when an authority is revoked. */
  public static CrlStore.Crl publishRootCrl(
      SigningIdentity root, CertificateStore certificates, CrlStore crls, Instant now) {
    CrlPublisher.Terms terms = new CrlPublisher.Terms(ROOT_CRL_VALIDITY, 1, Optional.empty());
    return new CrlPublisher(new CertificateSigner(root), certificates, crls, terms)
        .publish(now, CrlPublisher.Extent.ALL)
        .getFirst();
  }

  private static ToBeSigned toBeSigned(
      CertificateProfile.Kind kind,
      Plan plan,
      PublicKey key,
      Optional<Certificate> issuer,
      SecureRandom random,
      Instant now) {
    CertificateProfile profile = CertificateProfile.standard(kind);
    Instant notBefore = now.truncatedTo(ChronoUnit.SECONDS);
    Instant notAfter =
        Validity.end(notBefore, profile.validity(), issuer.map(Certificate::notAfter));
    String role = kind == CertificateProfile.Kind.ROOT ? "Root CA" : "Issuing CA";
    // The key in the name keeps generations apart, for people and for readers that look by name.
    String generation = KeyId.of(key).hex().substring(0, 8);
    return new ToBeSigned(
        profile,
        SerialNumbers.next(random),
        new SubjectName(
            plan.organization() + " " + role + " " + generation, Optional.of(plan.organization())),
        key,
        notBefore,
        notAfter,
        List.of(),
        List.of(),
        issuer.map(certificate -> plan.publication().crlUri(certificate.keyId())),
        issuer.map(certificate -> plan.publication().issuerUri(certificate.keyId())),
        Optional.empty());
  }
}
