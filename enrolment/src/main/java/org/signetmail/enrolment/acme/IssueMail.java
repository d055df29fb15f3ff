package org.signetmail.enrolment.acme;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a domain lets us issue for its mailboxes (RFC 9495): the {@code issuemail} properties of
 * its CAA records, or of the nearest domain above that has any records (RFC 8659 §3).
 *
 * @param identities our own issuer domain names, in lower case
 */
public record IssueMail(MailCaa dns, Set<String> identities) {
  private static final int CRITICAL = 128;
  private static final int MOST_LABELS = 127; // RFC 1035 §3.1
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "issue", "issuewild", "issuemail", "issuevmc", "iodef", "contactemail", "contactphone");
  private static final Pattern VALUE =
      Pattern.compile(
          "[ \\t]*+((?:[A-Za-z0-9-]{1,63}\\.)*+[A-Za-z0-9-]{1,63})?[ \\t]*+"
              + "(?:;[ \\t]*+((?:PARAMETER(?:[ \\t]*+;[ \\t]*+PARAMETER)*+)?+[ \\t]*+))?+"
                  .replace("PARAMETER", "[A-Za-z0-9-]++[ \\t]*+=[ \\t]*+[!-:<-~]*+"));

  public IssueMail {
    identities = Set.copyOf(identities);
  }

  /** What stands against issuing for mailboxes of a domain; empty when nothing does. */
  public Optional<Problem> objection(String domain) {
    List<MailCaa.Property> relevant;
    try {
      relevant = relevant(domain);
    } catch (IOException e) {
      return Optional.of(
          new Problem(
              Problem.Type.DNS,
              domain + ": its CAA records could not be had (RFC 8659 §3); try again later"));
    }
    Optional<String> unknown =
        relevant.stream()
            .filter(one -> (one.flags() & CRITICAL) != 0 && !UNDERSTOOD.contains(one.tag()))
            .map(MailCaa.Property::tag)
            .findFirst();
    if (unknown.isPresent()) {
      return forbidden(domain, "a critical property that is not known here (RFC 8659 §4.1)");
    }
    List<MailCaa.Property> properties =
        relevant.stream().filter(one -> one.tag().equals("issuemail")).toList();
    boolean isAllowed =
        properties.isEmpty()
            || properties.stream()
                .anyMatch(one -> issuer(one.value()).filter(this::isUs).isPresent());
    return isAllowed
        ? Optional.empty()
        : forbidden(
            domain,
            "issuemail without our name (RFC 9495 §4); add issuemail \""
                + identities.stream().sorted().findFirst().orElse("")
                + "\"");
  }

  /** The nearest records, from the domain upwards. */
  private List<MailCaa.Property> relevant(String domain) throws IOException {
    String name = domain;
    for (int labels = 0; labels < MOST_LABELS; labels++) {
      List<MailCaa.Property> found = dns.at(name);
      int dot = name.indexOf('.');
      if (!found.isEmpty() || dot < 0) {
        return found;
      }
      name = name.substring(dot + 1);
    }
    return List.of();
  }

  /** Empty when it names nobody, or is malformed, which is the same (RFC 9495 §4). */
  private static Optional<String> issuer(String value) {
    Matcher matcher = VALUE.matcher(value);
    return matcher.matches() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
  }

  private boolean isUs(String issuer) {
    return identities.contains(issuer.toLowerCase(Locale.ROOT));
  }

  private static Optional<Problem> forbidden(String domain, String what) {
    return Optional.of(new Problem(Problem.Type.CAA, domain + ": its CAA records have " + what));
  }
}
