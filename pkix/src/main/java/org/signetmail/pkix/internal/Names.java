package org.signetmail.pkix.internal;

import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** Distinguished names as text for people (RFC 4514). */
public final class Names {
  /** Keywords for people, beyond those of RFC 4514 §3. */
  private static final Map<String, String> KEYWORDS =
      Map.of(
          "1.2.840.113549.1.9.1", "E",
          "2.5.4.4", "SN",
          "2.5.4.5", "serialNumber",
          "2.5.4.12", "title",
          "2.5.4.42", "GN",
          "2.5.4.65", "pseudonym",
          "2.5.4.97", "organizationIdentifier");

  private Names() {}

  public static String text(X500Principal name) {
    return printable(name.getName(X500Principal.RFC2253, KEYWORDS));
  }

  /** Control characters and those that turn the direction of text could fake what is shown. */
  public static String printable(String text) {
    return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }
}
