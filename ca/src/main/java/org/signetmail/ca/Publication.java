package org.signetmail.ca;

import java.net.URI;
import java.util.Optional;
import org.signetmail.pkix.KeyId;

/**
 * Where an organisation serves the certificates and CRLs of its authorities: the addresses that go
 * into every certificate and that must then answer for as long as one of them lives.
 *
 * <p>Plain HTTP, because a reader cannot check a TLS certificate whose status it is only about to
 * learn (RFC 5280 §8; S/MIME BR §7.1.2.3 allows nothing else). Addresses are made of the key of the
 * issuer, so that each generation of an authority keeps its own.
 *
 * @param base {@code http://pki.example.test:8080}, without query and without closing slash
 */
public record Publication(URI base) {

  private static final int NAME_LENGTH = 16; // hexadecimal digits: 64 bits tell generations apart
  private static final String DELTA = "-delta";

  /**
   * The addresses below a base.
   *
   * @throws IllegalArgumentException when the base is not a plain HTTP address of a host
   */
  public Publication {
    boolean plain = "http".equals(base.getScheme()) && base.getHost() != null;
    if (!plain || base.getRawQuery() != null || base.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "publication: "
              + base
              + " is not a plain http address (RFC 5280 §8); write it as http://host:port");
    }
    if (base.getRawPath() != null && base.getRawPath().endsWith("/")) {
      base = URI.create(base.toString().replaceAll("/+$", ""));
    }
  }

  /** The distribution point of an issuer's complete CRL (RFC 5280 §4.2.1.13). */
  public String crlUri(KeyId issuer) {
    return crlUri(issuer, CrlStore.CrlKey.WHOLE);
  }

  /** Where one of an issuer's CRLs is. */
  public String crlUri(KeyId issuer, CrlStore.CrlKey key) {
    return base + "/crl/" + name(issuer) + crlSuffix(key);
  }

  /** What follows the issuer's name in the file name of a CRL. */
  public static String crlSuffix(CrlStore.CrlKey key) {
    return key.partition().suffix() + (key.form() == CrlStore.Form.DELTA ? DELTA : "") + ".crl";
  }

  /** The CRL whose file name ends so; empty when there can be none. */
  public static Optional<CrlStore.CrlKey> crlOfSuffix(String suffix) {
    if (!suffix.endsWith(".crl")) {
      return Optional.empty();
    }
    String part = suffix.substring(0, suffix.length() - ".crl".length());
    boolean delta = part.endsWith(DELTA);
    String partition = delta ? part.substring(0, part.length() - DELTA.length()) : part;
    CrlStore.Form form = delta ? CrlStore.Form.DELTA : CrlStore.Form.COMPLETE;
    return CrlPartition.ofSuffix(partition).map(found -> new CrlStore.CrlKey(found, form));
  }

  /** Where certificates' status is answered (RFC 6960; §4.2.2.1). */
  public String ocspUri() {
    return base + "/ocsp";
  }

  /** Where the issuer's own certificate is, for authority information access (§4.2.2.1). */
  public String issuerUri(KeyId issuer) {
    return base + "/ca/" + name(issuer) + ".cer";
  }

  /** The file name of an issuer in both addresses, without its ending. */
  public static String name(KeyId issuer) {
    return issuer.hex().substring(0, NAME_LENGTH);
  }
}
