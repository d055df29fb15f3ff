package org.signetmail.app.organization;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.OcspRequest;
import org.signetmail.pkix.OcspResponse;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.StatusAddresses;
import org.signetmail.smime.StatusSource;

/**
 * Asks where a certificate says: its OCSP responder first, then its CRLs (RFC 6960, RFC 5280
 * §4.2.1.13). Plain HTTP, no redirects, half a minute each, no more read than a response or the
 * largest list has. Only for certificates that lead to a trusted root: the addresses in others are
 * anybody's. Thread-safe.
 */
public final class StatusClient implements StatusSource {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LARGEST_RESPONSE = 64 << 10;
  private static final int LARGEST_LIST = 128 << 20;

  @Override
  public RevocationEvidence about(Certificate certificate, Certificate issuer) {
    StatusAddresses addresses = StatusAddresses.of(certificate);
    String problem = "";
    for (URI responder : addresses.ocsp()) {
      try {
        OcspRequest question = OcspRequest.of(certificate, issuer);
        OcspResponse response =
            OcspResponse.of(
                answer(
                    HttpRequest.newBuilder(responder)
                        .header("Content-Type", "application/ocsp-request")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(question.encoded())),
                    LARGEST_RESPONSE));
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
        byte[] der = answer(HttpRequest.newBuilder(list).GET(), LARGEST_LIST);
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

  private static byte[] answer(HttpRequest.Builder request, int largest) throws IOException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      HttpResponse<InputStream> response =
          client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException("HTTP " + response.statusCode());
        }
        byte[] bytes = body.readNBytes(largest + 1);
        if (bytes.length > largest) {
          throw new IOException("sends more than " + largest + " octets");
        }
        return bytes;
      } finally {
        client.shutdownNow();
      }
    } catch (java.net.ConnectException | java.net.http.HttpTimeoutException e) {
      throw new IOException("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
