package org.signetmail.smime;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.CertificateCache;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathValidator;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.EssAttributes;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.Receipt;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.cms.SignerInfo;

/**
 * Holds a received receipt against the message that asked for it (RFC 2634 §2.6): its signature,
 * and that its signer had exactly the message that was sent. Immutable, safe for use by many
 * threads.
 *
 * @param keys open the kept message and the receipt where they are encrypted
 */
public record ReceiptCheck(
    List<DecryptionIdentity> keys, PathValidator.Context trust, MessageReader.Options options) {
  public ReceiptCheck {
    keys = List.copyOf(keys);
  }

  /**
   * What the receipt proves: {@code Passed} names who has received the message.
   *
   * @param sent the message as it was sent, signature and all
   * @throws MalformedMessage when one of both is not a message
   */
  public Verdict check(Octets sent, Octets receipt, Instant at) throws IOException {
    Jca jca = new Jca(Primitives.standard());
    OpeningKeys opening = new OpeningKeys(keys, List.of());
    try (Layers original =
            new Layers(opening, Spool.standard(), options, jca, new CertificateCache(0));
        Layers received =
            new Layers(opening, Spool.standard(), options, jca, new CertificateCache(0))) {
      original.walk(sent.share());
      received.walk(receipt.share());
      Optional<SignedData> data = received.receipt;
      if (data.isEmpty()) {
        return failed(MessageFinding.NO_RECEIPT, "receipt", "is none");
      }
      if (original.signed.isEmpty()) {
        return failed(MessageFinding.NO_RECEIPT, "message", "that was sent is not signed");
      }
      byte[] content = data.get().content().orElseThrow().toByteArray();
      SignatureCheck.Result result =
          new SignatureCheck(trust, options.profile(), jca, at)
              .check(
                  data.get(),
                  algorithm -> jca.digest(algorithm.jca()).digest(content),
                  new SignatureCheck.Expected.AnyReader());
      if (result.verdict() instanceof Verdict.Passed
          && !isFor(
              original.signed.getLast().data(), result.accepted().orElseThrow(), content, jca)) {
        return failed(
            MessageFinding.RECEIPT_OF_ANOTHER, "receipt", "is for another message than this one");
      }
      return result.verdict();
    }
  }

  /** Whether any signer of the message asked for this receipt, word for word. */
  private static boolean isFor(SignedData sent, SignerInfo receipt, byte[] content, Jca jca) {
    for (SignerInfo author : sent.signers()) {
      try {
        SignedAttributes signed = SignedAttributes.of(author);
        Optional<ReceiptRequest> asked = EssAttributes.of(signed).receiptRequest();
        Optional<Der> stated = SignedAttributes.of(receipt).one(Oids.MSG_SIG_DIGEST);
        if (asked.isPresent()
            && stated.isPresent()
            && MessageDigest.isEqual(Receipt.content(author, signed, asked.get()), content)
            && MessageDigest.isEqual(
                Receipt.signedDigest(author, signed, jca), stated.get().octets())) {
          return true;
        }
      } catch (Asn1Exception e) {
        // Not by this signer.
      }
    }
    return false;
  }

  private static Verdict failed(MessageFinding code, String subject, String detail) {
    return new Verdict.Failed(new ArrayList<>(List.of(Finding.of(code, subject, detail))));
  }
}
