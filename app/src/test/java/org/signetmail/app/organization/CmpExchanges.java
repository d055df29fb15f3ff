package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cmp.RevRepContent;
import org.signetmail.enrolment.cmp.Transactions;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.cmp.CmpBody;
import org.signetmail.pkix.cmp.CmpBody.Confirmation.Verdict;
import org.signetmail.pkix.cmp.CmpCertificateId;
import org.signetmail.pkix.cmp.CmpClientMessage;
import org.signetmail.pkix.cmp.CmpClientMessage.Place;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpMessage;
import org.signetmail.pkix.cmp.CmpProtection;
import org.signetmail.pkix.cmp.CmpSeal;

/** A client of CMP that speaks to a running system; answers are read by Bouncy Castle. */
final class CmpExchanges {
  static final String PATH = "/.well-known/cmp";
  static final String MESSAGE = "application/pkixcmp";

  private final RunningSystem system;

  CmpExchanges(RunningSystem system) {
    this.system = system;
  }

  /** What a system answered. */
  record Answer(byte[] der, PKIMessage message) {
    int kind() {
      return message.getBody().getType();
    }

    byte[] nonce() {
      return message.getHeader().getSenderNonce().getOctets();
    }

    PKIStatusInfo status() {
      return switch (kind()) {
        case PKIBody.TYPE_ERROR ->
            ErrorMsgContent.getInstance(message.getBody().getContent()).getPKIStatusInfo();
        case PKIBody.TYPE_REVOCATION_REP ->
            RevRepContent.getInstance(message.getBody().getContent()).getStatus()[0];
        default -> response().getResponse()[0].getStatus();
      };
    }

    CertRepMessage response() {
      return CertRepMessage.getInstance(message.getBody().getContent());
    }

    Certificate certificate() throws IOException {
      assertEquals(0, status().getStatus().intValueExact(), this::words);
      return Certificate.of(
          response()
              .getResponse()[0]
              .getCertifiedKeyPair()
              .getCertOrEncCert()
              .getCertificate()
              .getEncoded());
    }

    String words() {
      return status().getStatusString() == null
          ? ""
          : status().getStatusString().getStringAtUTF8(0).getString();
    }

    /** The names of the bits that are set. */
    List<CmpFailure> failures() {
      List<CmpFailure> failures = new ArrayList<>();
      byte[] bits =
          status().getFailInfo() == null ? new byte[0] : status().getFailInfo().getBytes();
      for (CmpFailure failure : CmpFailure.values()) {
        int bit = failure.bit();
        if (bit / 8 < bits.length && (bits[bit / 8] & 0x80 >> bit % 8) != 0) {
          failures.add(failure);
        }
      }
      return failures;
    }
  }

  Answer ask(CmpBody body, CmpSeal seal, Place place) throws Exception {
    return post(PATH, CmpClientMessage.make(body, seal, place));
  }

  Answer post(String path, byte[] der) throws Exception {
    HttpResponse<byte[]> response = system.post(path, MESSAGE, der);
    assertEquals(
        200, response.statusCode(), () -> new String(response.body(), StandardCharsets.UTF_8));
    assertEquals(MESSAGE, response.headers().firstValue("Content-Type").orElse(""));
    Answer answer = new Answer(response.body(), PKIMessage.getInstance(response.body()));
    PKIMessage asked = PKIMessage.getInstance(der);
    if (asked.getHeader().getSenderNonce() != null) {
      assertArrayEquals(
          asked.getHeader().getSenderNonce().getOctets(),
          answer.message.getHeader().getRecipNonce().getOctets());
    }
    return answer;
  }

  /** Whether the code protects the answer. */
  static boolean isMadeWith(Answer answer, String code) throws Exception {
    // Answers are no questions, so only their protection is looked at.
    return CmpMessage.of(answer.der).protection().orElseThrow() instanceof CmpProtection.Mac mac
        && mac.isMadeWith(code);
  }

  /** Whether the first certificate in it signed the answer. */
  static boolean isSigned(Answer answer) throws Exception {
    CmpMessage message = CmpMessage.of(answer.der);
    return message.protection().orElseThrow() instanceof CmpProtection.Signature signature
        && signature.isMadeBy(message.certificates().getFirst());
  }

  Place first() {
    return Place.first(now(), system.organization.random());
  }

  Place next(Place before, Answer said) {
    return before.next(said.nonce(), now(), system.organization.random());
  }

  Instant now() {
    return system.organization.now();
  }

  CmpSeal.Shared byCode(String mailbox, String code) {
    return CmpSeal.Shared.of(mailbox, code, system.organization.random());
  }

  String code(String mailbox) throws IOException {
    return system
        .organization
        .enrolling()
        .enrolment()
        .invite(Mailbox.of(mailbox), "Somebody", Set.of())
        .code();
  }

  SigningKey key() {
    return KeyPairs.signing(KeyAlgorithm.P_256, system.organization.random());
  }

  static CmpBody asking(CmpBody.Request kind, SigningKey key, String mailbox) {
    Mailbox named = Mailbox.of(mailbox);
    byte[] request =
        kind == CmpBody.Request.PKCS10
            ? CertificationRequest.make(key, "Somebody", named).encoded()
            : CertificationRequest.makeMessage(key, "Somebody", named).encoded();
    return new CmpBody.Enrolment(kind, request, Optional.empty());
  }

  static CmpBody confirming(Certificate certificate, Verdict verdict) throws Exception {
    return new CmpBody.Confirmation(
        MessageDigest.getInstance("SHA-512").digest(certificate.encoded()),
        Optional.of("2.16.840.1.101.3.4.2.3"),
        verdict);
  }

  /** Somebody with a key and its certificate, come by a code. */
  SigningIdentity enrolled(String mailbox) throws Exception {
    SigningKey key = key();
    Answer answer =
        ask(
            asking(CmpBody.Request.INITIALIZATION, key, mailbox),
            byCode(mailbox, code(mailbox)),
            first().confirmedAtOnce());
    return new SigningIdentity(key, List.of(answer.certificate(), system.organization.issuing()));
  }

  static CmpCertificateId id(Certificate certificate) {
    return new CmpCertificateId(certificate.issuerDer(), certificate.serial());
  }

  /** How a certificate of the system ended, if it did. */
  Optional<Revocation> revocation(Certificate certificate) {
    return system
        .organization
        .store()
        .certificates()
        .find(system.organization.issuing().keyId(), certificate.serial())
        .orElseThrow()
        .revocation();
  }

  /** The same transactions, when so much time has gone by. */
  Transactions later(Duration after) throws IOException {
    return new Transactions(
        system.organization.store().cmpTransactions(),
        system.organization.store().certificates(),
        system.organization.authority(),
        () -> system.organization.now().plus(after));
  }

  /** That nothing was given, for this reason, said in one line. */
  static void assertFails(CmpFailure failure, Answer answer) {
    assertEquals(List.of(failure), answer.failures(), answer::words);
    assertTrue(!answer.words().isEmpty() && answer.words().lines().count() == 1, answer::words);
  }
}
