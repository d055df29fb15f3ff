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
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.OuterHeaders;
import org.signetmail.smime.Reading;

/**
 * Judges whether a mail is an answer to a challenge of ours, and by whom (RFC 8823 §3.2). Its
 * author is known in one of three ways:
 *
 * <ul>
 *   <li>S/MIME: the verdict is passed, under the given trust, by a signer whose certificate names
 *       the From address, and the header that was signed says what the outside says.
 *   <li>DKIM, checked here: a signature of the From domain holds and covers the fields that it
 *       must, present or not.
 *   <li>DKIM, checked by a mail server whose word counts (RFC 8601 §5).
 * </ul>
 *
 * <p>A mail that is signed with S/MIME and fails is refused whatever DKIM says. Nothing is changed
 * by judging; safe for use by many threads.
 *
 * @param reader trusts the roots of those whose signature counts
 * @param servers the authserv-id of each mail server whose word counts; it must take out such
 *     fields when they come from outside
 * @param keys of DKIM signers
 */
public record ResponseCheck(MessageReader reader, Set<String> servers, DkimKeys keys) {
  /** In octets; an answer is some hundreds. */
  public static final int LARGEST = 256 << 10;

  private static final Pattern SUBJECT = Pattern.compile(".{0,200}?\\bACME:\\s+(\\S.{0,600})");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]+={0,2}");

  public ResponseCheck {
    servers = Set.copyOf(servers.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
  }

  /**
   * @param sender of the envelope; empty for the null reverse-path
   * @param to the mailbox that our challenges come from
   * @param at the time of reading
   */
  public AuthenticResponse.Judged judge(
      Octets message, Optional<Mailbox> sender, Mailbox to, Instant at) throws IOException {
    if (message.size() > LARGEST) {
      return refused(ResponseFinding.TOO_LARGE.on("message", "has " + message.size() + " octets"));
    }
    try {
      return judgeSmall(message, sender, to, at);
    } catch (MalformedMessage e) {
      return refused(ResponseFinding.FIELD_COUNT.on("message", String.valueOf(e.getMessage())));
    }
  }

  private AuthenticResponse.Judged judgeSmall(
      Octets message, Optional<Mailbox> sender, Mailbox to, Instant at) throws IOException {
    OuterHeaders outside = OuterHeaders.read(message);
    List<Finding> findings = new ArrayList<>();
    if (sender.isEmpty()) {
      findings.add(ResponseFinding.AUTOMATIC.on("envelope", "has no sender, as bounces have none"));
    }
    countFields(outside, findings);
    kind(outside, findings);
    if (!findings.isEmpty()) {
      return new AuthenticResponse.Judged.Refused(findings);
    }
    Optional<Mailbox> from = one("From", outside, findings);
    one("To", outside, findings)
        .filter(named -> !named.equals(to))
        .ifPresent(named ->
            findings.add(ResponseFinding.FIELD_MALFORMED.on("To", "is " + named + ", not " + to)));
    if (from.isEmpty() || !findings.isEmpty()) {
      return new AuthenticResponse.Judged.Refused(findings);
    }
    try (Reading reading = reader.read(message, at)) {
      Optional<TokenPart> token = token(reading.subject());
      if (token.isEmpty()) {
        return refused(ResponseFinding.NO_TOKEN.on("Subject", "has no ACME: and a token"));
      }
      return switch (authenticity(message, outside, reading, from.get())) {
        case Author.Shown _ ->
            new AuthenticResponse.Judged.Authentic(
                new AuthenticResponse(from.get(), token.get(), digest(message, reading)));
        case Author.NotShown(var why) -> new AuthenticResponse.Judged.Refused(why);
        case Author.Unknown(var why) -> new AuthenticResponse.Judged.Undecided(why);
      };
    }
  }

  /** Of what was signed, where something was. */
  private static Optional<String> digest(Octets message, Reading reading) throws IOException {
    Octets read =
        Authenticity.isSigned(reading) && reading.content().isPresent()
            ? reading.content().get()
            : message;
    return ResponseBlock.digest(read);
  }

  private static void countFields(OuterHeaders outside, List<Finding> findings) {
    for (String name : List.of("From", "To", "Subject", "Date", "Message-ID")) {
      int count = outside.all(name).size();
      if (count != 1) {
        findings.add(
            ResponseFinding.FIELD_COUNT.on(
                name, count == 0 ? "is not there" : "is there " + count + " times"));
      }
    }
    for (String name : List.of("Sender", "Reply-To", "In-Reply-To")) {
      if (outside.all(name).size() > 1) {
        findings.add(ResponseFinding.FIELD_COUNT.on(name, "is there several times"));
      }
    }
  }

  /** That a person or an ACME client wrote it, for us. */
  private static void kind(OuterHeaders outside, List<Finding> findings) {
    String automatic = outside.value("Auto-Submitted").orElse("no").split("[;(\\s]", 2)[0];
    if (!automatic.equalsIgnoreCase("no") || outside.value("X-Autoreply").isPresent()) {
      findings.add(ResponseFinding.AUTOMATIC.on("Auto-Submitted", "says " + automatic));
    }
    outside
        .value("Precedence")
        .map(word -> word.strip().toLowerCase(Locale.ROOT))
        .filter(Set.of("bulk", "list", "junk", "auto_reply")::contains)
        .ifPresent(word -> findings.add(ResponseFinding.AUTOMATIC.on("Precedence", "is " + word)));
    outside.fields().stream()
        .map(field -> field.name().toLowerCase(Locale.ROOT))
        .filter(name -> name.startsWith("list-") || name.equals("mailing-list"))
        .findFirst()
        .ifPresent(
            name -> findings.add(ResponseFinding.MAILING_LIST.on(name, "is of a mailing list")));
    outside.fields().stream()
        .map(field -> field.name().toLowerCase(Locale.ROOT))
        .filter(name -> name.startsWith("resent-"))
        .findFirst()
        .ifPresent(name -> findings.add(ResponseFinding.RESENT.on(name, "says it was sent on")));
  }

  /** Any prefix before the label is ignored (RFC 8823 §3.2 (1)), and blanks within the token. */
  private static Optional<TokenPart> token(String subject) {
    Matcher matcher = SUBJECT.matcher(subject.replaceAll("\\s+", " ").strip());
    return matcher.matches()
        ? Optional.of(matcher.group(1).replace(" ", ""))
            .filter(text -> TOKEN.matcher(text).matches())
            .flatMap(TokenPart::of)
            .filter(part -> part.bits() >= TokenPart.LEAST_BITS)
        : Optional.empty();
  }

  private static Optional<Mailbox> one(String name, OuterHeaders outside, List<Finding> findings) {
    try {
      List<Mailbox> all = outside.mailboxes(name);
      if (all.size() == 1) {
        return Optional.of(all.getFirst());
      }
      findings.add(ResponseFinding.FIELD_MALFORMED.on(name, "names " + all.size() + " mailboxes"));
    } catch (IllegalArgumentException e) {
      findings.add(ResponseFinding.FIELD_MALFORMED.on(name, "cannot be read as a mailbox"));
    }
    return Optional.empty();
  }

  /** Who wrote it. */
  private sealed interface Author {
    record Shown() implements Author {}

    record NotShown(List<Finding> why) implements Author {}

    record Unknown(String why) implements Author {}
  }

  private Author authenticity(Octets message, OuterHeaders outside, Reading reading, Mailbox from) {
    if (Authenticity.isSigned(reading)) {
      List<Finding> against =
          Authenticity.bySignature(outside, reading, from).stream()
              .map(one -> ResponseFinding.SIGNATURE.on(one.subject(), one.detail()))
              .toList();
      return against.isEmpty() ? new Author.Shown() : new Author.NotShown(against);
    }
    List<Finding> byServer =
        Authenticity.byServer(outside, servers, from, DkimSignature.OF_A_RESPONSE);
    if (byServer.isEmpty()) {
      return new Author.Shown();
    }
    if (byServer.getFirst().code() == ChallengeFinding.DKIM_COVERS_LITTLE) {
      return notShown(
          ResponseFinding.DKIM_COVERS_LITTLE.on(
              byServer.getFirst().subject(), byServer.getFirst().detail()));
    }
    return byDkim(message, outside, from);
  }

  private Author byDkim(Octets message, OuterHeaders outside, Mailbox from) {
    int signatures = outside.all("DKIM-Signature").size();
    if (signatures == 0 || signatures > DkimCheck.MOST_SIGNATURES) {
      return notShown(
          ResponseFinding.NOT_AUTHENTICATED.on(
              "message", "has " + signatures + " DKIM signatures, and none of S/MIME"));
    }
    DkimCheck.Outcome outcome = new DkimCheck(keys).of(message);
    List<DkimSignature> own =
        outcome.holding().stream().filter(one -> one.domain().equals(from.domain())).toList();
    if (own.stream().anyMatch(one -> one.missing(DkimSignature.OF_A_RESPONSE).isEmpty())) {
      return new Author.Shown();
    }
    if (!outcome.unanswered().isEmpty()) {
      return new Author.Unknown("DNS: " + outcome.unanswered().getFirst());
    }
    if (own.isEmpty()) {
      return notShown(
          ResponseFinding.NOT_AUTHENTICATED.on(
              "DKIM-Signature", "does not hold for " + from.domain()));
    }
    return notShown(
        ResponseFinding.DKIM_COVERS_LITTLE.on(
            "DKIM-Signature",
            "does not cover "
                + String.join(", ", own.getFirst().missing(DkimSignature.OF_A_RESPONSE))));
  }

  private static Author notShown(Finding finding) {
    return new Author.NotShown(List.of(finding));
  }

  private static AuthenticResponse.Judged refused(Finding finding) {
    return new AuthenticResponse.Judged.Refused(List.of(finding));
  }
}
