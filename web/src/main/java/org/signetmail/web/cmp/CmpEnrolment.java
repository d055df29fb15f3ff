package org.signetmail.web.cmp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.enrolment.CertificateDesk;
import org.signetmail.enrolment.DeskOutcome;
import org.signetmail.enrolment.EnrolmentFinding;
import org.signetmail.enrolment.Proof;
import org.signetmail.enrolment.cmp.Transaction;
import org.signetmail.enrolment.cmp.Transaction.Stage;
import org.signetmail.enrolment.cmp.Transactions;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.cmp.CmpAnswer;
import org.signetmail.pkix.cmp.CmpBody;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpHeader;
import org.signetmail.pkix.cmp.CmpRejection;

/** A certificate from its request over waiting to its confirmation (RFC 9483 §4.1, §4.4). */
final class CmpEnrolment {
  private static final Duration CHECK_AFTER = Duration.ofMinutes(1);

  private final CertificateDesk desk;
  private final Transactions transactions;
  private final Certificate root;

  CmpEnrolment(CertificateDesk desk, Transactions transactions, Certificate root) {
    this.desk = desk;
    this.transactions = transactions;
    this.root = root;
  }

  /** Answers ir, cr, kur and p10cr. */
  CmpAnswer begin(CmpExchange exchange, CmpBody.Enrolment asked) throws CmpRejection {
    CmpAsker asker = exchange.asker();
    if (exchange.running().isPresent()) {
      throw inUse();
    }
    if (asked.kind() == CmpBody.Request.KEY_UPDATE) {
      Optional<CmpAnswer> objection = updates(asker, asked);
      if (objection.isPresent()) {
        return objection.get();
      }
    }
    byte[] id = exchange.message().header().transactionId().orElseThrow();
    Transaction begun =
        transactions
            .begin(id, asker.mailbox(), asker.credential(), exchange.nonce())
            .orElseThrow(CmpEnrolment::inUse);
    return certify(exchange, begun, asked);
  }

  /** Asks again for what waits (RFC 9483 §4.4). */
  CmpAnswer poll(CmpExchange exchange) throws CmpRejection {
    Transaction running = exchange.goesOn();
    if (running.stage() instanceof Stage.Waiting(CmpBody.Request kind, byte[] request)) {
      CmpBody.Enrolment asked = new CmpBody.Enrolment(kind, request, Optional.empty());
      return certify(exchange, running, asked);
    }
    throw CmpExchange.nothingRuns();
  }

  /** The client has looked at its certificate (RFC 9483 §4.1.1). */
  CmpAnswer confirm(CmpExchange exchange, CmpBody.Confirmation said) throws CmpRejection {
    Transaction running = exchange.goesOn();
    Certificate certificate =
        transactions.unconfirmed(running).orElseThrow(CmpExchange::nothingRuns);
    if (!said.isOf(certificate)) {
      throw new CmpRejection(
          CmpFailure.BAD_CERT_ID,
          "certHash is not over the certificate that was sent (RFC 9483 §4.1.1)");
    }
    boolean isDone =
        switch (said.verdict()) {
          case ACCEPTED -> transactions.end(running);
          case REJECTED -> transactions.reject(running);
        };
    if (!isDone) {
      throw CmpExchange.nothingRuns();
    }
    return new CmpAnswer.Confirmed();
  }

  /** What stands against an update: it is by the certificate that is updated (RFC 9483 §4.1.3). */
  private static Optional<CmpAnswer> updates(CmpAsker asker, CmpBody.Enrolment asked) {
    if (!(asker.proof() instanceof Proof.CurrentCertificate(Certificate signer))) {
      return Optional.of(
          refused(
              asked,
              CmpFailure.WRONG_INTEGRITY,
              "key update is not signed (RFC 9483 §4.1.3); sign it with the certificate that is"
                  + " updated"));
    }
    return asked.former().filter(former -> !former.names(signer)).isPresent()
        ? Optional.of(
            refused(
                asked,
                CmpFailure.BAD_CERT_ID,
                "oldCertId names another certificate than the one that signed (RFC 9483 §4.1.3)"))
        : Optional.empty();
  }

  private CmpAnswer certify(CmpExchange exchange, Transaction running, CmpBody.Enrolment asked)
      throws CmpRejection {
    CmpAsker asker = exchange.asker();
    DeskOutcome outcome;
    try {
      outcome = desk.certify(asker.mailbox(), asked.certificationRequest(), asker.proof());
    } catch (CmpRejection rejection) {
      transactions.end(running);
      return refused(asked, rejection.failure(), rejection.words());
    }
    return switch (outcome) {
      case DeskOutcome.Issued issued -> issued(exchange, running, asked, issued);
      case DeskOutcome.Waiting _ -> waiting(exchange, running, asked);
      case DeskOutcome.Unproven _ -> {
        transactions.end(running);
        exchange.caller().wrong(asker.mailbox());
        yield refused(
            asked,
            CmpFailure.NOT_AUTHORIZED,
            "the code or certificate lets nobody in any more; ask for a new code");
      }
      case DeskOutcome.Refused(List<Finding> findings) -> {
        transactions.end(running);
        Finding first = findings.getFirst();
        yield refused(
            asked,
            first.code() == EnrolmentFinding.DENIED
                ? CmpFailure.NOT_AUTHORIZED
                : CmpFailure.BAD_CERT_TEMPLATE,
            first.line());
      }
      case DeskOutcome.Made _ -> throw new IllegalStateException("nobody asked for a key");
    };
  }

  private CmpAnswer issued(
      CmpExchange exchange, Transaction running, CmpBody.Enrolment asked, DeskOutcome.Issued issued)
      throws CmpRejection {
    exchange.caller().given(exchange.asker().mailbox());
    boolean isImplicit =
        exchange.message().header().confirmation() == CmpHeader.Confirmation.IMPLICIT;
    Optional<Instant> confirmBy = Optional.empty();
    if (isImplicit) {
      if (!transactions.end(running)) {
        throw CmpExchange.nothingRuns();
      }
    } else {
      confirmBy =
          Optional.of(
              transactions
                  .confirms(running, issued, exchange.nonce())
                  .orElseThrow(CmpExchange::nothingRuns));
    }
    boolean isNewcomer =
        asked.kind() == CmpBody.Request.INITIALIZATION && exchange.asker().isByCode();
    return new CmpAnswer.Certified(
        asked.kind(),
        issued.certificate(),
        isNewcomer ? List.of(root) : List.of(),
        issued.issuers(),
        confirmBy);
  }

  private CmpAnswer waiting(CmpExchange exchange, Transaction running, CmpBody.Enrolment asked)
      throws CmpRejection {
    if (!transactions.waits(running, asked.kind(), asked.request(), exchange.nonce())) {
      throw CmpExchange.nothingRuns();
    }
    return running.stage() instanceof Stage.Waiting
        ? new CmpAnswer.PollAgain(asked.kind(), CHECK_AFTER)
        : new CmpAnswer.Waiting(asked.kind(), "an administrator decides; ask again later");
  }

  private static CmpAnswer refused(CmpBody.Enrolment asked, CmpFailure failure, String words) {
    return new CmpAnswer.Refused(asked.kind(), failure, words);
  }

  private static CmpRejection inUse() {
    return new CmpRejection(
        CmpFailure.TRANSACTION_ID_IN_USE,
        "transactionID was used before (RFC 9483 §5.1); begin a new one with a random name");
  }
}
