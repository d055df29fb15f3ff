package org.signetmail.enrolment.emailreply;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.OuterHeaders;
import org.signetmail.smime.Reading;

/**
 * Judges whether a mail is the challenge that an order waits for (RFC 8823 §3.1). Who sent it is
 * known in one of two ways:
 *
 * <ul>
 *   <li>S/MIME: the message's verdict is passed, under the given trust, by a signer whose
 *       certificate names the From address, and the header that was signed says what the outside
 *       says.
 *   <li>DKIM: the reader's own mail server checked it, and says so in the topmost {@code
 *       Authentication-Results} field under its name (RFC 8601 §5: it takes out those that others
 *       wrote under that name). The signature is then of the From domain and covers the fields that
 *       it must. Keys in the DNS are not asked for again: they may be gone by the time of reading.
 * </ul>
 *
 * <p>A mail that is signed with S/MIME and fails is refused whatever a server says of DKIM.
 *
 * @param reader trusts the roots of those who may sign challenges
 * @param servers the authserv-id of each mail server whose word counts
 */
public record ChallengeCheck(MessageReader reader, Set<String> servers) {
  private static final Pattern SUBJECT = Pattern.compile("ACME:\\s+(\\S.*)");
  private static final Pattern REPLY = Pattern.compile("\\s*re\\s*:.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern WORD_CHARSET =
      Pattern.compile("=\\?([^?*]*)(\\*[^?]*)?\\?[BbQq]\\?");
  private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?-~]{1,400}>");

  public ChallengeCheck {
    servers = Set.copyOf(servers.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
  }

  /**
   * What the order says of its challenge.
   *
   * @param from the challenge object's {@code from}
   * @param mailbox whom the certificate is for
   */
  public record Expected(Mailbox from, Mailbox mailbox) {}

  /**
   * @param at the time of reading
   * @throws org.signetmail.smime.MalformedMessage when the input is not a message at all
   */
  public ChallengeMail.Judged judge(Octets message, Expected expected, Instant at)
      throws IOException {
    OuterHeaders outside = OuterHeaders.read(message);
    List<Finding> findings = new ArrayList<>();
    countFields(outside, findings);
    if (!findings.isEmpty()) {
      return new ChallengeMail.Judged.Refused(findings);
    }
    try (Reading reading = reader.read(message, at)) {
      Optional<TokenPart> token = token(outside, reading, findings);
      Optional<Mailbox> from = one("From", outside, findings);
      from.filter(f -> !f.equals(expected.from()))
          .ifPresent(f ->
              findings.add(
                  ChallengeFinding.WRONG_FROM.on(
                      "From", "is " + f + "; the authority announced " + expected.from())));
      one("To", outside, findings)
          .filter(to -> !to.equals(expected.mailbox()))
          .ifPresent(to ->
              findings.add(
                  ChallengeFinding.WRONG_RECIPIENT.on(
                      "To", "is " + to + "; the order is for " + expected.mailbox())));
      Optional<Mailbox> replyTo =
          outside.value("Reply-To").isPresent()
              ? one("Reply-To", outside, findings)
              : Optional.empty();
      sender(outside, findings);
      from.ifPresent(f -> findings.addAll(authenticity(outside, reading, f)));
      if (!findings.isEmpty() || token.isEmpty()) {
        return new ChallengeMail.Judged.Refused(findings);
      }
      return new ChallengeMail.Judged.Accepted(
          new ChallengeMail(
              outside.value("Message-ID").orElseThrow(),
              expected.from(),
              expected.mailbox(),
              replyTo,
              token.get()));
    }
  }

  private static void countFields(OuterHeaders outside, List<Finding> findings) {
    for (String name : List.of("From", "To", "Subject", "Message-ID", "Auto-Submitted")) {
      int count = outside.all(name).size();
      if (count != 1) {
        ChallengeFinding what =
            name.equals("Auto-Submitted") && count == 0
                ? ChallengeFinding.NOT_AUTOMATIC
                : ChallengeFinding.FIELD_COUNT;
        findings.add(what.on(name, count == 0 ? "is not there" : "is there " + count + " times"));
      }
    }
    if (outside.all("Reply-To").size() > 1) {
      findings.add(ChallengeFinding.FIELD_COUNT.on("Reply-To", "is there several times"));
    }
    if (outside.value("Message-ID").filter(id -> !MESSAGE_ID.matcher(id).matches()).isPresent()) {
      findings.add(ChallengeFinding.FIELD_MALFORMED.on("Message-ID", "is no message identifier"));
    }
  }

  private static Optional<TokenPart> token(
      OuterHeaders outside, Reading reading, List<Finding> findings) {
    Matcher words = WORD_CHARSET.matcher(outside.value("Subject").orElse(""));
    while (words.find()) {
      if (!Set.of("utf-8", "us-ascii").contains(words.group(1).toLowerCase(Locale.ROOT))) {
        findings.add(ChallengeFinding.CHARSET.on("Subject", "is in " + words.group(1)));
        return Optional.empty();
      }
    }
    String subject = reading.subject().strip();
    Matcher matcher = SUBJECT.matcher(subject);
    if (!matcher.matches()) {
      ChallengeFinding what =
          REPLY.matcher(subject).matches()
              ? ChallengeFinding.IS_A_REPLY
              : ChallengeFinding.NOT_A_CHALLENGE;
      findings.add(what.on("Subject", "does not begin with ACME: and a token"));
      return Optional.empty();
    }
    Optional<TokenPart> token = TokenPart.of(matcher.group(1));
    if (token.isEmpty()) {
      findings.add(ChallengeFinding.TOKEN_MALFORMED.on("Subject", "has a token not in base64url"));
    }
    token
        .filter(part -> part.bits() < TokenPart.LEAST_BITS)
        .ifPresent(part ->
            findings.add(
                ChallengeFinding.TOKEN_SHORT.on(
                    "Subject", "has a token of " + part.bits() + " bits")));
    return token;
  }

  /** The one mailbox of a field. */
  private static Optional<Mailbox> one(String name, OuterHeaders outside, List<Finding> findings) {
    try {
      List<Mailbox> all = outside.mailboxes(name);
      if (all.size() == 1) {
        return Optional.of(all.getFirst());
      }
      findings.add(
          (name.equals("To") ? ChallengeFinding.WRONG_RECIPIENT : ChallengeFinding.FIELD_MALFORMED)
              .on(name, "names " + all.size() + " mailboxes"));
    } catch (IllegalArgumentException e) {
      findings.add(ChallengeFinding.FIELD_MALFORMED.on(name, "cannot be read as a mailbox"));
    }
    return Optional.empty();
  }

  private static void sender(OuterHeaders outside, List<Finding> findings) {
    String automatic = outside.value("Auto-Submitted").orElse("").split("[;(\\s]", 2)[0];
    if (!automatic.equalsIgnoreCase("auto-generated")) {
      findings.add(
          ChallengeFinding.NOT_AUTOMATIC.on("Auto-Submitted", "does not say auto-generated"));
    }
    outside.fields().stream()
        .filter(field -> field.name().regionMatches(true, 0, "List-", 0, 5))
        .findFirst()
        .ifPresent(field ->
            findings.add(ChallengeFinding.MAILING_LIST.on(field.name(), "is of a mailing list")));
  }

  private List<Finding> authenticity(OuterHeaders outside, Reading reading, Mailbox from) {
    return Authenticity.isSigned(reading)
        ? Authenticity.bySignature(outside, reading, from)
        : Authenticity.byServer(outside, servers, from, DkimSignature.OF_A_CHALLENGE);
  }
}
