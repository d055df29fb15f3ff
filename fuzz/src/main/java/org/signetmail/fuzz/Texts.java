package org.signetmail.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.HeaderConfidentiality;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;
import org.signetmail.smime.internal.mime.Addresses;
import org.signetmail.smime.internal.mime.ContentType;
import org.signetmail.smime.internal.mime.EncodedWords;
import org.signetmail.smime.internal.mime.Field;
import org.signetmail.smime.internal.mime.Header;
import org.signetmail.smime.internal.mime.HeaderProtection;

/** Headers and what stands in them. What is written of what was read must read the same. */
final class Texts {
  static final Map<String, byte[]> SEEDS = seeds();

  private static final int HEADER = 1 << 16;

  private Texts() {}

  static void read(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    EncodedWords.decode(text);
    mailbox(new String(input, StandardCharsets.UTF_8));
    addresses(text);
    ContentType.of(text);
    try {
      header(Header.read(Octets.of(input), HEADER));
    } catch (MalformedMessage e) {
      Messages.requireOneLine(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void header(Header header) throws IOException {
    byte[] encoded = Header.encoded(header.fields());
    if (!header.isOdd()) {
      Header again = Header.read(Octets.of(encoded), 2 * HEADER);
      if (!Arrays.equals(encoded, Header.encoded(again.fields()))) {
        throw new AssertionError("fields that are written otherwise than they are read");
      }
    }
    for (Field field : header.fields()) {
      field.value();
      HeaderProtection.unmarked(field);
      HeaderProtection.isProtected(field);
      addresses(field.value());
    }
    header.contentType();
    header.transferEncoding();
    HeaderProtection.outside(header.fields(), HeaderConfidentiality.BASELINE);
  }

  private static void addresses(String text) {
    try {
      Addresses.of(text).forEach(named -> requireSame(named.mailbox()));
    } catch (IllegalArgumentException e) {
      requireOneLine(e);
    }
  }

  private static void mailbox(String text) {
    try {
      requireSame(Mailbox.of(text));
    } catch (IllegalArgumentException e) {
      requireOneLine(e);
    }
  }

  private static void requireOneLine(IllegalArgumentException e) {
    Messages.requireOneLine(new IOException(e.getMessage()));
  }

  private static void requireSame(Mailbox mailbox) {
    if (!Mailbox.of(mailbox.toString()).equals(mailbox)) {
      throw new AssertionError(mailbox + ": reads otherwise than it is written");
    }
  }

  private static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = Target.sorted();
    String[] texts = {
      "alice@example.test",
      "\"Alice, of Example\" <alice@example.test>, bob@[192.0.2.1]",
      "=?utf-8?q?J=C3=BCrgen?= <jürgen@bücher.example>",
      "friends: alice@example.test, bob@example.test;",
      "\"a\\\"b\"@xn--bcher-kva.example (comment (nested))",
      "multipart/signed; boundary=\"b\"; micalg=sha-256; name*0*=utf-8''a%20; name*1=b",
      """
      From: a@example.test
      To: b@example.test,
       c@example.test
      Subject:
       =?utf-8?b?w6Q=?= =?iso-8859-1?q?=E4?=
      Content-Type: text/plain; hp="clear"

      body\
      """
          .replace("\n", "\r\n"),
    };
    for (int i = 0; i < texts.length; i++) {
      seeds.put("text-" + i, texts[i].getBytes(StandardCharsets.UTF_8));
    }
    return seeds;
  }
}
