package org.signetmail.enrolment.acme;

/**
 * The public key of an account (RFC 8555 §6.2).
 *
 * @param jwk the JSON of its JWK (RFC 7517), public members alone
 * @param thumbprint SHA-256, base64url (RFC 7638): what tells keys apart
 */
public record AccountKey(String jwk, String thumbprint) {}
