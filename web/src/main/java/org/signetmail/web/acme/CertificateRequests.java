package org.signetmail.web.acme;

import java.util.Map;
import org.signetmail.enrolment.acme.Problem;
import org.signetmail.enrolment.acme.Refusal;
import org.signetmail.enrolment.acme.RenewalWindows;
import org.signetmail.enrolment.acme.Revocations;

/** Requests about certificates that were issued (RFC 8555 §7.6, RFC 9773). */
record CertificateRequests(AcmeServices services) {

  /** {@code revokeCert}. */
  AcmeAnswer revoke(SignedRequest request, Revocations.Asking asking) throws Refusal {
    StrictJson wanted = request.object();
    byte[] der = OrderRequests.decoded(wanted.requiredText("certificate"), "certificate");
    services.revocations().revoke(asking, der, wanted.number("reason"));
    return AcmeAnswer.empty(200);
  }

  /** {@code renewalInfo} (RFC 9773 §4), which anybody may ask for. */
  AcmeAnswer renewalInfo(String identifier) throws Refusal {
    RenewalWindows.Window window =
        services
            .renewals()
            .window(identifier)
            .orElseThrow(() ->
                Refusal.of(
                    Problem.Type.MALFORMED,
                    404,
                    "no certificate of this authority (RFC 9773 §4.1)"));
    return AcmeAnswer.object(
            200,
            Map.of(
                "suggestedWindow",
                Map.of("start", window.start().toString(), "end", window.end().toString())))
        .with("Retry-After", Long.toString(RenewalWindows.ASK_AGAIN.toSeconds()));
  }
}
