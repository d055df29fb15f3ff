package org.signetmail.smtp.internal;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Postfix's XCLIENT and XFORWARD say of a client: {@code NAME=value} words, each value in
 * xtext (RFC 3461 §4) or a bracketed word for what is not known. What a stranger called itself may
 * be anything, and a neighbour passes it on: a name that could not stand in a header is not known
 * here.
 *
 * @param values by name in upper case, decoded; empty where the neighbour does not know
 */
public record ClientAttributes(Map<String, Optional<String>> values) {
  /** What XCLIENT may have, in the order of the offer. */
  public static final String XCLIENT = "NAME ADDR PORT PROTO HELO LOGIN";

  /** What XFORWARD may have, in the order of the offer. */
  public static final String XFORWARD = "NAME ADDR PORT PROTO HELO IDENT SOURCE";

  private static final Set<String> UNKNOWN = Set.of("[UNAVAILABLE]", "[TEMPUNAVAIL]");

  /** What strangers choose. */
  private static final Set<String> CLAIMED = Set.of("NAME", "HELO", "IDENT");

  public ClientAttributes {
    values = Map.copyOf(values);
  }

  /**
   * Takes the command's words apart.
   *
   * @param known {@link #XCLIENT} or {@link #XFORWARD}
   * @throws SyntaxFault when one is not known, given twice, or not what its name says
   */
  public static ClientAttributes of(Command command, String known) throws SyntaxFault {
    Set<String> names = new HashSet<>(Set.of(known.split(" ")));
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    for (String word : command.argument().split(" +")) {
      int equals = word.indexOf('=');
      String name = word.substring(0, Math.max(0, equals)).toUpperCase(Locale.ROOT);
      if (!names.remove(name)) {
        throw fault(command, "takes each of " + known + " once, as NAME=value");
      }
      String encoded = word.substring(equals + 1);
      if (UNKNOWN.contains(encoded.toUpperCase(Locale.ROOT))) {
        values.put(name, Optional.empty());
        continue;
      }
      String value = xtext(encoded).orElseThrow(() -> fault(command, "has no xtext in " + name));
      boolean fits = fits(name, value);
      if (!fits && !CLAIMED.contains(name)) {
        throw fault(command, "has a value of " + name + " that is none");
      }
      values.put(name, fits ? Optional.of(value) : Optional.empty());
    }
    return new ClientAttributes(values);
  }

  /** The address in ADDR; empty where it is not given or not known. */
  Optional<InetAddress> address() {
    return value("ADDR").flatMap(ClientAttributes::literal);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<String> value(String name) {
    return values.getOrDefault(name, Optional.empty());
  }

  /** The address that stands in ADDR; empty when it is none. */
  static Optional<InetAddress> literal(String text) {
    boolean six = text.regionMatches(true, 0, "IPV6:", 0, 5);
    String literal = six ? text.substring(5) : text;
    if (!literal.matches(six ? "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*" : "[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean fits(String name, String value) {
    return switch (name) {
      case "ADDR" -> literal(value).isPresent();
      case "PORT" -> value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 0xffff;
      case "PROTO" -> value.matches("(?i)E?SMTP");
      case "SOURCE" -> value.matches("(?i)LOCAL|REMOTE");
      case "LOGIN" -> value.matches("[^\\p{Cntrl}\uFFFD]{1,255}");
      default -> value.matches("[!-~]{1,255}"); // goes into Received lines and other servers' logs
    };
  }

  /** RFC 3461 §4, with UTF-8 within; empty when it is not that. */
  private static Optional<String> xtext(String encoded) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '+') {
        octets.write(in[i]);
        continue;
      }
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      octets.write(high << 4 | low);
      i += 2;
    }
    return octets.size() == 0
        ? Optional.empty()
        : Optional.of(octets.toString(StandardCharsets.UTF_8));
  }

  private static SyntaxFault fault(Command command, String what) {
    return new SyntaxFault(501, "5.5.4", command.verb() + ": " + what);
  }
}
