package org.signetmail.pkix;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One e-mail address, parsed and normalised: past the edge of the system an address is never a
 * {@code String}.
 *
 * <p>Two are equal when their domains are equal as lower-case A-labels (RFC 5890) and their local
 * parts are equal after NFC normalisation, ASCII letters compared without case (RFC 8550 §3: the
 * comparison of local parts SHOULD be case-insensitive). The address as it was written is kept for
 * display and for the wire.
 */
public final class Mailbox {
  private static final int LONGEST_LOCAL_PART = 64; // octets, RFC 5321 §4.5.3.1.1
  private static final int LONGEST_PATH = 254; // octets, RFC 5321 §4.5.3.1.3 less the brackets

  /** ß, final ς, and the two joiners: the JDK maps them after IDNA 2003, registries do not. */
  private static final String DEVIATIONS = "\u00df\u1e9e\u03c2\u200c\u200d";

  private static final String LABEL = "(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

  /** RFC 5890 §2.3.1, without A-labels. */
  private static final Pattern HOST_NAME =
      Pattern.compile(LABEL + "(?:\\." + LABEL + ")*", Pattern.CASE_INSENSITIVE);

  private final String localPart;
  private final String domain;
  private final String key;

  private Mailbox(String localPart, String domain) {
    this.localPart = localPart;
    this.domain = domain;
    String composed =
        isAscii(localPart) ? localPart : Normalizer.normalize(localPart, Normalizer.Form.NFC);
    this.key = composed.toLowerCase(Locale.ROOT) + "@" + domain;
  }

  /**
   * Reads an addr-spec (RFC 5321 §4.1.2, RFC 6531 §3.3), without angle brackets or display name.
   *
   * @throws IllegalArgumentException with one clear line when it is not one
   */
  public static Mailbox of(String address) {
    int at = address.lastIndexOf('@');
    if (at < 1 || at == address.length() - 1) {
      throw refused(address, "has no local part and domain around an @", "RFC 5321 §4.1.2");
    }
    String local = address.substring(0, at);
    String domain = asciiDomain(address, address.substring(at + 1));
    requireLocalPart(address, local);
    if (utf8Length(local) > LONGEST_LOCAL_PART
        || utf8Length(local) + 1 + domain.length() > LONGEST_PATH) {
      throw refused(address, "is longer than an address may be", "RFC 5321 §4.5.3.1");
    }
    return new Mailbox(local, domain);
  }

  /** The local part as it was written. */
  public String localPart() {
    return localPart;
  }

  /** The domain in lower case, internationalised labels as A-labels. */
  public String domain() {
    return domain;
  }

  /** Whether the local part needs SMTPUTF8 on the wire and SmtpUTF8Mailbox in a certificate. */
  public boolean isInternationalized() {
    return !isAscii(localPart);
  }

  /** The form under which stores index this mailbox: equal exactly when mailboxes are equal. */
  public String key() {
    return key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mailbox that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /** The address for the wire and for people. */
  @Override
  public String toString() {
    return localPart + "@" + domain;
  }

  private static String asciiDomain(String address, String domain) {
    if (domain.startsWith("[")) {
      throw refused(address, "has an address literal for a domain", "RFC 5321 §4.1.3");
    }
    if (!isAscii(domain) && domain.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
      throw refused(
          address, "has a domain that IDNA 2003 and 2008 read differently", "RFC 5894 §7.2");
    }
    if (HOST_NAME.matcher(domain).matches()) {
      return domain.toLowerCase(Locale.ROOT); // nearly all are: IDNA's tables are slow to load
    }
    String ascii;
    try {
      ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw refused(address, "has a domain that is not a host name", "RFC 5890 §2.3");
    }
    if (ascii.isEmpty() || ascii.startsWith(".") || ascii.endsWith(".") || ascii.contains("..")) {
      throw refused(address, "has an empty label in its domain", "RFC 5321 §4.1.2");
    }
    return ascii;
  }

  private static void requireLocalPart(String address, String local) {
    if (local.startsWith("\"")) {
      requireQuotedString(address, local);
      return;
    }
    if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
      throw refused(address, "has a misplaced dot in its local part", "RFC 5321 §4.1.2");
    }
    if (!local.codePoints().allMatch(Mailbox::isAtext)) {
      throw refused(address, "has a character that a local part cannot have", "RFC 5321 §4.1.2");
    }
  }

  private static void requireQuotedString(String address, String local) {
    boolean closed = local.length() > 1 && local.endsWith("\"");
    String inside = closed ? local.substring(1, local.length() - 1) : "";
    for (int i = 0; closed && i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '\\' && i + 1 < inside.length()) {
        i++;
      } else if (c == '"' || c == '\\' || isInvisible(c)) {
        closed = false;
      }
    }
    if (!closed) {
      throw refused(address, "has a quoted local part that does not end", "RFC 5321 §4.1.2");
    }
  }

  /** RFC 6532 §3.2, without what cannot be seen. */
  private static boolean isAtext(int c) {
    return "()<>[]:;@\\,\"".indexOf(c) < 0
        && !isInvisible(c)
        && !Character.isWhitespace(c)
        && !Character.isSpaceChar(c);
  }

  /** Controls, and characters that join, hide or turn others: two addresses would look like one. */
  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> true;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE -> true;
      default -> false;
    };
  }

  private static boolean isAscii(String s) {
    for (int i = 0; i < s.length(); i++) {
      if (s.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static int utf8Length(String s) {
    return s.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }

  private static IllegalArgumentException refused(String address, String what, String clause) {
    String shown = address.length() > 80 ? address.substring(0, 80) + "…" : address;
    return new IllegalArgumentException(
        "address '"
            + shown.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?")
            + "' "
            + what
            + " ("
            + clause
            + "); write it as local@domain");
  }
}
