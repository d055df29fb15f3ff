package org.signetmail.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts.Received;

/**
 * Facts as a person writes them, {@code name=value} with the names that conditions use: to ask what
 * a policy would do if things were otherwise.
 */
public final class FactText {
  private static final String HEADER = "headers.";

  private FactText() {}

  /**
   * The same facts but for one.
   *
   * @param text {@code size=5000000}, {@code from.groups=board,staff}, {@code
   *     headers.Sensitivity=Private}, {@code certificate.found=true} …
   * @throws IllegalArgumentException in words when it is none of these
   */
  public static Facts with(Facts facts, String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "'" + text + "': is no fact; write one as size=5000000 or certificate.found=true");
    }
    String name = text.substring(0, equals).strip();
    String value = text.substring(equals + 1).strip();
    Facts.Message message = facts.message();
    Facts.Author author = facts.author();
    Facts.Recipient to = facts.recipient();
    Received received = facts.received();
    return switch (name) {
      case "sender.address" -> with(facts, author(author, mailbox(value), author.from()));
      case "sender.login" -> with(facts, login(author, mailbox(value)));
      case "from.address" -> with(facts, author(author, author.sender(), mailbox(value)));
      case "from.groups" -> with(facts, author(author, words(value), author.partner()));
      case "from.partner" -> with(facts, author(author, author.groups(), word(value)));
      case "recipient.address" ->
          facts.forRecipient(
              new Facts.Recipient(
                  Mailbox.of(value), to.groups(), to.partner(), to.certificate(), to.gateway()));
      case "from.places" -> facts.at(new Facts.Places(words(value), facts.places().recipient()));
      case "recipient.places" -> facts.at(new Facts.Places(facts.places().author(), words(value)));
      case "recipient.groups" ->
          facts.forRecipient(
              new Facts.Recipient(
                  to.mailbox(), words(value), to.partner(), to.certificate(), to.gateway()));
      case "recipient.partner" ->
          facts.forRecipient(
              new Facts.Recipient(
                  to.mailbox(), to.groups(), word(value), to.certificate(), to.gateway()));
      case "subject" -> with(facts, message(message, value, message.headers(), message.size()));
      case "size" ->
          with(facts, message(message, message.subject(), message.headers(), size(value)));
      case "labels" ->
          with(
              facts,
              new Facts.Message(
                  message.subject(),
                  message.headers(),
                  words(value.toLowerCase(Locale.ROOT)),
                  message.size(),
                  message.protection()));
      case "message.signed" -> protection(facts, value, Facts.Protection.SIGNED);
      case "message.encrypted" -> protection(facts, value, Facts.Protection.ENCRYPTED);
      case "certificate.found" ->
          facts.forRecipient(
              new Facts.Recipient(
                  to.mailbox(),
                  to.groups(),
                  to.partner(),
                  isTrue(value)
                      ? Facts.RecipientCertificate.FOUND
                      : Facts.RecipientCertificate.NOT_FOUND,
                  to.gateway()));
      case "gateway.found" ->
          facts.forRecipient(
              new Facts.Recipient(
                  to.mailbox(),
                  to.groups(),
                  to.partner(),
                  to.certificate(),
                  isTrue(value) ? Facts.PartnerGateway.FOUND : Facts.PartnerGateway.NONE));
      case "signer.available" -> signer(facts, value, Facts.Signer.SEAL);
      case "message.openable" ->
          facts.with(
              new Received(
                  received.signature(),
                  received.codes(),
                  received.attack(),
                  isTrue(value) ? Received.Openable.YES : Received.Openable.NO));
      case "signature.verdict" ->
          facts.with(
              new Received(
                  Word.of(value, Received.Signature.values()),
                  received.codes(),
                  received.attack(),
                  received.openable()));
      case "signature.codes" ->
          facts.with(
              new Received(
                  received.signature(), words(value), received.attack(), received.openable()));
      case "signature.suspicious" ->
          facts.with(
              new Received(
                  received.signature(),
                  received.codes(),
                  isTrue(value) ? Received.Attack.SUSPECTED : Received.Attack.NONE,
                  received.openable()));
      case "signer.own" -> signer(facts, value, Facts.Signer.OWN_KEY);
      default -> {
        if (!name.startsWith(HEADER) || name.length() == HEADER.length()) {
          throw new IllegalArgumentException(
              "'" + name + "': is no fact that can be given; see the names in policy.yaml");
        }
        Map<String, List<String>> headers = new HashMap<>(message.headers());
        headers.put(name.substring(HEADER.length()).toLowerCase(Locale.ROOT), List.of(value));
        yield with(facts, message(message, message.subject(), headers, message.size()));
      }
    };
  }

  private static Facts with(Facts facts, Facts.Message message) {
    return facts.with(message);
  }

  private static Facts with(Facts facts, Facts.Author author) {
    return facts.with(author);
  }

  private static Facts.Author author(
      Facts.Author author, Optional<Mailbox> sender, Optional<Mailbox> from) {
    return new Facts.Author(
        sender, from, author.groups(), author.partner(), author.signer(), author.login());
  }

  private static Facts.Author login(Facts.Author author, Optional<Mailbox> login) {
    return new Facts.Author(
        author.sender(), author.from(), author.groups(), author.partner(), author.signer(), login);
  }

  private static Facts.Author author(
      Facts.Author author, Set<String> groups, Optional<String> partner) {
    return new Facts.Author(
        author.sender(), author.from(), groups, partner, author.signer(), author.login());
  }

  private static Facts.Message message(
      Facts.Message message, String subject, Map<String, List<String>> headers, long size) {
    return new Facts.Message(subject, headers, message.labels(), size, message.protection());
  }

  private static Facts signer(Facts facts, String value, Facts.Signer signer) {
    Facts.Author author = facts.author();
    return with(
        facts,
        new Facts.Author(
            author.sender(),
            author.from(),
            author.groups(),
            author.partner(),
            isTrue(value) ? signer : Facts.Signer.NONE,
            author.login()));
  }

  private static Facts protection(Facts facts, String value, Facts.Protection protection) {
    Facts.Message message = facts.message();
    return with(
        facts,
        new Facts.Message(
            message.subject(),
            message.headers(),
            message.labels(),
            message.size(),
            isTrue(value) ? protection : Facts.Protection.NONE));
  }

  private static Optional<Mailbox> mailbox(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(Mailbox.of(value));
  }

  private static Optional<String> word(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  private static Set<String> words(String value) {
    return Stream.of(value.split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static long size(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + value + "': is no size; write the number of octets", e);
    }
  }

  private static boolean isTrue(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "'" + value + "': is neither true nor false; write one");
    };
  }
}
