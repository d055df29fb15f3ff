package org.signetmail.pkix;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.internal.OcspInquiryForm;

/**
 * A question for the status of certificates as a responder receives it (RFC 6960 §4.1). Who asks,
 * and a signature of theirs, are passed over (RFC 9919 §3.1.2).
 *
 * @param certificates in their order; never none
 * @param nonce to be repeated in the response (RFC 9654), 1 to 128 octets
 */
public record OcspInquiry(List<OcspCertId> certificates, Optional<byte[]> nonce) {
  /** The largest request that is read: signed ones with a certificate are about 2,000 octets. */
  public static final int LARGEST = 8192;

  /** RFC 9919 §3.1.1 has one; other software asks for a chain at once. */
  public static final int MOST_CERTIFICATES = 16;

  public OcspInquiry {
    certificates = List.copyOf(certificates);
  }

  /**
   * Parses DER.
   *
   * @throws IOException saying in a phrase what is wrong: the request is malformed (§2.3)
   */
  public static OcspInquiry of(byte[] der) throws IOException {
    return OcspInquiryForm.read(der);
  }
}
