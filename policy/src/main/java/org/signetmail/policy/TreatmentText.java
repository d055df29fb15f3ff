package org.signetmail.policy;

import java.util.stream.Collectors;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Treatment.Sign;

/** Why a message is treated as it is, in words. */
final class TreatmentText {
  private TreatmentText() {}

  static String because(Facts facts, Treatment treatment) {
    String signature =
        facts.message().protection() == Facts.Protection.SIGNED
            ? "it is signed already"
            : treatment.sign() == Sign.YES
                ? "it is signed"
                    + (facts.author().signer() == Facts.Signer.SEAL
                        ? " with the organisation's seal"
                        : " with the author's own key")
                : "it is not signed";
    String encryption =
        switch (treatment.encrypt()) {
          case TO_PERSON -> " and encrypted to the certificate that was found";
          case TO_PARTNER ->
              " and encrypted to the gateway of " + facts.recipient().partner().orElse("a partner");
          case TO_PASSWORD_PAGE ->
              " and under a password, in a page for a browser, for there is no certificate";
          case TO_PASSWORD_CMS ->
              " and under a password, in CMS (RFC 5652 §6.2.4), for there is no certificate";
          case NO -> " and not encrypted";
        };
    String subject =
        treatment.removedFromSubject().isEmpty()
            ? ""
            : "; '"
                + String.join("', '", treatment.removedFromSubject())
                + "' is removed from the subject";
    String besides =
        treatment.alsoReaders().isEmpty()
            ? ""
            : "; "
                + treatment.alsoReaders().stream()
                    .map(reader ->
                        switch (reader) {
                          case AlsoReader.Author _ -> "the sender";
                          case AlsoReader.Archive(Mailbox archive) -> archive.toString();
                        })
                    .collect(Collectors.joining(", "))
                + " can open it too";
    return signature + encryption + besides + subject + treatment.reception().because();
  }
}
