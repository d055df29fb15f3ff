package org.signetmail.pkix;

/**
 * What {@link CertificateLint} finds in anybody's certificate against the standards that hold for
 * every one: RFC 5280 and those that say more of its fields.
 */
public enum StandardFinding implements FindingCode {
  /** A part of it cannot be read as what it must be. */
  ENCODING("encoding", "RFC 5280 §4.1", "ask its issuer for one that is encoded as DER"),
  /** A date is not in the form that its year wants. */
  TIME_FORM("time-form", "RFC 5280 §4.1.2.5", "write UTCTime through 2049, then GeneralizedTime"),
  /** It has a unique identifier of issuer or subject. */
  UNIQUE_IDENTIFIER("unique-identifier", "RFC 5280 §4.1.2.8", "leave unique identifiers out"),
  /** The algorithm outside the signed part is not the one inside. */
  ALGORITHM_MISMATCH(
      "algorithm-mismatch", "RFC 5280 §4.1.1.2", "name the same signature algorithm twice"),
  /** It names no issuer. */
  ISSUER_EMPTY("issuer-empty", "RFC 5280 §4.1.2.4", "give the issuer a name"),
  /** An extension is critical that must not be, or the other way about. */
  CRITICALITY("criticality", "RFC 5280 §4.2", "mark extensions as their clauses say"),
  /** Its key usage has no bit. */
  KEY_USAGE_EMPTY("key-usage-empty", "RFC 5280 §4.2.1.3", "set at least one bit of key usage"),
  /** An authority whose key usage does not let it sign certificates, or the other way about. */
  KEY_USAGE_OF_AUTHORITY(
      "key-usage-of-authority",
      "RFC 5280 §4.2.1.9",
      "let keyCertSign stand in authorities' certificates, and only there"),
  /** Its key usage is none for an elliptic curve. */
  KEY_USAGE_EC("key-usage-ec", "RFC 8813 §3", "give keys on curves keyAgreement instead"),
  /** Its key usage is none for Ed25519, Ed448, X25519 or X448. */
  KEY_USAGE_EDWARDS(
      "key-usage-edwards", "RFC 9295 §3", "let Ed25519 sign and X25519 agree, and nothing else"),
  /** Its key usage is none for ML-DSA. */
  KEY_USAGE_ML_DSA("key-usage-ml-dsa", "RFC 9881 §5", "let ML-DSA sign, and nothing else"),
  /** Its key usage is none for ML-KEM. */
  KEY_USAGE_ML_KEM("key-usage-ml-kem", "RFC 9935 §5", "give ML-KEM keyEncipherment alone"),
  /** The parameters of its RSA key are not NULL. */
  RSA_PARAMETERS("rsa-parameters", "RFC 3279 §2.3.1", "write NULL as parameters of rsaEncryption"),
  /** It is not an authority's, and constrains paths or names. */
  CONSTRAINTS_NOT_OF_AUTHORITY(
      "constraints-not-of-authority",
      "RFC 5280 §4.2.1.10",
      "leave constraints to certificates of authorities"),
  /** Its name constraints say nothing, or use a minimum or maximum. */
  NAME_CONSTRAINTS_FORM(
      "name-constraints-form", "RFC 5280 §4.2.1.10", "write plain subtrees, at least one"),
  /** The same policy stands twice. */
  POLICY_TWICE("policy-twice", "RFC 5280 §4.2.1.4", "name each policy once"),
  /** The text of a policy's notice is in a form that must not be made. */
  NOTICE_TEXT("notice-text", "RFC 5280 §4.2.1.4", "write explicitText as UTF8String"),
  /** A distribution point says neither where nor by whom. */
  DISTRIBUTION_POINT_EMPTY(
      "distribution-point-empty", "RFC 5280 §4.2.1.13", "name a place or an issuer of the CRL"),
  /** An address to fetch something from is not absolute. */
  URI_SYNTAX("uri-syntax", "RFC 5280 §4.2.1.6", "write the whole address, with its scheme"),
  /** The alternative name names nothing, or is not critical beside an empty subject. */
  ALTERNATIVE_NAME(
      "alternative-name",
      "RFC 5280 §4.2.1.6",
      "name something, critical when the subject is empty"),
  /** What should be an address is none. */
  MAILBOX_SYNTAX("mailbox-syntax", "RFC 5280 §4.2.1.6", "write it as local@domain"),
  /** The user principal name is none. */
  USER_PRINCIPAL_NAME(
      "user-principal-name",
      "Microsoft naming properties, userPrincipalName",
      "write it as name@suffix, or leave it out"),
  /** A legal entity identifier whose check digits do not fit. */
  LEGAL_ENTITY_IDENTIFIER(
      "legal-entity-identifier", "ISO 17442-1 §6", "copy the twenty characters of the LEI again"),
  /** A statement of a qualified certificate cannot be read. */
  QUALIFIED_STATEMENT(
      "qualified-statement", "ETSI EN 319 412-5 §4.3.4", "write the language as PrintableString"),
  /** A time stamp's location is not an address. */
  TIME_STAMP_LOCATION(
      "time-stamp-location", "Adobe X.509 extensions, Time-stamp", "name a URI as location");

  private final Entry entry;

  /** An error, unless the rule that finds it knows better. */
  StandardFinding(String code, String clause, String advice) {
    this.entry = new Entry("certificate." + code, Severity.ERROR, clause, advice);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
