package org.signetmail.web.openid;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * Asks the identity provider over HTTPS, which shows a certificate for its name; redirects are not
 * followed, time and octets of an answer are bounded. Safe for use by many threads.
 */
public interface ProviderHttp {
  /**
   * @param headers beside the usual ones
   * @return the body of a 200
   * @throws Denied when the status is another below 500
   * @throws IOException in a few words, when there is no answer, or none but that the provider
   *     fails
   */
  byte[] get(URI address, Map<String, String> headers) throws IOException;

  /** The same, with a form (application/x-www-form-urlencoded). */
  byte[] post(URI address, Map<String, String> headers, byte[] form) throws IOException;

  /** An answer that says no. */
  final class Denied extends IOException {
    private static final long serialVersionUID = 1L;

    public Denied(int status) {
      super("status " + status);
    }
  }
}
