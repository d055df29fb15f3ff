package org.signetmail.smime.internal.asn1;

/** Object identifiers of the Cryptographic Message Syntax and its algorithms. */
public final class Oids {
  private static final String PKCS = "1.2.840.113549.1.";
  private static final String SMIME = PKCS + "9.16.";
  private static final String NIST = "2.16.840.1.101.3.4.";

  // Content types, RFC 5652, RFC 5083, RFC 3274
  public static final String DATA = PKCS + "7.1";
  public static final String SIGNED_DATA = PKCS + "7.2";
  public static final String ENVELOPED_DATA = PKCS + "7.3";
  public static final String AUTH_ENVELOPED_DATA = SMIME + "1.23";
  public static final String COMPRESSED_DATA = SMIME + "1.9";
  public static final String RECEIPT = SMIME + "1.1"; // RFC 2634 §2.8

  // Compression, RFC 3274 §2
  public static final String ZLIB = SMIME + "3.8";

  // Attributes, RFC 5652 §11, RFC 6211, RFC 8551 §2.5, RFC 5035
  public static final String CONTENT_TYPE = PKCS + "9.3";
  public static final String MESSAGE_DIGEST = PKCS + "9.4";
  public static final String SIGNING_TIME = PKCS + "9.5";
  public static final String SMIME_CAPABILITIES = PKCS + "9.15";
  public static final String ALGORITHM_PROTECTION = PKCS + "9.52";
  public static final String ENCRYPTION_KEY_PREFERENCE = SMIME + "2.11";
  public static final String SIGNING_CERTIFICATE = SMIME + "2.12";
  public static final String SIGNING_CERTIFICATE_V2 = SMIME + "2.47";

  // Attributes, RFC 2634 appendix A
  public static final String RECEIPT_REQUEST = SMIME + "2.1";
  public static final String SECURITY_LABEL = SMIME + "2.2";
  public static final String ML_EXPANSION_HISTORY = SMIME + "2.3";
  public static final String MSG_SIG_DIGEST = SMIME + "2.5";
  public static final String EQUIVALENT_LABELS = SMIME + "2.9";

  // Attributes and revocation of long-term signatures, ETSI EN 319 122-1 §5.3, §5.5, RFC 5940 §2
  public static final String SIGNATURE_TIME_STAMP = SMIME + "2.14";
  public static final String ARCHIVE_TIME_STAMP_V3 = "0.4.0.1733.2.4";
  public static final String ATS_HASH_INDEX_V3 = "0.4.0.19122.1.5";
  public static final String OCSP_RESPONSE_INFO = "1.3.6.1.5.5.7.16.2";
  public static final String OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1";

  // Digests
  public static final String MD5 = "1.2.840.113549.2.5";
  public static final String SHA1 = "1.3.14.3.2.26";
  public static final String SHA224 = NIST + "2.4";
  public static final String SHA256 = NIST + "2.1";
  public static final String SHA384 = NIST + "2.2";
  public static final String SHA512 = NIST + "2.3";
  public static final String SHA3_256 = NIST + "2.8";
  public static final String SHA3_384 = NIST + "2.9";
  public static final String SHA3_512 = NIST + "2.10";
  public static final String SHAKE128 = NIST + "2.11";
  public static final String SHAKE256 = NIST + "2.12";
  public static final String SHAKE256_LENGTH = NIST + "2.18"; // id-shake256-len, RFC 8419

  // Signatures
  public static final String RSA = PKCS + "1.1";
  public static final String RSA_PSS = PKCS + "1.10";
  public static final String MGF1 = PKCS + "1.8";
  public static final String SHA1_RSA = PKCS + "1.5";
  public static final String SHA256_RSA = PKCS + "1.11";
  public static final String SHA384_RSA = PKCS + "1.12";
  public static final String SHA512_RSA = PKCS + "1.13";
  public static final String DSA = "1.2.840.10040.4.1";
  public static final String DSA_SHA1 = "1.2.840.10040.4.3";
  public static final String ECDSA_SHA1 = "1.2.840.10045.4.1";
  public static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
  public static final String ECDSA_SHA384 = "1.2.840.10045.4.3.3";
  public static final String ECDSA_SHA512 = "1.2.840.10045.4.3.4";
  public static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
  public static final String ED25519 = "1.3.101.112";
  public static final String ED448 = "1.3.101.113";
  public static final String ML_DSA_44 = NIST + "3.17";
  public static final String ML_DSA_65 = NIST + "3.18";
  public static final String ML_DSA_87 = NIST + "3.19";

  // Content encryption
  public static final String AES128_CBC = NIST + "1.2";
  public static final String AES192_CBC = NIST + "1.22";
  public static final String AES256_CBC = NIST + "1.42";
  public static final String AES128_GCM = NIST + "1.6";
  public static final String AES192_GCM = NIST + "1.26";
  public static final String AES256_GCM = NIST + "1.46";
  public static final String CHACHA20_POLY1305 = SMIME + "3.18";
  public static final String DES_EDE3_CBC = "1.2.840.113549.3.7";
  public static final String RC2_CBC = "1.2.840.113549.3.2";

  // Key management, RFC 3565, RFC 5753, RFC 8418, RFC 9629, RFC 9936
  public static final String RSA_OAEP = PKCS + "1.7";
  public static final String P_SPECIFIED = PKCS + "1.9";
  public static final String AES128_WRAP = NIST + "1.5";
  public static final String AES192_WRAP = NIST + "1.25";
  public static final String AES256_WRAP = NIST + "1.45";
  public static final String ECDH_SHA1 = "1.3.133.16.840.63.0.2";
  public static final String ECDH_SHA256 = "1.3.132.1.11.1";
  public static final String ECDH_SHA384 = "1.3.132.1.11.2";
  public static final String ECDH_SHA512 = "1.3.132.1.11.3";
  public static final String ECDH_HKDF_SHA256 = SMIME + "3.19";
  public static final String ECDH_HKDF_SHA384 = SMIME + "3.20";
  public static final String ECDH_HKDF_SHA512 = SMIME + "3.21";
  public static final String X25519 = "1.3.101.110";
  public static final String X448 = "1.3.101.111";
  public static final String ORI_KEM = SMIME + "13.3";
  public static final String HKDF_SHA256 = SMIME + "3.28"; // RFC 8619
  public static final String HKDF_SHA384 = SMIME + "3.29";
  public static final String HKDF_SHA512 = SMIME + "3.30";
  public static final String ML_KEM_512 = NIST + "4.1";
  public static final String ML_KEM_768 = NIST + "4.2";
  public static final String ML_KEM_1024 = NIST + "4.3";

  // RSA-KEM, RFC 9690
  public static final String KEM_RSA = "1.0.18033.2.2.4";
  public static final String RSA_KEM_SPKI = SMIME + "3.14";
  public static final String KDF3 = "1.3.133.16.840.9.44.1.2";

  // Passwords, RFC 3211, RFC 8018
  public static final String PWRI_KEK = SMIME + "3.9";
  public static final String PBKDF2 = PKCS + "5.12";
  public static final String HMAC_SHA1 = "1.2.840.113549.2.7";
  public static final String HMAC_SHA224 = "1.2.840.113549.2.8";
  public static final String HMAC_SHA256 = "1.2.840.113549.2.9";
  public static final String HMAC_SHA384 = "1.2.840.113549.2.10";
  public static final String HMAC_SHA512 = "1.2.840.113549.2.11";

  // Derivation of the content-encryption key, RFC 9709
  public static final String CEK_HKDF_SHA256 = SMIME + "3.31";

  private Oids() {}
}
