package org.signetmail.pkix.internal.lint;

import static org.signetmail.pkix.BaselineFinding.ORGANIZATION_IDENTIFIER;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An organizationIdentifier: scheme, country, perhaps a subdivision, and the reference there
 * (S/MIME BR §7.1.4.2.2 d, after ETSI EN 319 412-1 §5.1.4).
 */
final class RegistrationReference {
  private static final Pattern FORM =
      Pattern.compile("([A-Z]{3})([A-Z]{2})(?:\\+([A-Za-z0-9]{1,3}))?(?:-(.+))?");

  /** EUID: country, register, dot, reference. */
  private static final Pattern EUID = Pattern.compile("([A-Z]{2})[^.]+\\..+");

  private static final Map<String, List<String>> SCHEMES =
      Table.rows("registration-schemes.table", 4).stream()
          .collect(Collectors.toUnmodifiableMap(List::getFirst, Function.identity()));

  private RegistrationReference() {}

  /**
   * @param countries the subject's own, which must agree
   */
  static void check(Parts parts, String text, List<String> countries) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      parts.add(
          ORGANIZATION_IDENTIFIER, "has an identifier that is not scheme, country, reference");
      return;
    }
    List<String> scheme = SCHEMES.get(form.group(1));
    String country = form.group(2);
    if (scheme == null) {
      parts.add(ORGANIZATION_IDENTIFIER, "has an identifier of an unknown scheme");
      return;
    }
    if (!allows(scheme.get(1), country)) {
      parts.add(ORGANIZATION_IDENTIFIER, "has an identifier of a country its scheme has not");
    }
    requirePart(parts, scheme.get(2), form.group(3), "subdivision");
    requirePart(parts, scheme.get(3), form.group(4), "reference");
    for (String own : countries) {
      boolean prefix = country.equals("EL") && own.equals("GR");
      if (!country.equals("XG") && !prefix && !country.equals(own)) {
        parts.add(ORGANIZATION_IDENTIFIER, "has an identifier of another country than its own");
      }
    }
    if (form.group(1).equals("NTR") && country.equals("DE")) {
      preferEuid(parts, form.group(3), form.group(4));
    }
  }

  /** "When registered in Germany, the Registration Reference SHOULD use the EUID identifier." */
  private static void preferEuid(
      Parts parts, @Nullable String subdivision, @Nullable String reference) {
    Matcher euid = EUID.matcher(reference == null ? "" : reference);
    if (subdivision != null || !euid.matches() || !euid.group(1).equals("DE")) {
      parts.warn(ORGANIZATION_IDENTIFIER, "is registered in Germany, and its reference is no EUID");
    }
  }

  private static boolean allows(String countries, String country) {
    for (String one : countries.split(",")) {
      if (one.equals("iso") ? BaselineNames.isCountry(country) : one.equals(country)) {
        return true;
      }
    }
    return false;
  }

  private static void requirePart(Parts parts, String word, @Nullable String part, String name) {
    if (word.equals("R") && part == null) {
      parts.add(ORGANIZATION_IDENTIFIER, "has an identifier without its " + name);
    } else if (word.equals("-") && part != null) {
      parts.add(ORGANIZATION_IDENTIFIER, "has an identifier with a " + name);
    }
  }
}
