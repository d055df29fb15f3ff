package org.signetmail.web.cmp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;
import org.signetmail.enrolment.CertificateDesk;
import org.signetmail.enrolment.Proof;
import org.signetmail.enrolment.cmp.SharedCodes;
import org.signetmail.enrolment.cmp.Transaction;
import org.signetmail.enrolment.cmp.Transaction.Credential;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.cmp.CmpFailure;
import org.signetmail.pkix.cmp.CmpHeader;
import org.signetmail.pkix.cmp.CmpMessage;
import org.signetmail.pkix.cmp.CmpProtection;
import org.signetmail.pkix.cmp.CmpRejection;
import org.signetmail.pkix.cmp.CmpSeal;

/**
 * Checks what protects a message (RFC 9483 §3.5): the code that went to a mailbox, or the key of a
 * valid signing certificate of ours. An unknown mailbox, a wrong code and a code of yesterday get
 * the same answer.
 */
final class CmpDoor {
  private static final String UNPROVEN =
      "protection is not by the code of the latest invitation of the mailbox that senderKID names"
          + " (RFC 9483 §4.1.5); use the code as it was written, or sign with your certificate";

  private final CertificateDesk desk;
  private final SharedCodes codes;
  private final Supplier<CmpSeal> signed;

  CmpDoor(CertificateDesk desk, SharedCodes codes, Supplier<CmpSeal> signed) {
    this.desk = desk;
    this.codes = codes;
    this.signed = signed;
  }

  /**
   * Who sent the message.
   *
   * @param running the transaction that it belongs to, whose credential it must have
   */
  CmpAsker asker(CmpMessage message, Optional<Transaction> running, CmpCaller caller)
      throws CmpRejection {
    CmpProtection protection =
        message
            .protection()
            .orElseThrow(() ->
                new CmpRejection(
                    CmpFailure.BAD_MESSAGE_CHECK,
                    "message is not protected (RFC 9483 §3.5); use your code or certificate"));
    CmpAsker asker =
        switch (protection) {
          case CmpProtection.Mac mac -> byCode(message.header(), mac, running, caller);
          case CmpProtection.Signature signature -> bySignature(message, signature, caller);
        };
    if (running.isPresent() && !belongs(asker, running.get())) {
      throw new CmpRejection(
          CmpFailure.TRANSACTION_ID_IN_USE,
          "transactionID is of a transaction that began with another protection (RFC 9483 §5.1);"
              + " begin a new one with a random name");
    }
    return asker;
  }

  private static boolean belongs(CmpAsker asker, Transaction running) {
    return asker.mailbox().equals(running.mailbox())
        && asker.credential().equals(running.credential());
  }

  private CmpAsker byCode(
      CmpHeader header, CmpProtection.Mac mac, Optional<Transaction> running, CmpCaller caller)
      throws CmpRejection {
    String reference =
        header
            .senderKid()
            .map(octets -> new String(octets, StandardCharsets.UTF_8))
            .or(header::senderName)
            .orElse("");
    Optional<Mailbox> mailbox = mailbox(reference);
    if (mailbox.isEmpty()) {
      caller.wrong();
      throw unproven();
    }
    caller.requireFree(mailbox.get());
    SharedCodes.Known known = known(mailbox.get(), running);
    if (!mac.isMadeWith(known.code()) || known.credential().isEmpty()) {
      caller.wrong(mailbox.get());
      throw unproven();
    }
    return new CmpAsker(
        mailbox.get(),
        known.credential().get(),
        new Proof.MailReply(known.code()),
        new CmpSeal.Shared(reference, known.code(), mac.parts().algorithm()));
  }

  /** A code is used up when its certificate is there, and protects the confirmation still. */
  private SharedCodes.Known known(Mailbox mailbox, Optional<Transaction> running) {
    return running.isPresent()
            && running.get().mailbox().equals(mailbox)
            && running.get().credential() instanceof Credential.Code code
        ? new SharedCodes.Known(codes.again(mailbox, code), Optional.of(code))
        : codes.present(mailbox);
  }

  private CmpAsker bySignature(
      CmpMessage message, CmpProtection.Signature signature, CmpCaller caller) throws CmpRejection {
    Optional<Certificate> signer = message.certificates().stream().findFirst();
    if (signer.isEmpty() || !signature.isMadeBy(signer.get())) {
      caller.wrong();
      throw new CmpRejection(
          CmpFailure.BAD_MESSAGE_CHECK,
          "signature is not by the first certificate in extraCerts (RFC 9483 §3.3); send yours"
              + " first");
    }
    Certificate certificate = signer.get();
    boolean isNamed =
        message.header().senderKid().isEmpty()
            || certificate
                .subjectKeyIdentifier()
                .filter(own -> MessageDigest.isEqual(own, message.header().senderKid().get()))
                .isPresent();
    if (!isNamed) {
      throw new CmpRejection(
          CmpFailure.BAD_MESSAGE_CHECK,
          "senderKID is not the key identifier of the signer's certificate (RFC 9483 §3.1)");
    }
    Optional<Mailbox> holder = desk.holder(certificate);
    if (holder.isEmpty()) {
      caller.wrong();
      throw new CmpRejection(
          CmpFailure.SIGNER_NOT_TRUSTED,
          "signer's certificate is no valid signing certificate of a person here (RFC 9483 §3.5);"
              + " use one, or a code");
    }
    caller.requireFree(holder.get());
    return new CmpAsker(
        holder.get(),
        new Credential.Signer(certificate.fingerprint()),
        new Proof.CurrentCertificate(certificate),
        signed.get());
  }

  private static Optional<Mailbox> mailbox(String reference) {
    try {
      return Optional.of(Mailbox.of(reference));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static CmpRejection unproven() {
    return new CmpRejection(CmpFailure.BAD_MESSAGE_CHECK, UNPROVEN);
  }
}
