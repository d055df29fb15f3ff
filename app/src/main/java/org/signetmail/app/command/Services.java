package org.signetmail.app.command;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.Failure;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.ReceiptRequest;
import org.signetmail.smime.SecurityLabel;
import picocli.CommandLine.Option;

/** What a signature asks for and says besides (RFC 2634). */
final class Services {
  @Option(
      names = "--request-receipt",
      description = "Ask all who receive it for a signed receipt (RFC 2634 §2).")
  private boolean receipt;

  @Option(
      names = "--receipt-to",
      paramLabel = "ADDRESS",
      description = "Where receipts go; the signer when left out. May be repeated.")
  private List<String> receiptTo = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "POLICY[:CLASS[:MARK]]",
      description = {
        "Say how sensitive it is (RFC 2634 §3): the policy's object identifier, a classification",
        "(unmarked, unclassified, restricted, confidential, secret, top-secret or a number), a"
            + " text."
      })
  private @Nullable String label;

  MessageSigner on(MessageSigner signer, Certificate certificate) {
    MessageSigner with = signer;
    if (receipt || !receiptTo.isEmpty()) {
      with = with.asking(request(certificate));
    }
    if (label != null) {
      with = with.labelling(label(label), List.of());
    }
    return with;
  }

  private ReceiptRequest request(Certificate certificate) {
    List<Mailbox> to = new ArrayList<>();
    for (String address : receiptTo) {
      try {
        to.add(Mailbox.of(address));
      } catch (IllegalArgumentException e) {
        throw Failure.usage("--receipt-to " + address + ": is no mailbox; write name@example.test");
      }
    }
    if (to.isEmpty()) {
      certificate.mailboxes().stream().findFirst().ifPresent(to::add);
    }
    if (to.isEmpty()) {
      throw Failure.usage(
          "--request-receipt: your certificate names no mailbox; say where with --receipt-to");
    }
    ReceiptRequest one = ReceiptRequest.everybody(to.getFirst(), new SecureRandom());
    return new ReceiptRequest(one.contentIdentifier(), one.from(), to);
  }

  private static SecurityLabel label(String text) {
    String[] parts = text.split(":", 3);
    if (!parts[0].matches("[0-2](\\.(0|[1-9][0-9]{0,9})){1,20}")) {
      throw Failure.usage("--label " + text + ": does not begin with a policy; write 2.16.840.1:3");
    }
    try {
      return new SecurityLabel(
          parts[0],
          parts.length > 1 ? classification(parts[1]) : Optional.empty(),
          parts.length > 2 ? Optional.of(parts[2]) : Optional.empty(),
          List.of());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "--label " + text + ": has no such classification; write confidential, or 0 to 256");
    }
  }

  private static Optional<Integer> classification(String word) {
    if (word.isEmpty()) {
      return Optional.empty();
    }
    return SecurityLabel.basic(word).or(() -> Optional.of(Integer.parseInt(word)));
  }
}
