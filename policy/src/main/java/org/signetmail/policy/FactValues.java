package org.signetmail.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.internal.Vocabulary;

/** Facts under the names that conditions use, as {@link Vocabulary} declares them. */
final class FactValues {
  private FactValues() {}

  static Map<String, Object> of(Facts facts) {
    return Map.ofEntries(
        Map.entry("sender.address", address(facts.sender())),
        Map.entry("sender.domain", domain(facts.sender())),
        Map.entry("from.address", address(facts.from())),
        Map.entry("from.domain", domain(facts.from())),
        Map.entry("from.groups", List.copyOf(facts.senderGroups())),
        Map.entry("recipient.address", facts.recipient().key()),
        Map.entry("recipient.domain", facts.recipient().domain()),
        Map.entry("subject", facts.subject()),
        Map.entry("headers", facts.headers()),
        Map.entry("size", facts.size()),
        Map.entry("message.signed", facts.protection() == Facts.Protection.SIGNED),
        Map.entry("message.encrypted", facts.protection() == Facts.Protection.ENCRYPTED),
        Map.entry(
            "certificate.found", facts.recipientCertificate() == Facts.RecipientCertificate.FOUND),
        Map.entry("signer.available", facts.signer() == Facts.Signer.AVAILABLE));
  }

  private static String address(Optional<Mailbox> mailbox) {
    return mailbox.map(Mailbox::key).orElse("");
  }

  private static String domain(Optional<Mailbox> mailbox) {
    return mailbox.map(Mailbox::domain).orElse("");
  }
}
