package org.signetmail.fuzz;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RequestedContent;
import org.signetmail.pkix.cmp.CmpAnswer;
import org.signetmail.pkix.cmp.CmpBody;
import org.signetmail.pkix.cmp.CmpBody.Confirmation.Verdict;
import org.signetmail.pkix.cmp.CmpCertificateId;
import org.signetmail.pkix.cmp.CmpClientMessage;
import org.signetmail.pkix.cmp.CmpMessage;
import org.signetmail.pkix.cmp.CmpProtection;
import org.signetmail.pkix.cmp.CmpRejection;
import org.signetmail.pkix.cmp.CmpReply;
import org.signetmail.pkix.cmp.CmpSeal;

/** Messages of CMP clients, read and answered as an authority does it (RFC 9483 §5.1). */
final class CmpMessages {
  private static final String WRITTEN = "ABCDE-FGHJK-MNPQR-STVWX";
  private static final String NEVER_WRITTEN = "00000-00000-00000-00000";

  static final Map<String, byte[]> SEEDS = seeds();

  private CmpMessages() {}

  /** Whatever reads is answered, and nobody's secret protects it. */
  static void read(byte[] input) {
    CmpMessage message;
    try {
      message = CmpMessage.of(input);
    } catch (IOException e) {
      Messages.requireOneLine(e);
      return;
    }
    CmpAnswer answer = new CmpAnswer.NothingKnown();
    try {
      if (isProtected(message)) {
        throw new AssertionError("a code that nobody wrote protects it");
      }
      if (message.body() instanceof CmpBody.Enrolment enrolment) {
        RequestedContent.of(enrolment.certificationRequest());
      } else if (message.body() instanceof CmpBody.Confirmation confirmation
          && confirmation.isOf(Parties.BOB.certificate())) {
        throw new AssertionError("confirms what it was not shown");
      }
    } catch (CmpRejection rejection) {
      Messages.requireOneLine(new IOException(rejection.words()));
      answer = new CmpAnswer.Failed(rejection.failure(), rejection.words());
    }
    CmpReply.make(message, answer, new CmpSeal.Signed(Parties.ALICE), new byte[16], Parties.NOW);
  }

  private static boolean isProtected(CmpMessage message) throws CmpRejection {
    if (message.protection().isEmpty()) {
      return false;
    }
    return switch (message.protection().get()) {
      case CmpProtection.Mac mac -> mac.isMadeWith(NEVER_WRITTEN);
      case CmpProtection.Signature signature -> signature.isMadeBy(Parties.BOB.certificate());
    };
  }

  private static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = Target.sorted();
    Mailbox alice = Mailbox.of("alice@example.test");
    for (CmpBody.Request kind : CmpBody.Request.values()) {
      byte[] request =
          kind == CmpBody.Request.PKCS10
              ? CertificationRequest.make(Parties.ALICE.key(), "Alice", alice).encoded()
              : CertificationRequest.makeMessage(Parties.ALICE.key(), "Alice", alice).encoded();
      seeds.put(
          kind.name().toLowerCase(Locale.ROOT),
          signed(new CmpBody.Enrolment(kind, request, Optional.empty())));
    }
    CmpCertificateId id =
        new CmpCertificateId(
            Parties.ALICE.certificate().issuerDer(), Parties.ALICE.certificate().serial());
    seeds.put("revocation", signed(new CmpBody.Revocation(id, 1)));
    seeds.put(
        "confirmation",
        signed(
            new CmpBody.Confirmation(
                new byte[32], Optional.of("2.16.840.1.101.3.4.2.1"), Verdict.REJECTED)));
    seeds.put("information", signed(new CmpBody.Information(CmpBody.Information.CA_CERTS)));
    seeds.put(
        "by-code",
        CmpClientMessage.make(
            new CmpBody.Poll(),
            CmpSeal.Shared.of(alice.toString(), WRITTEN, Parties.RANDOM),
            place()));
    return seeds;
  }

  private static byte[] signed(CmpBody body) {
    return CmpClientMessage.make(body, new CmpSeal.Signed(Parties.ALICE), place());
  }

  private static CmpClientMessage.Place place() {
    return CmpClientMessage.Place.first(Parties.NOW, Parties.RANDOM);
  }
}
