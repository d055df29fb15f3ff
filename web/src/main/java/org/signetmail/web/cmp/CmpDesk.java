package org.signetmail.web.cmp;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.signetmail.enrolment.CertificateDesk;
import org.signetmail.enrolment.cmp.OwnRevocation;
import org.signetmail.enrolment.cmp.SharedCodes;
import org.signetmail.enrolment.cmp.Transaction;
import org.signetmail.enrolment.cmp.Transactions;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.cmp.CmpAnswer;
import org.signetmail.pkix.cmp.CmpBody;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpHeader;
import org.signetmail.pkix.cmp.CmpMessage;
import org.signetmail.pkix.cmp.CmpRejection;
import org.signetmail.pkix.cmp.CmpReply;
import org.signetmail.pkix.cmp.CmpSeal;

/**
 * Answers PKIMessages (RFC 9483 §5.1): the header, what protects it, then what is asked.
 * Certificates come from the one desk. What an answer is protected with is what the request was:
 * the same code, or, for who signed, the registration authority's signature; errors for whoever was
 * not recognised are signed too.
 */
public final class CmpDesk {
  private static final int SHORTEST_NONCE = 16; // octets, RFC 9483 §3.5
  private static final int NONCE = 16; // octets
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

  private final CmpDoor door;
  private final CmpEnrolment enrolment;
  private final Transactions transactions;
  private final OwnRevocation revocation;
  private final List<Certificate> authorities;
  private final Supplier<CmpSeal> signed;
  private final SecureRandom random;
  private final InstantSource clock;

  /**
   * What the desk works with.
   *
   * @param signing the registration authority's signature, with its path
   * @param authorities those between people and root
   * @param root goes along where a code shows that it is ours
   */
  public record Parts(
      CertificateDesk desk,
      Transactions transactions,
      SharedCodes codes,
      OwnRevocation revocation,
      Supplier<SigningIdentity> signing,
      List<Certificate> authorities,
      Certificate root) {
    public Parts {
      authorities = List.copyOf(authorities);
    }
  }

  public CmpDesk(Parts parts, SecureRandom random, InstantSource clock) {
    this.signed = () -> new CmpSeal.Signed(parts.signing().get());
    this.door = new CmpDoor(parts.desk(), parts.codes(), signed);
    this.enrolment = new CmpEnrolment(parts.desk(), parts.transactions(), parts.root());
    this.transactions = parts.transactions();
    this.revocation = parts.revocation();
    this.authorities = parts.authorities();
    this.random = random;
    this.clock = clock;
  }

  /**
   * The answer to a message.
   *
   * @param operation of the address that it came to; empty where it is for all
   */
  byte[] answer(CmpMessage message, Optional<CmpOperation> operation, CmpCaller caller) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    Instant now = clock.instant();
    Optional<CmpAsker> known = Optional.empty();
    CmpAnswer answer;
    try {
      requireHeader(message.header(), now);
      Optional<Transaction> running = transactions.find(id(message));
      CmpAsker asker = door.asker(message, running, caller);
      known = Optional.of(asker);
      CmpBody body = message.body();
      if (operation.isPresent() && !operation.get().has(body)) {
        throw new CmpRejection(
            CmpFailure.BAD_REQUEST,
            "message is not for this address (RFC 9483 §6.1); post it to /.well-known/cmp");
      }
      answer = answer(new CmpExchange(message, running, asker, nonce, caller), body);
    } catch (CmpRejection rejection) {
      answer = new CmpAnswer.Failed(rejection.failure(), rejection.words());
    }
    CmpSeal seal = known.map(CmpAsker::seal).orElseGet(signed);
    return CmpReply.make(message, answer, seal, nonce, now);
  }

  private CmpAnswer answer(CmpExchange exchange, CmpBody body) throws CmpRejection {
    return switch (body) {
      case CmpBody.Enrolment asked -> enrolment.begin(exchange, asked);
      case CmpBody.Poll() -> enrolment.poll(exchange);
      case CmpBody.Confirmation said -> enrolment.confirm(exchange, said);
      case CmpBody.Revocation asked -> revoke(exchange.asker(), asked);
      case CmpBody.Information(String type) -> information(type);
    };
  }

  private static void requireHeader(CmpHeader header, Instant now) throws CmpRejection {
    if (header.version() != 2 && header.version() != 3) {
      throw new CmpRejection(
          CmpFailure.UNSUPPORTED_VERSION, "pvno is neither 2 nor 3 (RFC 9483 §3.5)");
    }
    if (header.transactionId().filter(id -> id.length > 0).isEmpty()) {
      throw new CmpRejection(
          CmpFailure.BAD_DATA_FORMAT, "transactionID is missing (RFC 9483 §3.5); add a random one");
    }
    if (header.senderNonce().filter(nonce -> nonce.length >= SHORTEST_NONCE).isEmpty()) {
      throw new CmpRejection(
          CmpFailure.BAD_SENDER_NONCE,
          "senderNonce has less than 128 bits (RFC 9483 §3.5); add a random one");
    }
    if (header
        .messageTime()
        .filter(time -> Duration.between(time, now).abs().compareTo(CLOCKS_APART) > 0)
        .isPresent()) {
      throw new CmpRejection(
          CmpFailure.BAD_TIME,
          "messageTime is more than five minutes from ours (RFC 9483 §3.5); set the clock right,"
              + " and send no message twice");
    }
  }

  private static byte[] id(CmpMessage message) {
    return message.header().transactionId().orElseThrow();
  }

  private CmpAnswer revoke(CmpAsker asker, CmpBody.Revocation asked) {
    if (asker.isByCode()) {
      return new CmpAnswer.NotRevoked(
          CmpFailure.WRONG_INTEGRITY,
          "revocation is not signed (RFC 9483 §4.2); sign it with your certificate, or end it in"
              + " the portal");
    }
    return switch (revocation.revoke(asker.mailbox(), asked.certificate(), asked.reason())) {
      case DONE -> new CmpAnswer.Revoked();
      case BEFORE ->
          new CmpAnswer.NotRevoked(
              CmpFailure.CERT_REVOKED, "the certificate was revoked before; nothing is left to do");
      case NOT_YOURS ->
          new CmpAnswer.NotRevoked(
              CmpFailure.BAD_CERT_ID,
              "issuer and serial number name no certificate of yours (RFC 9483 §4.2)");
      case NO_SUCH_REASON ->
          new CmpAnswer.NotRevoked(
              CmpFailure.BAD_REQUEST,
              "reason "
                  + asked.reason()
                  + " is none that a subscriber gives (RFC 5280 §5.3.1); 0, 1, 3, 4 or 5");
    };
  }

  /** What is not known is passed over (RFC 9810 §5.3.19). */
  private CmpAnswer information(String type) {
    return switch (type) {
      case CmpBody.Information.CA_CERTS -> new CmpAnswer.Authorities(authorities);
      case CmpBody.Information.ROOT_CA_CERT -> new CmpAnswer.SameRoot();
      case CmpBody.Information.CERT_REQ_TEMPLATE -> new CmpAnswer.RequestTemplate();
      default -> new CmpAnswer.NothingKnown();
    };
  }
}
