package org.signetmail.smime;

import java.util.List;
import java.util.Optional;

/**
 * What a signer asks for and says besides (RFC 2634). It counts as much as the signature it stands
 * in.
 *
 * @param equivalentLabels the same label in the words of other policies (RFC 2634 §3.4)
 * @param expansions by which lists the message came, in order; of an outer signature only
 */
public record SignedServices(
    Optional<ReceiptRequest> receiptRequest,
    Optional<SecurityLabel> label,
    List<SecurityLabel> equivalentLabels,
    List<MailListExpansion> expansions) {
  static final SignedServices NONE =
      new SignedServices(Optional.empty(), Optional.empty(), List.of(), List.of());

  public SignedServices {
    equivalentLabels = List.copyOf(equivalentLabels);
    expansions = List.copyOf(expansions);
  }

  SignedServices asking(Optional<ReceiptRequest> request) {
    return new SignedServices(request, label, equivalentLabels, expansions);
  }

  SignedServices labelling(SecurityLabel other, List<SecurityLabel> equivalents) {
    return new SignedServices(receiptRequest, Optional.of(other), equivalents, expansions);
  }
}
