package org.signetmail.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.signetmail.gateway.AttachedMessages;
import org.signetmail.gateway.DeliveryStatus;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/**
 * Messages attached to messages, and reports of delivery. What comes out is no larger than what
 * went in, and says nothing but what may be said.
 */
final class HandedIn {
  static final Map<String, byte[]> SEEDS =
      Map.of(
          "attached",
          text(
              """
              Content-Type: multipart/mixed; boundary=b\r
              \r
              --b\r
              Content-Type: message/rfc822\r
              \r
              Subject: old\r
              \r
              text\r
              --b\r
              Content-Type: message/rfc822\r
              Content-Transfer-Encoding: base64\r
              \r
              U3ViamVjdDogb2xkDQoNCnRleHQNCg==\r
              --b--\r
              """),
          "report",
          text(
              """
              Content-Type: multipart/report; report-type=delivery-status; boundary=b\r
              \r
              --b\r
              Content-Type: message/delivery-status\r
              \r
              Reporting-MTA: dns; mx.a.test\r
              \r
              Final-Recipient: rfc822; a@a.test\r
              Action: failed\r
              Status: 5.2.2\r
              --b--\r
              """));

  private static final Spool SPOOL = Spool.standard();

  private HandedIn() {}

  static void read(byte[] input) {
    Octets message = Octets.of(input);
    try {
      attached(message, input.length);
      status(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void attached(Octets message, long size) throws IOException {
    try (AttachedMessages attached = AttachedMessages.of(message, SPOOL)) {
      long sum = attached.messages().stream().mapToLong(Octets::size).sum();
      if (sum > size || attached.messages().size() > AttachedMessages.MOST) {
        throw new AssertionError("more comes out than went in: " + sum);
      }
    } catch (MalformedMessage e) {
      Messages.requireOneLine(e);
    }
  }

  private static void status(Octets message) throws IOException {
    try {
      for (DeliveryStatus.Recipient one : DeliveryStatus.read(message).recipients()) {
        if (!(one.action() + one.status()).matches("[a-z]+[245][0-9.]+")) {
          throw new AssertionError("says more than it may: " + one);
        }
      }
    } catch (MalformedMessage e) {
      Messages.requireOneLine(e);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
