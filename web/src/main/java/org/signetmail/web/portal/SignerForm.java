package org.signetmail.web.portal;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.smime.SignerClaim;
import org.signetmail.web.page.Form;

/**
 * What the reader's script tells of a signer (signer.js): certificates in Base64 with spaces
 * between, the signer's first; two AlgorithmIdentifiers; the signing time; From, a line for each.
 */
final class SignerForm {
  private static final int MOST_CERTIFICATES = 16;

  private SignerForm() {}

  /**
   * @throws IllegalArgumentException in one clear line
   * @throws IOException when a certificate cannot be read, one line
   */
  static SignerClaim claim(Form form) throws IOException {
    String[] encoded = form.get("certificates").split(" ", MOST_CERTIFICATES + 1);
    if (encoded.length > MOST_CERTIFICATES) {
      throw new IllegalArgumentException(
          "certificates: are more than "
              + MOST_CERTIFICATES
              + " (RFC 5652 §5.1); use: signet open --trust root.pem mail.eml");
    }
    List<Certificate> certificates = new ArrayList<>();
    for (String one : encoded) {
      certificates.add(Certificate.of(octets("certificates", one)));
    }
    return new SignerClaim(
        certificates.removeFirst(),
        certificates,
        octets("digest", form.get("digest")),
        octets("signature", form.get("signature")),
        time(form.get("time")),
        form.get("from").lines().toList());
  }

  private static Optional<Instant> time(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("time: is none (RFC 3339 §5.6); load the page again", e);
    }
  }

  private static byte[] octets(String field, String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          field + ": is not Base64 (RFC 4648 §4); load the page again", e);
    }
  }
}
