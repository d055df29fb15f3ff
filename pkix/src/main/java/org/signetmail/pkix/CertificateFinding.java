package org.signetmail.pkix;

/** What {@link CertificateLint} finds in a certificate: the codes {@code certificate.*}. */
public enum CertificateFinding implements FindingCode {
  VERSION("version", "RFC 5280 §4.1.2.1", "issue it as version 3"),
  SERIAL("serial", "RFC 5280 §4.1.2.2", "take a positive random serial of at most 20 octets"),
  SERIAL_SHORT(
      "serial-short", "S/MIME BR §7.1", "take a serial with at least 64 bits of randomness"),
  VALIDITY("validity", "RFC 5280 §4.1.2.5", "let it begin before it ends"),
  VALIDITY_TOO_LONG("validity-too-long", "S/MIME BR §6.3.2", "shorten its validity"),
  OUTLIVES_ISSUER("outlives-issuer", "RFC 5280 §6.1.3", "let it end with its issuer at the latest"),
  ISSUER_NOT_AUTHORITY(
      "issuer-not-authority", "RFC 5280 §4.2.1.9", "sign it with an issuing authority's key"),
  ISSUER_PATH_LENGTH(
      "issuer-path-length", "RFC 5280 §4.2.1.9", "let the root certify further authorities"),
  KEY_NOT_ALLOWED("key-not-allowed", "S/MIME BR §6.1.5", "make a key of a kind the profile lists"),
  SIGNATURE_ALGORITHM("signature-algorithm", "RFC 8551 §2.2", "sign with SHA-256 or stronger"),
  KEY_USAGE("key-usage", "S/MIME BR §7.1.2.3 e", "give it the key usage of its profile"),
  KEY_USAGE_NOT_CRITICAL("key-usage-not-critical", "RFC 8550 §4.4.2", "mark key usage as critical"),
  EXTENDED_KEY_USAGE(
      "extended-key-usage",
      "S/MIME BR §7.1.2.3 f",
      "give it the extended key usage of its profile"),
  POLICIES("policies", "S/MIME BR §7.1.2.3 a", "give it the policies of its profile"),
  BASIC_CONSTRAINTS(
      "basic-constraints", "RFC 5280 §4.2.1.9", "authorities have it, critical; others do not"),
  SUBJECT_KEY_IDENTIFIER(
      "subject-key-identifier", "RFC 5280 §4.2.1.2", "add a subject key identifier"),
  AUTHORITY_KEY_IDENTIFIER(
      "authority-key-identifier", "RFC 5280 §4.2.1.1", "add an authority key identifier"),
  MAILBOX_MISSING("mailbox-missing", "RFC 8550 §3", "name at least one address"),
  MAILBOX_NOT_ALLOWED(
      "mailbox-not-allowed", "RFC 8550 §3", "leave addresses to certificates of people"),
  MAILBOX_FORM(
      "mailbox-form",
      "RFC 9598 §3",
      "write rfc822Name, and SmtpUTF8Mailbox only for a local part that is not ASCII"),
  MAILBOX_NOT_IN_ALTERNATIVE_NAME(
      "mailbox-not-in-alternative-name",
      "RFC 5280 §4.1.2.6",
      "repeat the address of the subject in the alternative name"),
  COMMON_NAME_MISSING("common-name-missing", "RFC 5280 §4.1.2.6", "give the subject a common name"),
  ORGANIZATION_MISSING(
      "organization-missing", "S/MIME BR §7.1.4.2.2", "give the subject an organization"),
  NAME_TOO_LONG("name-too-long", "RFC 5280 appendix A.1", "shorten the name to 64 characters"),
  DNS_NAME_MISSING("dns-name-missing", "RFC 9525 §3", "name the server in the alternative name"),
  DNS_NAME_NOT_ALLOWED(
      "dns-name-not-allowed", "S/MIME BR §7.1.4.2.1", "leave host names to servers"),
  NO_CHECK_MISSING("no-check-missing", "RFC 6960 §4.2.2.2.1", "add id-pkix-ocsp-nocheck"),
  REVOCATION_UNREACHABLE(
      "revocation-unreachable",
      Severity.WARNING,
      "S/MIME BR §7.1.2.3 b",
      "say where its CRL is published, so that readers elsewhere can look"),
  ADDRESS_FORM("address-form", "S/MIME BR §7.1.2.3 b", "publish over plain http");

  private final String code;
  private final Severity severity;
  private final String clause;
  private final String advice;

  CertificateFinding(String code, String clause, String advice) {
    this(code, Severity.ERROR, clause, advice);
  }

  CertificateFinding(String code, Severity severity, String clause, String advice) {
    this.code = "certificate." + code;
    this.severity = severity;
    this.clause = clause;
    this.advice = advice;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public String clause() {
    return clause;
  }

  @Override
  public String advice() {
    return advice;
  }
}
