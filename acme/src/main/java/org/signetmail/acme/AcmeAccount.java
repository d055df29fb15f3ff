package org.signetmail.acme;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.SigningKey;

/**
 * Where an authority is, and as whom it is spoken to.
 *
 * @param directory the URL that everything else is found from (RFC 8555 §7.1.1)
 * @param tlsRoots who may certify its server; the platform's own list when empty
 * @param key of the account
 * @param binding to an account that the authority has outside of ACME (RFC 8555 §7.3.4)
 * @param terms whether a person agreed to the authority's terms of service
 */
public record AcmeAccount(
    URI directory,
    List<Certificate> tlsRoots,
    SigningKey key,
    Optional<Binding> binding,
    Terms terms) {
  public AcmeAccount {
    tlsRoots = List.copyOf(tlsRoots);
    if (!"https".equals(directory.getScheme()) || directory.getHost() == null) {
      throw new IllegalArgumentException(
          directory + ": is no ACME directory (RFC 8555 §6.1); write https://host/directory");
    }
  }

  /** Said by a person (RFC 8555 §7.3.3). */
  public enum Terms {
    AGREED,
    NOT_AGREED
  }

  /**
   * An external account.
   *
   * @param keyId as the authority named it
   * @param macKey base64url, as the authority gave it; never printed
   */
  public record Binding(String keyId, String macKey) {
    @Override
    public String toString() {
      return "Binding[" + keyId + "]";
    }
  }
}
