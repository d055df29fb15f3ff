package org.signetmail.web.est;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.signetmail.enrolment.DeskOutcome;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.KeyPackage;

/**
 * The two parts of an answer to serverkeygen: a private key and its certificate (RFC 7030 §4.4.2).
 */
record MadeKeyAnswer(String mediaType, byte[] body) {
  private static final int BOUNDARY = 18; // octets of randomness

  /**
   * @param wrapping whose key the private key is encrypted to; empty for PKCS#8 as it is
   */
  static MadeKeyAnswer of(
      DeskOutcome.Made made,
      Optional<Certificate> wrapping,
      SigningIdentity maker,
      Instant at,
      SecureRandom random) {
    byte[] octets = new byte[BOUNDARY];
    random.nextBytes(octets);
    String boundary = "est-" + HexFormat.of().formatHex(octets);
    Parts parts = new Parts(boundary);
    if (wrapping.isPresent()) {
      parts.add(
          "application/pkcs7-mime; smime-type=server-generated-key",
          KeyPackage.sealed(made.key(), maker, wrapping.get(), at, random));
    } else {
      byte[] pkcs8 = KeyPairs.pkcs8(made.key(), SecretAccess.TOKEN);
      parts.add("application/pkcs8", pkcs8);
      Arrays.fill(pkcs8, (byte) 0);
    }
    parts.add(
        "application/pkcs7-mime; smime-type=certs-only",
        Certificates.certsOnly(List.of(made.issued().certificate())));
    return new MadeKeyAnswer("multipart/mixed; boundary=" + boundary, parts.end());
  }

  /** Overwrites what was sent. */
  void forget() {
    Arrays.fill(body, (byte) 0);
  }

  @Override
  public String toString() {
    return "MadeKeyAnswer[" + mediaType + "]";
  }

  /** Entities one after the other (RFC 2046 §5.1). */
  private static final class Parts {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(8 << 10);
    private final String boundary;

    Parts(String boundary) {
      this.boundary = boundary;
    }

    void add(String mediaType, byte[] der) {
      write("--" + boundary + "\r\nContent-Type: " + mediaType);
      write("\r\nContent-Transfer-Encoding: base64\r\n\r\n");
      byte[] encoded = Base64.getMimeEncoder().encode(der);
      out.writeBytes(encoded);
      Arrays.fill(encoded, (byte) 0);
      write("\r\n");
    }

    byte[] end() {
      write("--" + boundary + "--\r\n");
      return out.toByteArray();
    }

    private void write(String text) {
      out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
