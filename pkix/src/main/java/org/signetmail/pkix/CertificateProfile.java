package org.signetmail.pkix;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.signetmail.pkix.internal.ProfileFile;

/**
 * A table of what a certificate must, may and must not contain, clause by clause (RFC 5280 §4, CA/B
 * S/MIME Baseline Requirements §7.1).
 *
 * <p>Profiles are data. Those that come with Signet are the files {@code profiles/*.profile} beside
 * this class: lines of {@code name: values}, values apart by spaces, {@code #} to the end of a line
 * is a comment. Every name below stands once:
 *
 * <pre>
 * name:                person-signing
 * kind:                person-signing          a {@link Kind} in lower case
 * key-usage:           digital-signature …     {@link Certificate.Use}s in lower case
 * extended-key-usage:  1.3.6.1.5.5.7.3.4       dotted, or signet.x in our {@link #ARC}; none
 * policies:            signet.1.1              the same
 * validity:            P824D                   the longest, as ISO 8601
 * keys:                p-256 ed25519           {@link KeyAlgorithm} words
 * names:               mailbox common-name     what must be in subject and alternative name
 * </pre>
 *
 * @param name how people call it
 * @param kind what the certificate is for
 * @param keyUsage for an RSA or ML-KEM key; see {@link #keyUsageFor} for the others
 * @param extendedKeyUsage dotted OIDs; empty: the extension is left out
 * @param policies dotted OIDs; empty: the extension is left out
 * @param validity the longest time from notBefore to notAfter
 * @param keys the keys that may be certified
 * @param names what must be named
 */
public record CertificateProfile(
    String name,
    Kind kind,
    Set<Certificate.Use> keyUsage,
    List<String> extendedKeyUsage,
    List<String> policies,
    Duration validity,
    Set<KeyAlgorithm> keys,
    Set<CertificateProfile.Name> names) {

  /**
   * Signet's own arc: the UUID 130e02a8-e771-4d80-b7f8-0a19e8ed832b under {@code joint-iso-itu-t(2)
   * uuid(25)} (ITU-T X.667), which needs no registration. Policies are {@code .1.x}, extended key
   * usages {@code .2.x}.
   */
  public static final String ARC = "2.25.25328078022711410754727267683055534891";

  /** Certificate policy of the organisation's seal: decides {@link Certificate#isSeal()}. */
  public static final String SEAL_POLICY = ARC + ".1.3";

  /** Extended key usage of a recovery officer's key, to which shares are sealed. */
  public static final String OFFICER_SHARES = ARC + ".2.1";

  /** Extended key usage of an officer's signature on approvals. */
  public static final String OFFICER_APPROVALS = ARC + ".2.2";

  /** Extended key usage of the archive's key, to which keys are encrypted on their way in. */
  public static final String ARCHIVE_TRANSPORT = ARC + ".2.3";

  /** Extended key usage of the archive's signature on receipts. */
  public static final String ARCHIVE_RECEIPTS = ARC + ".2.4";

  /** Extended key usage of a two-person station's key, to which shares are sealed for a case. */
  public static final String STATION_SHARES = ARC + ".2.5";

  /** What the certificate is for. */
  public enum Kind {
    /** The trusted root. */
    ROOT,
    /** An issuing authority, which certifies no other authority. */
    ISSUING,
    /** A person's signature: the key was made and is kept by the person. */
    PERSON_SIGNING,
    /** What mail to a person is encrypted to: the key is archived. */
    PERSON_ENCRYPTION,
    /** The organisation's signature, made by a gateway: digitalSignature without nonRepudiation. */
    SEAL,
    /** A recovery officer's encryption key: shares are sealed to it. */
    OFFICER,
    /** A recovery officer's approvals. */
    OFFICER_SIGNING,
    /** A station of two persons, which opens messages for an investigation. */
    STATION,
    /** What a key is encrypted to on its way into the archive. */
    ARCHIVE,
    /** The archive's signature on its receipts. */
    ARCHIVE_SIGNING,
    /** What requests for certificates are encrypted to (RFC 8894 §3.2.2). */
    REGISTRATION,
    /** The signature of the registration authority on its answers (RFC 8894 §3.3.2). */
    REGISTRATION_SIGNING,
    /** A server's name for TLS. */
    TLS_SERVER,
    /** A time stamping authority (RFC 3161). */
    TSA,
    /** A delegated OCSP responder (RFC 6960 §4.2.2.2). */
    OCSP;

    /** Whether it certifies others. */
    public boolean isAuthority() {
      return this == ROOT || this == ISSUING;
    }
  }

  /** What must be in subject or subject alternative name. */
  public enum Name {
    MAILBOX,
    COMMON_NAME,
    ORGANIZATION,
    /** The organisation's registration, as organizationIdentifier (S/MIME BR §7.1.4.2.2 d). */
    ORGANIZATION_IDENTIFIER,
    /** Given name, surname or pseudonym (S/MIME BR §7.1.4.2.5, §7.1.4.2.6). */
    PERSON_NAME,
    DNS_NAME
  }

  public CertificateProfile {
    keyUsage = Set.copyOf(keyUsage);
    extendedKeyUsage = List.copyOf(extendedKeyUsage);
    policies = List.copyOf(policies);
    keys = Set.copyOf(keys);
    names = Set.copyOf(names);
  }

  /** The profile of this kind that comes with Signet. */
  public static CertificateProfile standard(Kind kind) {
    return ProfileFile.standard(kind);
  }

  /**
   * The profile of people's certificates under the S/MIME Baseline Requirements: the files {@code
   * profiles/smime/*.profile}.
   *
   * @param kind {@link Kind#PERSON_SIGNING} or {@link Kind#PERSON_ENCRYPTION}
   * @throws IllegalArgumentException for a kind that is no person's, or the legacy generation,
   *     which ended on 15 July 2025
   */
  public static CertificateProfile baseline(SmimeBaseline baseline, Kind kind) {
    return ProfileFile.baseline(baseline, kind);
  }

  /**
   * Reads a profile in the form described above.
   *
   * @param fileName what to call the text in an error
   * @throws IllegalArgumentException in one line: file, line, what is wrong, what to write
   */
  public static CertificateProfile parse(String text, String fileName) {
    return ProfileFile.parse(text, fileName);
  }

  /**
   * Key usage for a key of this algorithm: elliptic curves agree on a key where RSA and ML-KEM
   * encipher it (RFC 5480 §3, RFC 8410 §5, RFC 9935 §5).
   */
  public Set<Certificate.Use> keyUsageFor(KeyAlgorithm algorithm) {
    EnumSet<Certificate.Use> uses = EnumSet.noneOf(Certificate.Use.class);
    for (Certificate.Use use : keyUsage) {
      boolean agrees = use == Certificate.Use.KEY_ENCIPHERMENT && agreesOnKeys(algorithm);
      uses.add(agrees ? Certificate.Use.KEY_AGREEMENT : use);
    }
    return uses;
  }

  private static boolean agreesOnKeys(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case P_256, P_384, P_521, X25519, X448 -> true;
      default -> false;
    };
  }
}
