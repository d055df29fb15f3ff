package org.signetmail.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts.Received.Attack;
import org.signetmail.policy.Facts.Received.Openable;
import org.signetmail.policy.internal.Vocabulary;

/** Facts under the names that conditions use, as {@link Vocabulary} declares them. */
final class FactValues {
  private FactValues() {}

  static Map<String, Object> of(Facts facts) {
    Facts.Message message = facts.message();
    Facts.Author author = facts.author();
    Facts.Recipient recipient = facts.recipient();
    return Map.ofEntries(
        Map.entry("sender.address", address(author.sender())),
        Map.entry("sender.domain", domain(author.sender())),
        Map.entry("sender.login", address(author.login())),
        Map.entry("from.address", address(author.from())),
        Map.entry("from.domain", domain(author.from())),
        Map.entry("from.groups", List.copyOf(author.groups())),
        Map.entry("from.partner", author.partner().orElse("")),
        Map.entry("from.places", List.copyOf(facts.places().author())),
        Map.entry("recipient.places", List.copyOf(facts.places().recipient())),
        Map.entry("recipient.address", recipient.mailbox().key()),
        Map.entry("recipient.domain", recipient.mailbox().domain()),
        Map.entry("recipient.groups", List.copyOf(recipient.groups())),
        Map.entry("recipient.partner", recipient.partner().orElse("")),
        Map.entry("direction", facts.direction().name().toLowerCase(Locale.ROOT)),
        Map.entry("subject", message.subject()),
        Map.entry("headers", message.headers()),
        Map.entry("labels", List.copyOf(message.labels())),
        Map.entry("size", message.size()),
        Map.entry("message.signed", message.protection() == Facts.Protection.SIGNED),
        Map.entry("message.encrypted", message.protection() == Facts.Protection.ENCRYPTED),
        Map.entry("message.openable", facts.received().openable() == Openable.YES),
        Map.entry("signature.verdict", facts.received().signature().word()),
        Map.entry("signature.codes", List.copyOf(facts.received().codes())),
        Map.entry("signature.suspicious", facts.received().attack() == Attack.SUSPECTED),
        Map.entry("certificate.found", recipient.certificate() == Facts.RecipientCertificate.FOUND),
        Map.entry("gateway.found", recipient.gateway() == Facts.PartnerGateway.FOUND),
        Map.entry("signer.available", author.signer() != Facts.Signer.NONE),
        Map.entry("signer.own", author.signer() == Facts.Signer.OWN_KEY));
  }

  private static String address(Optional<Mailbox> mailbox) {
    return mailbox.map(Mailbox::key).orElse("");
  }

  private static String domain(Optional<Mailbox> mailbox) {
    return mailbox.map(Mailbox::domain).orElse("");
  }
}
