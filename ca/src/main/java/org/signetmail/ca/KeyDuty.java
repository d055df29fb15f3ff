package org.signetmail.ca;

import org.signetmail.pkix.CertificateProfile;

/**
 * The one thing that a key is certified for, over all its certificates: a key never has two duties
 * (NIST SP 800-57 Part 1 §5.2). That a key which decrypts is archived, and a key which signs never
 * is, rests on this.
 */
enum KeyDuty {
  CERTIFIES,
  SIGNS,
  DECRYPTS;

  static KeyDuty of(CertificateProfile.Kind kind) {
    return switch (kind) {
      case ROOT, ISSUING -> CERTIFIES;
      case PERSON_ENCRYPTION, OFFICER, STATION, ARCHIVE, REGISTRATION -> DECRYPTS;
      case PERSON_SIGNING,
          SEAL,
          OFFICER_SIGNING,
          ARCHIVE_SIGNING,
          REGISTRATION_SIGNING,
          TLS_SERVER,
          TSA,
          OCSP ->
          SIGNS;
    };
  }

  String word() {
    return switch (this) {
      case CERTIFIES -> "certifies other keys";
      case SIGNS -> "signs";
      case DECRYPTS -> "decrypts";
    };
  }
}
