package org.signetmail.enrolment.emailreply;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.signetmail.pkix.Mailbox;

/**
 * The mail that answers a challenge (RFC 8823 §3.2): plain text, nothing of the challenge quoted.
 * It must be DKIM-signed on its way out; that is the mail server's part.
 *
 * @param from the mailbox that is proven
 * @param octets the message, lines ending with CRLF, ASCII unless a mailbox is internationalised
 */
public record ResponseMail(Mailbox from, Mailbox to, byte[] octets) {
  /** The line before the digest. */
  public static final String BEGIN = "-----BEGIN ACME RESPONSE-----";

  /** The line after the digest. */
  public static final String END = "-----END ACME RESPONSE-----";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  public ResponseMail {
    octets = octets.clone();
  }

  /**
   * The answer to a challenge.
   *
   * @param thumbprint of the account's key (RFC 7638)
   * @param unique what stands before the @ of its Message-ID: never used before
   */
  public static ResponseMail to(
      ChallengeMail challenge, TokenPart byHttps, String thumbprint, Instant at, String unique) {
    String digest = new KeyAuthorization(challenge.token(), byHttps, thumbprint).digest();
    String text =
        """
        Date: %s
        Message-ID: <%s@%s>
        In-Reply-To: %s
        References: %s
        From: %s
        To: %s
        Subject: Re: ACME: %s
        MIME-Version: 1.0
        Content-Type: text/plain; charset=us-ascii
        Content-Transfer-Encoding: 7bit

        %s
        %s
        %s
        """
            .formatted(
                DATE.format(at),
                unique,
                challenge.to().domain(),
                challenge.messageId(),
                challenge.messageId(),
                challenge.to(),
                challenge.answerTo(),
                challenge.token().text(),
                BEGIN,
                digest,
                END);
    return new ResponseMail(
        challenge.to(),
        challenge.answerTo(),
        text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public byte[] octets() {
    return octets.clone();
  }
}
