package org.signetmail.smtp.internal;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.gateway.TlsAssociation;

/**
 * Judges a server's certificate by what DNSSEC says of it (DANE for SMTP, RFC 7672 §3).
 *
 * <p>Usage 3 asks for the certificate or the key itself, whatever name and dates it has (§3.1.1).
 * Usage 2 asks for an authority in the chain, a valid path from it, and the server's name (§3.1.2).
 * Usages 0 and 1 are not used for SMTP (§3.1.3). Safe for use by many threads.
 */
public final class DaneTrust extends ServerJudge {
  private static final int AUTHORITY = 2;
  private static final int SERVER = 3;
  private static final int FULL = 0;
  private static final int CERTIFICATE = 0;
  private static final int SHA_256 = 1;
  private static final int SHA_512 = 2;
  private static final int LONGEST_CHAIN = 10;

  private final List<TlsAssociation> associations;
  private final Set<String> names;

  /**
   * @param associations usable ones, at least one
   * @param names that an authority may have certified the server by, lower case
   */
  public DaneTrust(List<TlsAssociation> associations, Set<String> names) {
    this.associations = List.copyOf(associations);
    this.names = Set.copyOf(names);
  }

  /**
   * Those of a server's records that can be used; of digests over the same thing the strongest only
   * (RFC 7671 §9). When none is left of some, there is TLS, and nobody says by whom (RFC 7672
   * §2.2).
   */
  public static List<TlsAssociation> usable(List<TlsAssociation> records) {
    List<TlsAssociation> known = records.stream().filter(DaneTrust::isKnown).toList();
    return known.stream()
        .filter(record ->
            record.matchingType() != SHA_256
                || known.stream()
                    .noneMatch(other ->
                        other.matchingType() == SHA_512
                            && other.usage() == record.usage()
                            && other.selector() == record.selector()))
        .toList();
  }

  private static boolean isKnown(TlsAssociation record) {
    if ((record.usage() != AUTHORITY && record.usage() != SERVER) || record.selector() > 1) {
      return false;
    }
    return switch (record.matchingType()) {
      case FULL ->
          record.selector() == CERTIFICATE
              ? certificate(record.data()).isPresent()
              : key(record.data()).isPresent();
      case SHA_256 -> record.data().length == 32;
      case SHA_512 -> record.data().length == 64;
      default -> false;
    };
  }

  @Override
  void check(List<X509Certificate> chain) throws CertificateException {
    if (chain.isEmpty() || chain.size() > LONGEST_CHAIN) {
      throw new CertificateException("the chain has " + chain.size() + " certificates");
    }
    for (TlsAssociation association : associations) {
      boolean good =
          association.usage() == SERVER
              ? matches(association, chain.getFirst())
              : certified(association, chain);
      if (good) {
        return;
      }
    }
    throw new CertificateException("no TLSA record fits the certificate (RFC 7672 §3)");
  }

  private boolean certified(TlsAssociation association, List<X509Certificate> chain) {
    if (!ServerName.isOneOf(names, chain.getFirst())) {
      return false;
    }
    for (int i = 1; i < chain.size(); i++) {
      if (matches(association, chain.get(i))
          && isPath(chain.subList(0, i), new TrustAnchor(chain.get(i), null))) {
        return true;
      }
    }
    // An authority that DNS has in full need not be in the chain.
    return anchor(association, chain.getLast()).filter(anchor -> isPath(chain, anchor)).isPresent();
  }

  private static Optional<TrustAnchor> anchor(TlsAssociation association, X509Certificate last) {
    if (association.matchingType() != FULL) {
      return Optional.empty();
    }
    return association.selector() == CERTIFICATE
        ? certificate(association.data()).map(authority -> new TrustAnchor(authority, null))
        : key(association.data())
            .map(key -> new TrustAnchor(last.getIssuerX500Principal(), key, null));
  }

  private static boolean isPath(List<X509Certificate> path, TrustAnchor anchor) {
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
      parameters.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean matches(TlsAssociation association, X509Certificate certificate) {
    try {
      byte[] selected =
          association.selector() == CERTIFICATE
              ? certificate.getEncoded()
              : certificate.getPublicKey().getEncoded();
      byte[] presented =
          switch (association.matchingType()) {
            case SHA_256 -> MessageDigest.getInstance("SHA-256").digest(selected);
            case SHA_512 -> MessageDigest.getInstance("SHA-512").digest(selected);
            default -> selected;
          };
      return Arrays.equals(presented, association.data());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Optional<X509Certificate> certificate(byte[] encoded) {
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(encoded)));
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private static Optional<PublicKey> key(byte[] encoded) {
    return Stream.of("EC", "RSA", "EdDSA")
        .flatMap(algorithm -> {
          try {
            return Stream.of(
                KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
          } catch (GeneralSecurityException e) {
            return Stream.empty();
          }
        })
        .findFirst();
  }
}
