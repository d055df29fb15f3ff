package org.signetmail.web.scep;

import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.enrolment.CertificateDesk;
import org.signetmail.enrolment.DeskOutcome;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RequestedContent;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.ScepReply;
import org.signetmail.smime.ScepReply.FailInfo;
import org.signetmail.smime.ScepRequest;
import org.signetmail.web.EnrolmentLimits;

/**
 * Turns SCEP's messages into requests at the one desk, and its outcomes into CertRep messages.
 * Signing certificates only: SCEP has no way to hand a key over, or in.
 *
 * <p>SCEP proves no mailbox by itself: the challenge password is the code that went to the mailbox
 * which the request names. A wrong code and an unknown mailbox get the same answer.
 */
public final class ScepDesk {
  private static final String UNPROVEN =
      "the challenge password is not the code of the latest invitation of the mailbox that the"
          + " request names";

  private final CertificateDesk desk;
  private final List<DecryptionIdentity> decryption;
  private final ScepReply reply;
  private final byte[] certificates;
  private final InstantSource clock;

  /**
   * @param signing the registration authority's signature, with its path
   * @param decryption what requests are encrypted to, the present key first
   * @param root goes along with GetCACert
   */
  public ScepDesk(
      CertificateDesk desk,
      SigningIdentity signing,
      List<DecryptionIdentity> decryption,
      Certificate root,
      SecureRandom random,
      InstantSource clock) {
    this.desk = desk;
    this.decryption = List.copyOf(decryption);
    this.reply = new ScepReply(signing, random);
    this.clock = clock;
    List<Certificate> all = new ArrayList<>(signing.path());
    all.add(1, decryption.getFirst().certificate());
    all.add(root);
    this.certificates = Certificates.certsOnly(all);
  }

  /** Who asks, as far as HTTP knows, and how often they may be wrong. */
  record Caller(ServerRequest request, EnrolmentLimits limits) {
    void wrong(Mailbox mailbox) {
      limits.wrong(request, mailbox);
    }

    boolean mustWait(Mailbox mailbox) {
      return limits.wait(request, mailbox).isPresent();
    }
  }

  /** SignedData with the certificates that a client needs (RFC 8894 §4.2.1.2). */
  byte[] certificates() {
    return certificates.clone();
  }

  /**
   * The CertRep to a message.
   *
   * @throws IOException when the client's key cannot be answered
   */
  byte[] answer(ScepRequest request, Caller caller) throws IOException {
    if (request.strength() == ScepRequest.Strength.TOO_WEAK) {
      return failure(request, FailInfo.BAD_ALG, "use SHA-256 and AES (RFC 8894 §2.9)");
    }
    Optional<byte[]> content = request.open(decryption);
    if (content.isEmpty()) {
      caller.limits().wrong(caller.request());
      return unopened(request);
    }
    return switch (request.type()) {
      case PKCS, RENEWAL -> certify(request, content.get(), caller);
      case CERT_POLL -> answer(request, desk.poll(request.signer().keyId()), caller, List.of());
      case GET_CERT, GET_CRL ->
          failure(request, FailInfo.BAD_REQUEST, "fetch certificates and lists over HTTP");
    };
  }

  private byte[] certify(ScepRequest request, byte[] content, Caller caller) throws IOException {
    CertificationRequest wanted;
    try {
      wanted = CertificationRequest.of(content);
    } catch (IOException e) {
      caller.limits().wrong(caller.request());
      return unopened(request);
    }
    List<Mailbox> named = wanted.mailboxes();
    Optional<Mailbox> mailbox =
        request.type() == ScepRequest.Type.RENEWAL
            ? desk.holder(request.signer())
            : named.stream().findFirst();
    if (mailbox.isEmpty()) {
      caller.limits().wrong(caller.request());
      return failure(
          request,
          FailInfo.BAD_REQUEST,
          request.type() == ScepRequest.Type.RENEWAL
              ? "sign a renewal with the key of your valid certificate (RFC 8894 §3.3.1.2)"
              : "name one mailbox as rfc822Name in the subject alternative name");
    }
    if (caller.mustWait(mailbox.get())) {
      return failure(request, FailInfo.BAD_REQUEST, "too many attempts; try again later");
    }
    if (request.type() == ScepRequest.Type.RENEWAL) {
      Proof proof = new Proof.CurrentCertificate(request.signer());
      return answer(
          request, desk.certify(mailbox.get(), wanted, proof), caller, mailbox.stream().toList());
    }
    if (!request.signer().publicKey().equals(wanted.publicKey())) {
      return failure(
          request,
          FailInfo.BAD_MESSAGE_CHECK,
          "sign the message with the key that the request is for (RFC 8894 §2.3)");
    }
    String password = RequestedContent.of(wanted).password();
    Proof proof = new Proof.MailReply(password == null ? "" : password);
    return answer(
        request, desk.certify(mailbox.get(), wanted, proof), caller, mailbox.stream().toList());
  }

  private byte[] answer(
      ScepRequest request, DeskOutcome outcome, Caller caller, List<Mailbox> mailbox)
      throws IOException {
    Instant now = clock.instant();
    return switch (outcome) {
      case DeskOutcome.Issued issued -> {
        mailbox.forEach(caller.limits()::given);
        yield reply.success(request, issued.certificate(), now);
      }
      case DeskOutcome.Waiting _ -> reply.pending(request, now);
      case DeskOutcome.Unproven _ -> {
        mailbox.forEach(caller::wrong);
        if (mailbox.isEmpty()) {
          caller.limits().wrong(caller.request());
        }
        yield failure(request, FailInfo.BAD_REQUEST, UNPROVEN);
      }
      case DeskOutcome.Refused(List<Finding> findings) ->
          failure(request, FailInfo.BAD_REQUEST, findings.getFirst().line());
      case DeskOutcome.Made _ -> throw new IllegalStateException("nobody asked for a key");
    };
  }

  /** One answer, whatever did not open, or did and is no request. */
  private byte[] unopened(ScepRequest request) throws IOException {
    return failure(
        request,
        FailInfo.BAD_MESSAGE_CHECK,
        "encrypt a certification request to the certificate of GetCACert that enciphers keys");
  }

  private byte[] failure(ScepRequest request, FailInfo info, String words) throws IOException {
    return reply.failure(request, info, words, clock.instant());
  }
}
