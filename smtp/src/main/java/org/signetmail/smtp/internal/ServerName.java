package org.signetmail.smtp.internal;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names of a server in its certificate (RFC 6125 §6.4): DNS names, a star for one label. */
final class ServerName {
  private static final int DNS_NAME = 2; // RFC 5280 §4.2.1.6

  private ServerName() {}

  /**
   * @param names lower case
   */
  static boolean isOneOf(Set<String> names, X509Certificate certificate) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      return all != null
          && all.stream()
              .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
              .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
              .anyMatch(presented -> names.stream().anyMatch(name -> fits(presented, name)));
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private static boolean fits(String presented, String name) {
    int dot = name.indexOf('.');
    return presented.equals(name)
        || (presented.startsWith("*.")
            && dot > 0
            && presented.substring(1).equals(name.substring(dot)));
  }
}
