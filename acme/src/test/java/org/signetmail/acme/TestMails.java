package org.signetmail.acme;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;

/** The authority's side of the two mails, apart from the code that it tries (RFC 8823 §3). */
final class TestMails {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?s).*\r\n-----BEGIN ACME RESPONSE-----\r\n(.*)-----END ACME RESPONSE-----\r\n.*");

  private TestMails() {}

  static byte[] challenge(SigningIdentity signer, Mailbox from, TestOrder order)
      throws IOException {
    byte[] plain =
        """
        From: %s
        To: %s
        Subject: ACME: %s
        Message-ID: <order-%d@outside.test>
        Date: Mon, 23 Nov 2026 12:00:00 +0000
        Auto-Submitted: auto-generated; type=acme
        MIME-Version: 1.0
        Content-Type: text/plain

        Somebody ordered a certificate for this mailbox.
        """
            .formatted(from, order.mailbox, order.partByMail, order.number)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Octets message = Octets.of(plain)) {
      new MessageSigner(signer, MessageSigner.Options.standard())
          .sign(message, Instant.now(), new java.security.SecureRandom(), out);
    }
    return out.toByteArray();
  }

  /** What is wrong with a response to this order; empty when it proves the mailbox. */
  static Optional<String> fault(byte[] mail, TestOrder order) {
    String text = new String(mail, StandardCharsets.UTF_8);
    if (text.replace("\r\n", "").chars().anyMatch(c -> c == '\r' || c == '\n')) {
      return Optional.of("has bare line ends");
    }
    String head = text.substring(0, text.indexOf("\r\n\r\n") + 2);
    for (String wanted :
        List.of(
            "\r\nFrom: " + order.mailbox + "\r\n",
            "\r\nSubject: Re: ACME: " + order.partByMail + "\r\n",
            "\r\nIn-Reply-To: <order-" + order.number + "@outside.test>\r\n",
            "\r\nContent-Type: text/plain")) {
      if (!("\r\n" + head).contains(wanted)) {
        return Optional.of("lacks" + wanted.strip());
      }
    }
    if (("\r\n" + head).contains("\r\nList-") || text.contains("Somebody ordered")) {
      return Optional.of("is of a list, or quotes the challenge");
    }
    Matcher block = BLOCK.matcher(text);
    if (!block.matches()) {
      return Optional.of("has no response block");
    }
    String expected = digest(order.partByMail + order.partByHttps + "." + order.thumbprint);
    return block.group(1).replace("\r\n", "").equals(expected)
        ? Optional.empty()
        : Optional.of("has another digest");
  }

  private static String digest(String keyAuthorization) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(keyAuthorization.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
