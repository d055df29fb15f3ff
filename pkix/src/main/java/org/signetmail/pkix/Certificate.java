package org.signetmail.pkix;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.internal.Extensions;
import org.signetmail.pkix.internal.Names;
import org.signetmail.pkix.internal.Pem;
import org.signetmail.pkix.internal.X509;

/**
 * An X.509 certificate (RFC 5280 §4) as Signet looks at one: what it says of whose key, for which
 * use, until when. Saying is not proof; a {@link ValidatedPath} is.
 *
 * <p>Two are equal when their DER is equal. Immutable and safe for use by many threads; views are
 * computed when first asked for, and kept.
 */
public final class Certificate {
  /** The bits of key usage (RFC 5280 §4.2.1.3), in their order. */
  public enum Use {
    DIGITAL_SIGNATURE,
    NON_REPUDIATION,
    KEY_ENCIPHERMENT,
    DATA_ENCIPHERMENT,
    KEY_AGREEMENT,
    CERTIFICATE_SIGN,
    CRL_SIGN,
    ENCIPHER_ONLY,
    DECIPHER_ONLY
  }

  private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
  private static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";

  private final X509Certificate x509;
  private final byte[] encoded;

  // Views: each is computed from the fields above and immutable, so a race computes it twice.
  private @Nullable KeyId keyId;
  private @Nullable PublicKey publicKey;
  private @Nullable List<Mailbox> mailboxes;
  private @Nullable String subject;
  private @Nullable String issuer;
  private int hash;

  private Certificate(X509Certificate x509, byte[] encoded) {
    this.x509 = x509;
    this.encoded = encoded;
  }

  /**
   * Parses DER.
   *
   * @throws IOException saying in a phrase, to follow the name of the file, what is wrong
   */
  public static Certificate of(byte[] der) throws IOException {
    return new Certificate(X509.parse(der), der.clone());
  }

  /** The same certificate as the JDK's type shows it. */
  public static Certificate of(X509Certificate certificate) {
    try {
      X509.requireReadable(certificate);
      return new Certificate(certificate, certificate.getEncoded());
    } catch (CertificateEncodingException | IOException e) {
      throw new IllegalArgumentException(
          "certificate: " + e.getMessage() + "; ask its issuer for another", e);
    }
  }

  public byte[] encoded() {
    return encoded.clone();
  }

  public X509Certificate x509() {
    return x509;
  }

  /** Subject as RFC 4514 text for people. */
  public String subject() {
    String known = subject;
    if (known == null) {
      known = Names.text(x509.getSubjectX500Principal());
      subject = known;
    }
    return known;
  }

  /** Issuer as RFC 4514 text for people. */
  public String issuer() {
    String known = issuer;
    if (known == null) {
      known = Names.text(x509.getIssuerX500Principal());
      issuer = known;
    }
    return known;
  }

  public byte[] issuerDer() {
    return x509.getIssuerX500Principal().getEncoded();
  }

  public byte[] subjectDer() {
    return x509.getSubjectX500Principal().getEncoded();
  }

  /** First common name of the subject, else {@link #subject()}. */
  public String displayName() {
    return Extensions.commonName(subjectDer()).map(Names::printable).orElseGet(this::subject);
  }

  public BigInteger serial() {
    return x509.getSerialNumber();
  }

  /** IssuerAndSerialNumber (RFC 5652 §10.2.4) as DER: what names it among all certificates. */
  public byte[] issuerAndSerialNumber() {
    return Extensions.issuerAndSerialNumber(issuerDer(), serial());
  }

  /** The serial number in lower-case hexadecimal, whole octets. */
  public String serialHex() {
    String digits = serial().toString(16);
    return digits.length() % 2 == 0 || digits.startsWith("-") ? digits : "0" + digits;
  }

  public Instant notBefore() {
    return x509.getNotBefore().toInstant();
  }

  /** The last second of validity (RFC 5280 §4.1.2.5: inclusive). */
  public Instant notAfter() {
    return x509.getNotAfter().toInstant();
  }

  public PublicKey publicKey() {
    PublicKey known = publicKey;
    if (known == null) {
      known = X509.publicKey(x509);
      publicKey = known;
    }
    return known;
  }

  public Optional<KeyAlgorithm> keyAlgorithm() {
    return KeyAlgorithm.of(publicKey());
  }

  public KeyId keyId() {
    KeyId known = keyId;
    if (known == null) {
      known = KeyId.of(publicKey());
      keyId = known;
    }
    return known;
  }

  public Optional<byte[]> subjectKeyIdentifier() {
    return extension(Extensions.SUBJECT_KEY_IDENTIFIER).flatMap(Extensions::subjectKeyIdentifier);
  }

