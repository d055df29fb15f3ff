package org.signetmail.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;

/**
 * The mail around what is under a password: it says in plain words what that is, how it opens and
 * what an answer is not. Of the message's header it shows what mail needs to arrive and to be
 * answered; the subject is inside.
 */
final class FormMail {
  private static final Set<String> SHOWN =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "date",
          "message-id",
          "in-reply-to",
          "references");
  private static final int BOUNDARY_OCTETS = 16;

  private final Octets message;
  private final Mailbox author;
  private final SecureRandom random;

  FormMail(Octets message, Mailbox author, SecureRandom random) {
    this.message = message;
    this.author = author;
    this.random = random;
  }

  /** Writes something into a mail. */
  interface Body {
    void to(OutputStream out) throws IOException;
  }

  /** Writes a mail with a page. */
  void page(Body page, OutputStream out) throws IOException {
    write(
        """
        %1$s has sent you a confidential message. It is in the attached file,
        under a password.

        1. Save the file message.html, and open it with a browser.
        2. Type the password. %1$s tells it to you by telephone or in
           person, never by mail. It stays the same for further messages.

        The page opens on your own machine and asks no server for anything.
        If nobody has told you a password, call %1$s at a number
        that you know. Never type it into a page that a link led you to.

        You can answer with ordinary mail. Your answer is not protected by the
        password: leave out what others must not read.
        """,
        "text/html; charset=us-ascii; name=\"message.html\"",
        "message.html",
        out,
        base64 -> {
          try (OutputStream text = java.util.Base64.getMimeEncoder().wrap(unclosed(base64))) {
            page.to(text);
          }
        });
  }

  /**
   * Writes a mail with CMS.
   *
   * @param enveloped a message that is CMS as a whole: its body goes in as it is
   */
  void cms(Octets enveloped, OutputStream out) throws IOException {
    MessageHeader header = MessageHeader.read(enveloped);
    String type = header.first("Content-Type").orElseThrow();
    write(
        """
        %1$s has sent you a confidential message. It is in the attached file,
        under a password (CMS with PasswordRecipientInfo, RFC 5652).

        %1$s tells you the password by telephone or in person, never by
        mail. It stays the same for further messages. With OpenSSL 3 and the
        password in the file password.txt:

          openssl cms -decrypt -inform DER -in smime.p7m \\
            -pwri_password "$(cat password.txt)" -out message.eml

        What comes out is the message, signed where we sign.

        You can answer with ordinary mail. Your answer is not protected by the
        password: leave out what others must not read.
        """,
        type,
        "smime.p7m",
        out,
        body -> {
          try (InputStream in = enveloped.stream()) {
            in.skipNBytes(header.octets());
            in.transferTo(body);
          }
        });
  }

  private void write(String words, String type, String file, OutputStream out, Body attachment)
      throws IOException {
    byte[] octets = new byte[BOUNDARY_OCTETS];
    random.nextBytes(octets);
    String boundary = "=_" + HexFormat.of().formatHex(octets);
    StringBuilder head = new StringBuilder();
    for (String field : RawFields.of(message, MessageHeader.read(message))) {
      if (SHOWN.contains(RawFields.name(field))) {
        head.append(field);
      }
    }
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    put(
        out,
        """
        Subject: A confidential message from %2$s
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="%1$s"

        --%1$s
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        %3$s
        --%1$s
        Content-Type: %4$s
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename="%5$s"

        """
            .formatted(
                boundary,
                author.isInternationalized() ? author.domain() : author,
                quoted(words.formatted(author)),
                type,
                file));
    attachment.to(out);
    put(out, "\n--" + boundary + "--\n");
  }

  private static void put(OutputStream out, String text) throws IOException {
    out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /** In quoted-printable (RFC 2045 §6.7), the lines as they are. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      int length = 0;
      for (byte octet : line.getBytes(StandardCharsets.UTF_8)) {
        String one =
            octet == '=' || octet < ' '
                ? "=%02X".formatted(octet & 0xff)
                : String.valueOf((char) octet);
        if (length + one.length() > 75) {
          quoted.append("=\n");
          length = 0;
        }
        quoted.append(one);
        length += one.length();
      }
      quoted.append('\n');
    }
    return quoted.toString().stripTrailing();
  }

  private static OutputStream unclosed(OutputStream out) {
    return new java.io.FilterOutputStream(out) {
      @Override
      public void write(byte[] b, int off, int len) throws IOException {
        out.write(b, off, len);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  /** The facts that stand before the message in a page, in fields. */
  static Octets facts(String signature, String signer, String certificate, Mailbox author)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (List<String> field :
        List.of(
            List.of("Signature", signature),
            List.of("Signer", signer),
            List.of("Certificate", certificate),
            List.of("Author", author.toString()))) {
      out.write(
          (field.getFirst() + ": " + field.getLast().replaceAll("\\p{Cntrl}", " ") + "\r\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    out.write("\r\n".getBytes(StandardCharsets.UTF_8));
    return Octets.of(out.toByteArray());
  }
}
