package org.signetmail.smtp.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Mailbox;

/**
 * One command line, taken apart (RFC 5321 §4.1).
 *
 * @param verb in upper case
 * @param argument the rest, without blanks around it
 */
public record Command(String verb, String argument) {
  /** Longest command line with all extensions that are offered (RFC 5321 §4.5.3.1.4 and theirs). */
  public static final int LONGEST = 2_048;

  private static final Set<String> MAIL_PARAMETERS =
      Set.of("SIZE", "BODY", "SMTPUTF8", "RET", "ENVID");
  private static final Set<String> RCPT_PARAMETERS = Set.of("NOTIFY", "ORCPT");

  /**
   * @throws SyntaxFault when it is not UTF-8 or holds a control character
   */
  public static Command of(byte[] line) throws SyntaxFault {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new SyntaxFault(500, "5.5.2", "command: is not UTF-8 (RFC 6531 §3.3)");
    }
    if (text.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
      throw new SyntaxFault(500, "5.5.2", "command: has a control character (RFC 5321 §4.1.1)");
    }
    int blank = text.indexOf(' ');
    String verb = blank < 0 ? text : text.substring(0, blank);
    return new Command(
        verb.toUpperCase(Locale.ROOT), blank < 0 ? "" : text.substring(blank + 1).strip());
  }

  /** What follows MAIL FROM: or RCPT TO:, apart. */
  public record Path(Optional<Mailbox> mailbox, List<String> parameters) {
    /** The value of a parameter; empty when it is not given, or given without one. */
    public Optional<String> value(String keyword) {
      return parameters.stream()
          .filter(p -> p.regionMatches(true, 0, keyword + "=", 0, keyword.length() + 1))
          .map(p -> p.substring(keyword.length() + 1))
          .findFirst();
    }

    public boolean has(String keyword) {
      return parameters.stream().anyMatch(p -> Command.keyword(p).equals(keyword));
    }
  }

  /** The reverse-path of MAIL; empty for {@code <>}. */
  public Path reversePath() throws SyntaxFault {
    Path path = path("FROM:", MAIL_PARAMETERS, "");
    if (!path.value("BODY")
        .map(b -> b.equalsIgnoreCase("7BIT") || b.equalsIgnoreCase("8BITMIME"))
        .orElse(!path.has("BODY"))) {
      throw new SyntaxFault(501, "5.5.4", "BODY: must be 7BIT or 8BITMIME (RFC 6152 §2)");
    }
    if (!path.value("RET")
        .map(r -> r.equalsIgnoreCase("FULL") || r.equalsIgnoreCase("HDRS"))
        .orElse(!path.has("RET"))) {
      throw new SyntaxFault(501, "5.5.4", "RET: must be FULL or HDRS (RFC 3461 §4.3)");
    }
    if (!path.value("SIZE").map(s -> s.matches("[0-9]{1,18}")).orElse(!path.has("SIZE"))) {
      throw new SyntaxFault(501, "5.5.4", "SIZE: must be a number of octets (RFC 1870 §6)");
    }
    if (path.value("ENVID").orElse("").length() > 100) {
      throw new SyntaxFault(501, "5.5.4", "ENVID: is longer than 100 characters (RFC 3461 §4.4)");
    }
    requireAscii(path, path.has("SMTPUTF8"));
    return path;
  }

  /**
   * The forward-path of RCPT.
   *
   * @param hostname whose {@code <Postmaster>} is meant when no domain is given (RFC 5321 §4.5.1)
   */
  public Path forwardPath(String hostname, boolean smtpUtf8) throws SyntaxFault {
    Path path = path("TO:", RCPT_PARAMETERS, hostname);
    if (path.mailbox().isEmpty()) {
      throw new SyntaxFault(501, "5.1.3", "recipient: is empty (RFC 5321 §4.1.1.3)");
    }
    requireNotify(path);
    requireAscii(path, smtpUtf8);
    return path;
  }

  private Path path(String keyword, Set<String> known, String hostname) throws SyntaxFault {
    if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
      throw new SyntaxFault(
          501, "5.5.4", verb + ": must be followed by " + keyword + "<address> (RFC 5321 §4.1.2)");
    }
    String rest = argument.substring(keyword.length()).stripLeading();
    int end = endOfPath(rest);
    if (end < 0) {
      throw new SyntaxFault(
          501, "5.5.4", verb + ": address must stand in angle brackets (RFC 5321 §4.1.2)");
    }
    List<String> parameters = parameters(rest.substring(end + 1), known);
    String address = withoutSourceRoute(rest.substring(1, end));
    if (address.isEmpty()) {
      return new Path(Optional.empty(), parameters);
    }
    if (address.equalsIgnoreCase("postmaster") && !hostname.isEmpty()) {
      address = address + "@" + hostname;
    }
    try {
      return new Path(Optional.of(Mailbox.of(address)), parameters);
    } catch (IllegalArgumentException e) {
      String status = verb.equals("MAIL") ? "5.1.7" : "5.1.3";
      throw new SyntaxFault(553, status, String.valueOf(e.getMessage()));
    }
  }

  /** Where the bracket closes that opens at the start; −1 when there is none. */
  private static int endOfPath(String rest) {
    if (!rest.startsWith("<")) {
      return -1;
    }
    boolean quoted = false;
    for (int i = 1; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '>' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /** RFC 5321 §4.1.2: {@code @a,@b:user@c} is to be taken as {@code user@c}. */
  private static String withoutSourceRoute(String path) {
    return path.startsWith("@") && path.indexOf(':') > 0
        ? path.substring(path.indexOf(':') + 1)
        : path;
  }

  private List<String> parameters(String text, Set<String> known) throws SyntaxFault {
    if (!text.isEmpty() && text.charAt(0) != ' ') {
      throw new SyntaxFault(
          501, "5.5.4", verb + ": has something unreadable after the address (RFC 5321 §4.1.2)");
    }
    List<String> parameters = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String parameter : text.strip().split(" +")) {
      if (parameter.isEmpty()) {
        continue;
      }
      if (!known.contains(keyword(parameter))) {
        throw new SyntaxFault(
            555, "5.5.4", verb + ": parameter is not known here (RFC 5321 §4.1.1.11)");
      }
      if (!seen.add(keyword(parameter))) {
        throw new SyntaxFault(
            501, "5.5.4", keyword(parameter) + ": is given twice (RFC 5321 §4.1.1.11)");
      }
      parameters.add(parameter);
    }
    return parameters;
  }

  private static void requireNotify(Path path) throws SyntaxFault {
    if (!path.has("NOTIFY")) {
      return;
    }
    String value = path.value("NOTIFY").orElse("").toUpperCase(Locale.ROOT);
    if (!value.matches("NEVER|(SUCCESS|FAILURE|DELAY)(,(SUCCESS|FAILURE|DELAY))*")) {
      throw new SyntaxFault(
          501,
          "5.5.4",
          "NOTIFY: must be NEVER, or some of SUCCESS, FAILURE, DELAY (RFC 3461 §4.1)");
    }
  }

  private static void requireAscii(Path path, boolean smtpUtf8) throws SyntaxFault {
    boolean beyond =
        path.mailbox().map(Mailbox::isInternationalized).orElse(false)
            || path.parameters().stream().anyMatch(p -> p.chars().anyMatch(c -> c > 0x7e));
    if (beyond && !smtpUtf8) {
      throw new SyntaxFault(
          553, "5.6.7", "address: is not ASCII; ask for SMTPUTF8 (RFC 6531 §3.5)");
    }
  }

  private static String keyword(String parameter) {
    int equals = parameter.indexOf('=');
    return (equals < 0 ? parameter : parameter.substring(0, equals)).toUpperCase(Locale.ROOT);
  }
}
