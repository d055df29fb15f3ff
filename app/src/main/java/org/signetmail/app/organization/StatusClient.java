package org.signetmail.app.organization;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.OcspRequest;
import org.signetmail.pkix.OcspResponse;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.StatusAddresses;
import org.signetmail.smime.StatusSource;

/**
 * Asks where a certificate says: its OCSP responder first, then its CRLs (RFC 6960, RFC 5280
 * §4.2.1.13). Plain HTTP, no redirects, half a minute each unless said otherwise, no more read than
 * a response or the largest list has. Only for certificates that lead to a trusted root: the
 * addresses in others are anybody's. Thread-safe.
 */
public final class StatusClient implements StatusSource {
  private static final int LARGEST_RESPONSE = 64 << 10;
  private static final int LARGEST_LIST = 128 << 20;

  private final Duration patience;

  public StatusClient() {
    this(Duration.ofSeconds(30));
  }

  /**
   * @param patience for each answer
   */
  public StatusClient(Duration patience) {
    this.patience = patience;
  }

  @Override
  public RevocationEvidence about(Certificate certificate, Certificate issuer) {
    try (BoundedHttp http = new BoundedHttp(patience)) {
      return about(certificate, issuer, http);
    }
  }

  private static RevocationEvidence about(
      Certificate certificate, Certificate issuer, BoundedHttp http) {
    StatusAddresses addresses = StatusAddresses.of(certificate);
    String problem = "";
    for (URI responder : addresses.ocsp()) {
      try {
        OcspRequest question = OcspRequest.of(certificate, issuer);
        OcspResponse response =
            OcspResponse.of(
                octets(
                    http.post(
                        responder,
                        "application/ocsp-request",
                        question.encoded(),
                        LARGEST_RESPONSE)));
        if (question.match(response) != OcspRequest.Match.OTHER) {
          return RevocationEvidence.of(List.of(), List.of(response));
        }
        problem = responder + ": speaks of another certificate";
      } catch (IOException e) {
        problem = responder + ": " + e.getMessage();
      }
    }
    for (URI list : addresses.crls()) {
      try {
        byte[] der = octets(http.get(list, LARGEST_LIST));
        return RevocationEvidence.of(List.of(CertificateList.of(der)), List.of());
      } catch (IOException e) {
        problem = list + ": " + e.getMessage();
      }
    }
    if (problem.isEmpty()) {
      return RevocationEvidence.NONE;
    }
    throw new Failure(
        ExitCode.UNREACHABLE,
        "status of "
            + certificate.displayName()
            + ": "
            + problem
            + "; try again, or give --crl or --ocsp");
  }

  private static byte[] octets(BoundedHttp.Answer answer) throws IOException {
    if (!answer.isOk()) {
      throw new IOException("HTTP " + answer.status());
    }
    return answer.body();
  }
}
