package org.signetmail.pkix;

/**
 * What {@link CertificateLint} finds in a certificate that says it keeps the CA/Browser Forum's
 * S/MIME Baseline Requirements, against {@link SmimeBaseline} the type and generation it names.
 */
public enum BaselineFinding implements FindingCode {
  /** It has none of the reserved policies, another than asked for, or more than one. */
  BASELINE_POLICY(
      "baseline-policy", "S/MIME BR §7.1.2.3 a", "name exactly one policy 2.23.140.1.5.x.y"),
  /** It is of the legacy generation, which ended on 15 July 2025. */
  LEGACY_GENERATION(
      "legacy-generation", "S/MIME BR §7.1.6.1", "issue it as multipurpose or strict"),
  /** It is valid for longer than its generation may be. */
  BASELINE_VALIDITY(
      "baseline-validity", "S/MIME BR §6.3.2", "stay a day below 825 days, for leap seconds"),
  /** It does not say where its CRL is, or says so with another scheme than http. */
  DISTRIBUTION_POINT(
      "distribution-point", "S/MIME BR §7.1.2.3 b", "publish the CRL over plain http"),
  /** It does not say where its issuer's certificate or responder is, or not over http. */
  AUTHORITY_ACCESS(
      "authority-access", "S/MIME BR §7.1.2.3 c", "name the issuer's certificate over plain http"),
  /** It is an authority's. */
  BASELINE_AUTHORITY(
      "baseline-authority", "S/MIME BR §7.1.2.3 d", "give people certificates that certify nobody"),
  /** Its key usage is not one that its key may have. */
  BASELINE_KEY_USAGE(
      "baseline-key-usage",
      "S/MIME BR §7.1.2.3 e",
      "set digitalSignature, or keyEncipherment for RSA, or keyAgreement for a curve"),
  /** It is not for mail, or for more than its generation may be. */
  BASELINE_EXTENDED_KEY_USAGE(
      "baseline-extended-key-usage",
      "S/MIME BR §7.1.2.3 f",
      "give it emailProtection, and nothing else when it is strict"),
  /** It names its issuer by more than the key identifier, or not by it. */
  BASELINE_AUTHORITY_KEY(
      "baseline-authority-key", "S/MIME BR §7.1.2.3 g", "add keyIdentifier, and nothing else"),
  /** It has no alternative name. */
  ALTERNATIVE_NAME_MISSING(
      "alternative-name-missing", "S/MIME BR §7.1.4.2.1", "add the address as alternative name"),
  /** It names something that its generation may not. */
  ALTERNATIVE_NAME_NOT_ALLOWED(
      "alternative-name-not-allowed",
      "S/MIME BR §7.1.4.2.1",
      "name addresses and directory names only"),
  /** An address in subject or directory name is not repeated as rfc822Name. */
  ADDRESS_NOT_REPEATED(
      "address-not-repeated",
      "S/MIME BR §7.1.4.2.1",
      "repeat every address in the alternative name"),
  /** It has subject directory attributes. */
  DIRECTORY_ATTRIBUTES(
      "directory-attributes", "S/MIME BR §7.1.2.3 j", "leave subject directory attributes out"),
  /** Its statements of a qualified certificate are critical. */
  QUALIFIED_STATEMENTS_CRITICAL(
      "qualified-statements-critical", "S/MIME BR §7.1.2.3 k", "do not mark qcStatements critical"),
  /** It has a legal entity identifier that its type may not have, or marks it critical. */
  LEGAL_ENTITY_EXTENSION(
      "legal-entity-extension",
      "S/MIME BR §7.1.2.3 l",
      "leave LEI to organizations and the role to sponsored people"),
  /** It has an extension of Adobe that its generation may not have, or marks it critical. */
  ADOBE_EXTENSION(
      "adobe-extension", "S/MIME BR §7.1.2.3 m", "leave it out of strict ones, never critical"),
  /** Its key's algorithm is not among those that may be certified, or written otherwise. */
  KEY_ENCODING(
      "key-encoding", "S/MIME BR §7.1.3.1", "certify RSA, P-256, P-384, P-521, Ed25519 or Ed448"),
  /** It is signed with an algorithm that is not among those that may be used. */
  SIGNATURE_ENCODING("signature-encoding", "S/MIME BR §7.1.3.2", "sign with SHA-256 or stronger"),
  /** A subject lacks an attribute that its type has. */
  SUBJECT_ATTRIBUTE_MISSING(
      "subject-attribute-missing",
      "S/MIME BR §7.1.4.2.3 to §7.1.4.2.6",
      "add what its type has, or issue it as another type"),
  /** A subject has an attribute that its type may not have. */
  SUBJECT_ATTRIBUTE_NOT_ALLOWED(
      "subject-attribute-not-allowed",
      "S/MIME BR §7.1.4.2.3 to §7.1.4.2.6",
      "leave the attribute out, or issue it as another type"),
  /** An attribute says nothing. */
  ATTRIBUTE_INSIGNIFICANT(
      "attribute-insignificant", "S/MIME BR §7.1.4.2", "leave empty attributes out"),
  /** A name that nobody on the internet has. */
  INTERNAL_NAME("internal-name", "S/MIME BR §3.2.2", "use a domain that is registered"),
  /** The common name is none of those that were validated. */
  COMMON_NAME_SOURCE(
      "common-name-source",
      "S/MIME BR §7.1.4.2.2 a",
      "repeat the address, the organization, the person's name or the pseudonym"),
  /** The organisation's identifier is not formed as its scheme wants. */
  ORGANIZATION_IDENTIFIER(
      "organization-identifier",
      "S/MIME BR §7.1.4.2.2 d",
      "write scheme, country and reference: NTRGB-12345678"),
  /** A name and a pseudonym stand together. */
  NAME_AND_PSEUDONYM(
      "name-and-pseudonym", "S/MIME BR §7.1.4.2.2 e", "keep the name or the pseudonym"),
  /** An attribute stands without the one that it depends on. */
  ADDRESS_INCOMPLETE(
      "address-incomplete",
      "S/MIME BR §7.1.4.2.2 j to m",
      "add the locality and the country it belongs to"),
  /** The country is none. */
  COUNTRY("country", "S/MIME BR §7.1.4.2.2 n", "write two capital letters of ISO 3166-1");

  private final Entry entry;

  /** An error, unless the rule that finds it knows better. */
  BaselineFinding(String code, String clause, String advice) {
    this.entry = new Entry("certificate." + code, Severity.ERROR, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
