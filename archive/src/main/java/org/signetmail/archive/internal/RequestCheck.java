package org.signetmail.archive.internal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.ArchiveFinding;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryRequest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathValidator;
import org.signetmail.smime.Verdict;

/**
 * Whether a request is what it says, as anybody can tell who trusts the roots: the server asks it
 * before a case is opened, and each officer's desk again, because the desk does not believe the
 * server.
 */
public final class RequestCheck {
  private RequestCheck() {}

  /** What came of the check. */
  public sealed interface Outcome {
    record Sound(RecoveryRequest request, String digest) implements Outcome {}

    record Unsound(List<Finding> findings) implements Outcome {}
  }

  /**
   * Signed by the requester; and the receiver is the owner, or a two-person station, by a
   * certificate that leads to a root.
   */
  public static Outcome check(byte[] document, PathValidator.Context trust, Instant at) {
    RecoveryRequest request;
    SignedText signed;
    Verdict verdict;
    try {
      request = RecoveryRequest.of(document);
      signed = SignedText.of(RecoveryRequest.TITLE, document);
      verdict = signed.verify(trust, at);
    } catch (IOException e) {
      return unsound(ArchiveFinding.RECOVERY_MALFORMED.on("recovery request", reason(e)));
    }
    List<Finding> findings = new ArrayList<>(signatureFindings(verdict, request));
    findings.addAll(receiverFindings(request, trust, at));
    return findings.isEmpty()
        ? new Outcome.Sound(request, SignedText.digest(document))
        : new Outcome.Unsound(findings);
  }

  private static List<Finding> signatureFindings(Verdict verdict, RecoveryRequest request) {
    if (!(verdict instanceof Verdict.Passed passed)) {
      return ListOf.first(
          ArchiveFinding.RECOVERY_SIGNATURE.on(
              request.requester(), "the signature on the request is " + verdict.word()),
          verdict.findings());
    }
    Certificate signer = passed.signer().certificate();
    return signer.mailboxes().contains(request.requester())
            && signer.isForMail()
            && !signer.isSeal()
        ? List.of()
        : List.of(
            ArchiveFinding.RECOVERY_NOT_THE_SIGNER.on(
                request.requester(), "the request is signed by " + signer.displayName()));
  }

  private static List<Finding> receiverFindings(
      RecoveryRequest request, PathValidator.Context trust, Instant at) {
    Certificate receiver = request.receiver().certificate();
    Optional<String> unfit =
        switch (request.receiver()) {
          case Receiver.Owner _ -> unfitForOwner(request, receiver);
          case Receiver.OwnerWithCode _ ->
              request.requester().equals(request.owner())
                  ? unfitForOwner(request, receiver)
                  : Optional.of("only the owner asks with a recovery code");
          case Receiver.Station _ -> unfitAsStation(receiver);
        };
    if (unfit.isPresent()) {
      return List.of(ArchiveFinding.RECOVERY_RECEIVER.on(receiver.displayName(), unfit.get()));
    }
    PathValidator.Purpose purpose =
        request.receiver() instanceof Receiver.Station
            ? PathValidator.Purpose.ANY
            : PathValidator.Purpose.EMAIL_ENCRYPTION;
    PathValidator.Outcome path = PathValidator.validate(receiver, purpose, at, trust);
    return path instanceof PathValidator.Outcome.Valid
        ? List.of()
        : ListOf.first(
            ArchiveFinding.RECOVERY_RECEIVER.on(
                receiver.displayName(),
                "the receiver's certificate does not lead to a trusted root"),
            path.findings());
  }

  private static Optional<String> unfitAsStation(Certificate receiver) {
    if (!Kinds.is(receiver, CertificateProfile.Kind.STATION) || receiver.maySign()) {
      return Optional.of("the receiver's certificate is not a two-person station's");
    }
    return receiver.mailboxes().size() < 2
        ? Optional.of("the station's certificate does not name its custodians")
        : Optional.empty();
  }

  private static Optional<String> unfitForOwner(RecoveryRequest request, Certificate receiver) {
    if (!receiver.mailboxes().contains(request.owner())
        || !receiver.mayEncrypt()
        || !receiver.isForMail()) {
      return Optional.of(
          "the receiver's certificate is not an encryption certificate of " + request.owner());
    }
    return request.keys().contains(receiver.keyId())
        ? Optional.of("the receiver's key is one of those that are asked for")
        : Optional.empty();
  }

  private static String reason(IOException e) {
    String message = e instanceof MalformedDocument ? e.getMessage() : null;
    return message == null ? "it cannot be read" : message;
  }

  private static Outcome unsound(Finding finding) {
    return new Outcome.Unsound(List.of(finding));
  }
}
