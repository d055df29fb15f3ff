package org.signetmail.pkix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer of a certificate store that is asked over HTTP (RFC 4387 §2.4): one certificate as
 * itself, or several as the parts of a multipart/mixed body (RFC 2046 §5.1).
 *
 * <p>At most a hundred parts are looked at. What comes of it is not trusted for being found.
 */
public final class FoundCertificates {
  private static final int MOST = 100;
  private static final int LONGEST_BOUNDARY = 70; // RFC 2046 §5.1.1

  private FoundCertificates() {}

  /**
   * @param name of the store, for errors
   * @throws IOException with one line when it holds what is no certificate
   */
  public static List<Certificate> of(byte[] body, String name) throws IOException {
    // ISO 8859-1 keeps every octet as one character.
    String text = new String(body, StandardCharsets.ISO_8859_1);
    if (!text.startsWith("--") || text.startsWith("-----BEGIN")) {
      return Certificates.read(body, name);
    }
    int end = text.indexOf("\r\n");
    if (end < 3 || end > 2 + LONGEST_BOUNDARY) {
      throw new IOException(name + ": several certificates without a boundary (RFC 2046 §5.1.1)");
    }
    String delimiter = "\r\n" + text.substring(0, end).stripTrailing();
    List<Certificate> found = new ArrayList<>();
    int from = end;
    for (int parts = 0; parts < MOST; parts++) {
      int next = text.indexOf(delimiter, from);
      int content = text.indexOf("\r\n\r\n", from);
      if (next < 0 || content < 0 || content > next) {
        throw new IOException(name + ": a part without an end (RFC 2046 §5.1.1)");
      }
      byte[] part =
          text.substring(Math.min(content + 4, next), next).getBytes(StandardCharsets.ISO_8859_1);
      found.addAll(Certificates.read(part, name));
      from = next + delimiter.length();
      if (text.startsWith("--", from)) {
        return found;
      }
    }
    throw new IOException(name + ": more than " + MOST + " certificates for one mailbox");
  }
}
