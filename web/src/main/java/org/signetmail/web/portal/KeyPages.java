package org.signetmail.web.portal;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.signetmail.archive.Quorum;
import org.signetmail.archive.TransportedKey;
import org.signetmail.enrolment.Credentials;
import org.signetmail.enrolment.EnrolmentOutcome;
import org.signetmail.enrolment.EnrolmentRequest;
import org.signetmail.enrolment.GatewayRing;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.Proof;
import org.signetmail.enrolment.Sessions;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Revocation;
import org.signetmail.web.page.Form;
import org.signetmail.web.page.Words;

/**
 * {@code /keys}: the page on which a browser makes keys, and where it hands in its request. What
 * comes is PKCS#10, an encryption key sealed to the archive, the same sealed to the gateway's ring
 * where it reads for the person, and the binding of signature and archive; what goes is
 * certificates. A signing key has no way here.
 */
final class KeyPages {
  private final PortalPages.House house;
  private final Screens screens;
  private final Visits visits;

  KeyPages(PortalPages.House house, Screens screens, Visits visits) {
    this.house = house;
    this.screens = screens;
    this.visits = visits;
  }

  void route(HttpRouting.Builder routing) {
    routing.get("/keys", this::show);
    routing.post("/keys", this::handIn);
    routing.get("/setup", this::setup);
  }

  private void show(ServerRequest request, ServerResponse response) {
    Visit visit = visits.of(request);
    if (visit.signedIn().isEmpty()) {
      Screens.goTo(response, "/signin");
      return;
    }
    Person person = visit.signedIn().get().person();
    Quorum quorum = house.quorum().get();
    boolean isReplacement = person.state() == Person.State.ACTIVE;
    GatewayRing ring = house.enrolment().gatewayRing();
    KeysPage.Gateway gateway =
        switch (ring.admission(person)) {
          case CLOSED -> KeysPage.Gateway.NO;
          case WITH_CONSENT -> KeysPage.Gateway.IF_THE_PERSON_LIKES;
          case REQUIRED -> KeysPage.Gateway.YES;
        };
    KeysPage page =
        new KeysPage(
            person.mailbox().toString(),
            person.mailbox().key(),
            person.name(),
            base64(house.enrolment().archiveCertificate()),
            base64(house.root()),
            quorum.required(),
            quorum.officers(),
            gateway,
            gateway == KeysPage.Gateway.NO ? "" : base64(ring.transport().certificate()),
            isReplacement);
    String command =
        "signet enrol "
            + (isReplacement ? "replace " : "new ")
            + person.mailbox()
            + " --code … -o you.p12";
    screens.show(
        response,
        "keys",
        Map.of(
            "frame",
            screens.frame(visit, "Make your keys", command).withScript("enrol.js"),
            "page",
            page));
  }

  private void setup(ServerRequest request, ServerResponse response) {
    String name = org.signetmail.web.AuthorityPages.name(house.root().keyId());
    screens.show(
        response,
        "setup",
        Map.of(
            "frame",
                screens.frame(
                    visits.of(request),
                    "Set up your mail program",
                    "signet sign --key you.p12 -o signed.eml mail.eml"),
            "rootPath", "/ca/" + name + ".cer",
            "fingerprint", Words.grouped(house.root().fingerprint())));
  }

  private void handIn(ServerRequest request, ServerResponse response) {
    visits
        .posted(request, response)
        .ifPresent(posted -> {
          if (posted.visit().signedIn().isEmpty()) {
            refuse(
                response, Status.UNAUTHORIZED_401, "the session is over; sign in and begin again");
            return;
          }
          Sessions.SignedIn who = posted.visit().signedIn().get();
          try {
            EnrolmentRequest asked = request(who, posted.form());
            answer(response, outcome(who, asked, posted.form().get("reason")));
          } catch (IOException | IllegalArgumentException e) {
            refuse(response, Status.BAD_REQUEST_400, String.valueOf(e.getMessage()));
          }
        });
  }

  private EnrolmentOutcome outcome(Sessions.SignedIn who, EnrolmentRequest asked, String reason) {
    Proof proof = new Proof.MailboxShown(who.control());
    return who.person().state() == Person.State.ACTIVE
        ? house
            .enrolment()
            .replace(
                asked,
                proof,
                reason.equals("key-compromise")
                    ? Revocation.Reason.KEY_COMPROMISE
                    : Revocation.Reason.SUPERSEDED)
        : house.enrolment().enrol(asked, proof);
  }

  private static EnrolmentRequest request(Sessions.SignedIn who, Form form) throws IOException {
    CertificationRequest signing = CertificationRequest.of(octets(form, "signing"));
    if (!signing.mailboxes().stream().allMatch(who.person().mailbox()::equals)) {
      throw new IllegalArgumentException(
          "certification request: asks for a mailbox that is not yours (S/MIME BR §3.2.2); make it"
              + " for your own");
    }
    return new EnrolmentRequest(
        who.person().mailbox(),
        signing,
        new TransportedKey(octets(form, "encryption")),
        octets(form, "binding"),
        form.get("ring").isEmpty()
            ? Optional.empty()
            : Optional.of(new TransportedKey(octets(form, "ring"))));
  }

  private static byte[] octets(Form form, String field) {
    try {
      return Base64.getDecoder().decode(form.get(field));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          field + ": is not Base64 (RFC 4648 §4); load the page again", e);
    }
  }

  /**
   * The certificates one after the other, as PEM: the signing one, the encryption one, the path.
   */
  private static void answer(ServerResponse response, EnrolmentOutcome outcome) {
    switch (outcome) {
      case EnrolmentOutcome.Refused refused ->
          refuse(response, Status.FORBIDDEN_403, refused.findings().getFirst().line());
      case EnrolmentOutcome.Enrolled enrolled -> {
        Credentials credentials = enrolled.credentials();
        StringBuilder pem = new StringBuilder();
        pem.append(credentials.signing().pem()).append(credentials.encryption().pem());
        credentials.issuers().forEach(issuer -> pem.append(issuer.pem()));
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response
            .header(HeaderNames.CONTENT_TYPE, "application/pem-certificate-chain")
            .send(pem.toString().getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  /** One line for the script to show. */
  private static void refuse(ServerResponse response, Status status, String line) {
    response.status(status);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response
        .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .send((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(Certificate certificate) {
    return Base64.getEncoder().encodeToString(certificate.encoded());
  }
}
