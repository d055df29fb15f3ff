package org.signetmail.pkix;

/** What {@link CertificateLint} finds in a certificate: the codes {@code certificate.*}. */
public enum CertificateFinding implements FindingCode {
  /** It is not of version 3. */
  VERSION("version", "RFC 5280 §4.1.2.1", "issue it as version 3"),
  /** Its serial number is zero, negative or too long. */
  SERIAL("serial", "RFC 5280 §4.1.2.2", "take a positive random serial of at most 20 octets"),
  /** Its serial number can be guessed. */
  SERIAL_SHORT(
      "serial-short", "S/MIME BR §7.1", "take a serial with at least 64 bits of randomness"),
  /** It ends before it begins. */
  VALIDITY("validity", "RFC 5280 §4.1.2.5", "let it begin before it ends"),
  /** It is valid for longer than its profile allows. */
  VALIDITY_TOO_LONG("validity-too-long", "S/MIME BR §6.3.2", "shorten its validity"),
  /** It ends later than its issuer. */
  OUTLIVES_ISSUER("outlives-issuer", "RFC 5280 §6.1.3", "let it end with its issuer at the latest"),
  /** Its issuer may not issue certificates. */
  ISSUER_NOT_AUTHORITY(
      "issuer-not-authority", "RFC 5280 §4.2.1.9", "sign it with an issuing authority's key"),
  /** Its issuer may not certify another authority. */
  ISSUER_PATH_LENGTH(
      "issuer-path-length", "RFC 5280 §4.2.1.9", "let the root certify further authorities"),
  /** Its key is of a kind or size that the profile does not list. */
  KEY_NOT_ALLOWED("key-not-allowed", "S/MIME BR §6.1.5", "make a key of a kind the profile lists"),
  /** It would be signed with a weak algorithm. */
  SIGNATURE_ALGORITHM("signature-algorithm", "RFC 8551 §2.2", "sign with SHA-256 or stronger"),
  /** Its key usage is not that of its profile. */
  KEY_USAGE("key-usage", "S/MIME BR §7.1.2.3 e", "give it the key usage of its profile"),
  /** Its key usage is not marked as critical. */
  KEY_USAGE_NOT_CRITICAL("key-usage-not-critical", "RFC 8550 §4.4.2", "mark key usage as critical"),
  /** Its extended key usage is not that of its profile. */
  EXTENDED_KEY_USAGE(
      "extended-key-usage",
      "S/MIME BR §7.1.2.3 f",
      "give it the extended key usage of its profile"),
  /** Its policies are not those of its profile. */
  POLICIES("policies", "S/MIME BR §7.1.2.3 a", "give it the policies of its profile"),
  /** Its basic constraints are not those of its profile. */
  BASIC_CONSTRAINTS(
      "basic-constraints", "RFC 5280 §4.2.1.9", "authorities have it, critical; others do not"),
  /** It has no subject key identifier. */
  SUBJECT_KEY_IDENTIFIER(
      "subject-key-identifier", "RFC 5280 §4.2.1.2", "add a subject key identifier"),
  /** It has no authority key identifier, or another than its issuer's. */
  AUTHORITY_KEY_IDENTIFIER(
      "authority-key-identifier", "RFC 5280 §4.2.1.1", "add an authority key identifier"),
  /** It names no mailbox, and its profile asks for one. */
  MAILBOX_MISSING("mailbox-missing", "RFC 8550 §3", "name at least one address"),
  /** It names a mailbox, and its profile has none. */
  MAILBOX_NOT_ALLOWED(
      "mailbox-not-allowed", "RFC 8550 §3", "leave addresses to certificates of people"),
  /** A mailbox is not written in the form that it must have. */
  MAILBOX_FORM(
      "mailbox-form",
      "RFC 9598 §3",
      "write rfc822Name, and SmtpUTF8Mailbox only for a local part that is not ASCII"),
  /** A mailbox of the subject is not in the alternative name. */
  MAILBOX_NOT_IN_ALTERNATIVE_NAME(
      "mailbox-not-in-alternative-name",
      "RFC 5280 §4.1.2.6",
      "repeat the address of the subject in the alternative name"),
  /** Its subject has no common name. */
  COMMON_NAME_MISSING("common-name-missing", "RFC 5280 §4.1.2.6", "give the subject a common name"),
  /** Its subject has no organization. */
  ORGANIZATION_MISSING(
      "organization-missing", "S/MIME BR §7.1.4.2.2", "give the subject an organization"),
  /** A name is longer than the standard has room for. */
  NAME_TOO_LONG("name-too-long", "RFC 5280 appendix A.1", "shorten the name to 64 characters"),
  /** It is for a server and names none. */
  DNS_NAME_MISSING("dns-name-missing", "RFC 9525 §3", "name the server in the alternative name"),
  /** It names a server and is for none. */
  DNS_NAME_NOT_ALLOWED(
      "dns-name-not-allowed", "S/MIME BR §7.1.4.2.1", "leave host names to servers"),
  /** It is for an OCSP responder and does not say that it need not be checked. */
  NO_CHECK_MISSING("no-check-missing", "RFC 6960 §4.2.2.2.1", "add id-pkix-ocsp-nocheck"),
  /** It does not say where its revocation can be looked up. */
  REVOCATION_UNREACHABLE(
      "revocation-unreachable",
      Severity.WARNING,
      "S/MIME BR §7.1.2.3 b",
      "say where its CRL is published, so that readers elsewhere can look"),
  /** An address to fetch something from is of another kind than http. */
  ADDRESS_FORM("address-form", "S/MIME BR §7.1.2.3 b", "publish over plain http");

  private final Entry entry;

  CertificateFinding(String code, String clause, String advice) {
    this(code, Severity.ERROR, clause, advice);
  }

  CertificateFinding(String code, Severity severity, String clause, String advice) {
    entry = new Entry("certificate." + code, severity, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
