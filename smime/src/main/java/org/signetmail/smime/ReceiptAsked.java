package org.signetmail.smime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.cms.EssAttributes;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.Receipt;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignerInfo;

/**
 * Proof that the author of a message that passed asks for a receipt (RFC 2634 §2.3), with what a
 * receipt is made of. Only the reader makes one; nothing is sent by itself. Immutable.
 */
public final class ReceiptAsked {
  private final ReceiptRequest request;
  private final List<MailListExpansion> expansions;
  private final byte[] content;
  private final byte[] signedDigest;

  ReceiptAsked(
      ReceiptRequest request,
      List<MailListExpansion> expansions,
      byte[] content,
      byte[] signedDigest) {
    this.request = request;
    this.expansions = List.copyOf(expansions);
    this.content = content.clone();
    this.signedDigest = signedDigest.clone();
  }

  /**
   * What the author asks for, once all of the message holds.
   *
   * @param all signers of it, the outermost last
   */
  static Optional<ReceiptAsked> by(SignerInfo author, List<Reading.Signer> all, Jca jca)
      throws Asn1Exception {
    SignedAttributes attributes = SignedAttributes.of(author);
    Optional<ReceiptRequest> asked = EssAttributes.of(attributes).receiptRequest();
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    List<MailListExpansion> expansions =
        all.reversed().stream()
            .filter(signer -> signer.verdict().equals("passed"))
            .findFirst()
            .map(signer -> signer.services().expansions())
            .orElse(List.of());
    return Optional.of(
        new ReceiptAsked(
            asked.get(),
            expansions,
            Receipt.content(author, attributes, asked.get()),
            Receipt.signedDigest(author, attributes, jca)));
  }

  /** Whether somebody is to answer. */
  public sealed interface Decision {
    /**
     * @param to whom the receipt goes (RFC 2634 §2.5)
     */
    record Due(List<Mailbox> to) implements Decision {}

    /**
     * @param reason for people, with the clause
     */
    record NotDue(String reason) implements Decision {}
  }

  public ReceiptRequest request() {
    return request;
  }

  /**
   * Whether this reader is asked (RFC 2634 §2.3, §2.5).
   *
   * @param reader all mailboxes of the person who read the message
   */
  public Decision decision(Collection<Mailbox> reader) {
    MailListExpansion.Policy policy =
        expansions.isEmpty()
            ? new MailListExpansion.Policy.Author()
            : expansions.getLast().policy();
    if (policy instanceof MailListExpansion.Policy.None) {
      return new Decision.NotDue("its mailing list wants no receipts (RFC 2634 §2.3, 1.2.1)");
    }
    return switch (request.from()) {
      case ReceiptRequest.From.FirstTier f when !expansions.isEmpty() ->
          new Decision.NotDue(
              "it came by a mailing list and asks those alone to whom it was sent first (RFC 2634"
                  + " §2.3, 2.2.1)");
      case ReceiptRequest.From.Listed listed
          when listed.mailboxes().stream().noneMatch(reader::contains) ->
          new Decision.NotDue("it asks others, by name (RFC 2634 §2.3, 3.2)");
      case ReceiptRequest.From.FirstTier f -> new Decision.Due(to(policy));
      case ReceiptRequest.From.Listed l -> new Decision.Due(to(policy));
      case ReceiptRequest.From.Everybody e -> new Decision.Due(to(policy));
    };
  }

  private List<Mailbox> to(MailListExpansion.Policy policy) {
    List<Mailbox> all = new ArrayList<>(request.to());
    switch (policy) {
      case MailListExpansion.Policy.InsteadOf instead -> {
        all.clear();
        all.addAll(instead.to());
      }
      case MailListExpansion.Policy.InAdditionTo more -> all.addAll(more.to());
      case MailListExpansion.Policy.Author a -> {}
      case MailListExpansion.Policy.None n -> {}
    }
    return all.stream().distinct().toList();
  }

  /** The Receipt, DER. */
  byte[] content() {
    return content.clone();
  }

  /** msgSigDigest: of the attributes the author signed. */
  byte[] signedDigest() {
    return signedDigest.clone();
  }
}
