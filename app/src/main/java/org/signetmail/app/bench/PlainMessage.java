package org.signetmail.app.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** The message that is measured on: lines of Base64, as mail with an attachment has them. */
public final class PlainMessage {
  private static final String HEADER =
      """
      From: alice@example.test
      To: bob@example.test
      Subject: bench
      Date: Mon, 23 Nov 2026 12:00:00 +0000
      Message-ID: <bench@example.test>
      MIME-Version: 1.0
      Content-Type: text/plain

      """
          .replace("\n", "\r\n");

  /** Octets in a line. */
  private static final int LINE = 57;

  private PlainMessage() {}

  /**
   * Writes it, the same each time.
   *
   * @param octets its length, above a thousand
   */
  public static void write(OutputStream out, long octets) throws IOException {
    byte[] noise = new byte[LINE * 1000];
    new Random(1).nextBytes(noise);
    byte[] lines =
        (Base64.getMimeEncoder().encodeToString(noise) + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
    long left = octets - HEADER.length() - 2;
    for (; left > lines.length; left -= lines.length) {
      out.write(lines);
    }
    out.write(lines, 0, (int) left);
    out.write(new byte[] {'\r', '\n'});
  }
}
