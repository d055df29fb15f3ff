package org.signetmail.smime;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.internal.asn1.Asn1;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.mime.Base64Output;
import org.signetmail.smime.internal.mime.Entity;
import org.signetmail.smime.internal.mime.Field;

/**
 * Makes signed receipts (RFC 2634 §2.4): when somebody wants one made, and never otherwise.
 * Immutable and safe for use by many threads.
 *
 * @param signer signs as the reader; its form and header protection do not matter here
 */
public record ReceiptMaker(MessageSigner signer) {

  /**
   * Writes the receipt as a message, from the reader to those who are to have it.
   *
   * @throws IllegalArgumentException when the reader's certificate names no mailbox to write from
   */
  public void make(
      ReceiptAsked asked,
      ReceiptAsked.Decision.Due due,
      Instant signingTime,
      SecureRandom random,
      OutputStream out)
      throws IOException {
    Mailbox from = signer.mailbox();
    byte[] name = new byte[16];
    random.nextBytes(name);
    List<Field> head = new ArrayList<>();
    head.add(Field.of("From", from.toString()));
    head.add(
        Field.of("To", due.to().stream().map(Mailbox::toString).collect(Collectors.joining(", "))));
    head.add(Field.of("Subject", "Signed receipt"));
    head.add(
        Field.of(
            "Date",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(signingTime.atOffset(ZoneOffset.UTC))));
    head.add(
        Field.of("Message-ID", "<" + HexFormat.of().formatHex(name) + "@" + from.domain() + ">"));
    head.add(Field.of("MIME-Version", "1.0"));
    head.add(
        Field.of(
            "Content-Type",
            "application/pkcs7-mime; smime-type=signed-receipt;\r\n name=\"smime.p7m\""));
    head.addAll(EnvelopeFields.base64("smime.p7m"));
    Entity.join(head, Octets.of(new byte[0])).writeTo(out);
    byte[] digest =
        SignedAttributes.attribute(Oids.MSG_SIG_DIGEST, Asn1.octets(asked.signedDigest()));
    try (Base64Output encoder = new Base64Output(out)) {
      signer
          .maker(Oids.RECEIPT, List.of(digest))
          .opaque(Octets.of(asked.content()), signingTime, random, encoder);
    }
  }
}