  public Optional<byte[]> authorityKeyIdentifier() {
    return extension(Extensions.AUTHORITY_KEY_IDENTIFIER)
        .flatMap(Extensions::authorityKeyIdentifier);
  }

  /**
   * The addresses it names: rfc822Name and SmtpUTF8Mailbox of the subject alternative name (RFC
   * 9598), and emailAddress of the subject (RFC 8550 §3); malformed ones left out.
   */
  public List<Mailbox> mailboxes() {
    List<Mailbox> known = mailboxes;
    if (known == null) {
      Stream<Mailbox> alternative =
          extension(Extensions.SUBJECT_ALTERNATIVE_NAME).map(Extensions::mailboxes).stream()
              .flatMap(List::stream);
      Stream<Mailbox> inSubject = Extensions.mailboxesOfName(subjectDer()).stream();
      known = Stream.concat(alternative, inSubject).distinct().toList();
      mailboxes = known;
    }
    return known;
  }

  /** Key usage; empty when the extension is absent, which allows everything. */
  public Optional<Set<Use>> keyUsage() {
    boolean[] bits = x509.getKeyUsage();
    if (bits == null) {
      return Optional.empty();
    }
    EnumSet<Use> uses = EnumSet.noneOf(Use.class);
    for (Use use : Use.values()) {
      if (use.ordinal() < bits.length && bits[use.ordinal()]) {
        uses.add(use);
      }
    }
    return Optional.of(uses);
  }

  /** Extended key usage as dotted OIDs; empty when the extension is absent. */
  public List<String> extendedKeyUsage() {
    try {
      List<String> oids = x509.getExtendedKeyUsage();
      return oids == null ? List.of() : List.copyOf(oids);
    } catch (CertificateParsingException e) {
      throw new IllegalStateException("extended key usage was readable at first", e);
    }
  }

  /** Certificate policies as dotted OIDs; empty when absent or not readable. */
  public List<String> policies() {
    try {
      Optional<byte[]> extension = extension(Extensions.CERTIFICATE_POLICIES);
      return extension.isPresent() ? List.copyOf(Extensions.policies(extension.get())) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Whether a signature by this key over a message counts, from the key usage alone: absent means
   * yes (RFC 8550 §4.4.2). Whether it counts for <em>mail</em> is {@link #isForMail()}.
   */
  public boolean maySign() {
    return allows(Use.DIGITAL_SIGNATURE, Use.NON_REPUDIATION)
        && keyAlgorithm().map(KeyAlgorithm::canSign).orElse(true);
  }

  /**
   * Whether something may be encrypted to this key, from the key usage alone. Whether that may be
   * <em>mail</em> is {@link #isForMail()}: an officer's certificate takes shares only.
   */
  public boolean mayEncrypt() {
    return allows(Use.KEY_ENCIPHERMENT, Use.KEY_AGREEMENT)
        && keyAlgorithm().map(KeyAlgorithm::canEncrypt).orElse(true);
  }

  /** Whether the extended key usage lets it serve mail: absent, or emailProtection, or any. */
  public boolean isForMail() {
    List<String> usages = extendedKeyUsage();
    return usages.isEmpty()
        || usages.contains(EMAIL_PROTECTION)
        || usages.contains(ANY_EXTENDED_KEY_USAGE);
  }

  /** Whether it is a certification authority's (RFC 5280 §4.2.1.9). */
  public boolean isAuthority() {
    return x509.getBasicConstraints() >= 0;
  }

  /** Whether signatures under it are the organisation's seal, not a person's. */
  public boolean isSeal() {
    return policies().contains(CertificateProfile.SEAL_POLICY);
  }

  /** Whether subject and issuer are the same name (RFC 5280 §6.1: self-issued). */
  public boolean isSelfIssued() {
    return x509.getSubjectX500Principal().equals(x509.getIssuerX500Principal());
  }

  /** The value of an extension, without the OCTET STRING around it. */
  public Optional<byte[]> extension(String oid) {
    return Optional.ofNullable(x509.getExtensionValue(oid)).map(Extensions::unwrap);
  }

  /** SHA-256 of the DER, in lower-case hexadecimal. */
  public String fingerprint() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** PEM (RFC 7468 §5), ending with a line feed. */
  public String pem() {
    return Pem.write("CERTIFICATE", encoded);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Certificate that && Arrays.equals(encoded, that.encoded));
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(encoded);
      hash = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return "Certificate[" + subject() + ", serial " + serialHex() + "]";
  }

  private boolean allows(Use one, Use other) {
    return keyUsage().map(uses -> uses.contains(one) || uses.contains(other)).orElse(true);
  }
}
