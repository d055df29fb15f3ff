package org.signetmail.ca;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KnownWeakKeys;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SmimeBaseline;
import org.signetmail.pkix.ToBeSigned.SubjectAttribute;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * What an organisation decided about its authority: its name, its addresses, how long a CRL holds,
 * whose archive receipts count, and profiles of its own.
 *
 * @param organization the only name that a certificate may carry as its subject's organisation
 * @param publication where certificates and CRLs are served
 * @param crlValidity from thisUpdate to nextUpdate of a CRL (RFC 5280 §5.1.2.5)
 * @param crlPartitions in how many parts CRLs are published beside the whole, for certificates
 *     issued from now on; 1 for the whole alone
 * @param receiptSigners the archive's certificates for signing receipts, the present one and those
 *     before it; without one no encryption certificate is issued
 * @param profiles own profiles by kind; a kind without one follows {@link
 *     CertificateProfile#standard}
 * @param registration what profiles of validated organisations want beside the name: {@link
 *     SubjectAttribute#ORGANIZATION_IDENTIFIER}, {@link SubjectAttribute#COUNTRY}
 * @param weakKeys keys that are certified for nobody
 */
public record AuthoritySettings(
    String organization,
    Publication publication,
    Duration crlValidity,
    int crlPartitions,
    List<Certificate> receiptSigners,
    Map<CertificateProfile.Kind, CertificateProfile> profiles,
    Map<SubjectAttribute, String> registration,
    KnownWeakKeys weakKeys) {

  /** S/MIME BR §4.9.7: a CRL for subscriber certificates holds at most ten days. */
  private static final Duration CRL_VALIDITY = Duration.ofDays(7);

  /**
   * The settings, copied.
   *
   * @throws IllegalArgumentException when a value cannot be meant
   */
  public AuthoritySettings {
    if (organization.isBlank()) {
      throw new IllegalArgumentException("organization: is empty; give the organisation a name");
    }
    if (!crlValidity.isPositive()) {
      throw new IllegalArgumentException(
          "crl validity: "
              + crlValidity
              + " is not in the future (RFC 5280 §5.1.2.5); use days, such as P7D");
    }
    if (crlPartitions < 1 || crlPartitions > CrlPartition.MOST) {
      throw new IllegalArgumentException(
          "crl partitions: " + crlPartitions + "; choose 1 to " + CrlPartition.MOST);
    }
    receiptSigners = List.copyOf(receiptSigners);
    profiles = Map.copyOf(profiles);
    registration = Map.copyOf(registration);
  }

  /** Settings with CRLs of seven days, the standard profiles, and no archive yet. */
  public static AuthoritySettings of(String organization, Publication publication) {
    return new AuthoritySettings(
        organization,
        publication,
        CRL_VALIDITY,
        1,
        List.of(),
        Map.of(),
        Map.of(),
        KnownWeakKeys.NONE);
  }

  /** These settings with one more archive certificate whose receipts count. */
  public AuthoritySettings withReceiptSigner(Certificate archive) {
    List<Certificate> more = new ArrayList<>(receiptSigners);
    more.add(archive);
    return new AuthoritySettings(
        organization,
        publication,
        crlValidity,
        crlPartitions,
        more,
        profiles,
        registration,
        weakKeys);
  }

  /** These settings with CRLs that hold as long as this. */
  public AuthoritySettings withCrlValidity(Duration validity) {
    return new AuthoritySettings(
        organization,
        publication,
        validity,
        crlPartitions,
        receiptSigners,
        profiles,
        registration,
        weakKeys);
  }

  /** These settings with CRLs in so many parts beside the whole. */
  public AuthoritySettings withCrlPartitions(int partitions) {
    return new AuthoritySettings(
        organization,
        publication,
        crlValidity,
        partitions,
        receiptSigners,
        profiles,
        registration,
        weakKeys);
  }

  /** These settings with keys that are certified for nobody. */
  public AuthoritySettings withWeakKeys(KnownWeakKeys known) {
    return new AuthoritySettings(
        organization,
        publication,
        crlValidity,
        crlPartitions,
        receiptSigners,
        profiles,
        registration,
        known);
  }

  /** These settings with an own profile for its kind. */
  public AuthoritySettings withProfile(CertificateProfile profile) {
    Map<CertificateProfile.Kind, CertificateProfile> more = new HashMap<>(profiles);
    more.put(profile.kind(), profile);
    return new AuthoritySettings(
        organization,
        publication,
        crlValidity,
        crlPartitions,
        receiptSigners,
        more,
        registration,
        weakKeys);
  }

  /**
   * These settings for people's certificates under the S/MIME Baseline Requirements.
   *
   * @param registered what the type of certificate wants of the organisation beside its name
   */
  public AuthoritySettings withBaseline(
      SmimeBaseline baseline, Map<SubjectAttribute, String> registered) {
    AuthoritySettings changed = this;
    for (CertificateProfile.Kind kind :
        List.of(
            CertificateProfile.Kind.PERSON_SIGNING, CertificateProfile.Kind.PERSON_ENCRYPTION)) {
      changed = changed.withProfile(CertificateProfile.baseline(baseline, kind));
    }
    return new AuthoritySettings(
        organization,
        publication,
        crlValidity,
        crlPartitions,
        receiptSigners,
        changed.profiles(),
        registered,
        weakKeys);
  }

  /**
   * The subject of a person's certificates, made of what their profile wants.
   *
   * @param name as people write it; {@code Surname, Given} tells the two apart where a profile does
   */
  public SubjectName subjectOf(String name, Mailbox mailbox) {
    return PersonalNames.subject(this, name, mailbox);
  }

  /** The profile that certificates of a kind follow here. */
  public CertificateProfile profile(CertificateProfile.Kind kind) {
    CertificateProfile own = profiles.get(kind);
    return own != null ? own : CertificateProfile.standard(kind);
  }
}
