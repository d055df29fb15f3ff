package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.archive.Investigation.Examined;
import org.signetmail.archive.Investigation.LeftOut;
import org.signetmail.archive.Organization.Person;
import org.signetmail.smime.MessageEncrypter;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/** Which messages are opened on a station, and which are not. */
class InvestigationScopeTest {
  private static final String DATE = "Date: Mon, 2 Feb 2026 10:00:00 +0000";
  private static final String EVE = "From: eve@example.test";
  private static final String BOB = "To: bob@example.test";

  private final Organization organization = new Organization();
  private final Person bob = organization.person("bob@example.test");
  private final Person carol = organization.person("carol@example.test");
  private final Investigation investigation =
      new Investigation(
          Scope.of("2026-01-01,2026-03-31,eve@example.test"),
          List.of(bob.encryption()),
          organization.trust(),
          Spool.standard(),
          Organization.NOW);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Date: Mon, 2 Feb 2026 10:00:00 +0000 | From: eve@example.test  | To: bob@example.test
          Date: 2 Feb 2026 10:00:00 -0100      | From: x@example.test    | To: bob@example.test, Eve <EVE@example.test>
          Date: Mon, 2 Feb 2026 10:00:00 +0000 (UTC) | From: bob@example.test | Cc: eve@example.test
          Date: Wed, 31 Dec 2025 23:30:00 -0100 | From: eve@example.test | To: bob@example.test
          """)
  void inScopeIsOpened(String date, String from, String to) throws IOException {
    try (Examined examined = investigation.examine(toBob(date, from, to))) {
      assertEquals(Optional.empty(), examined.leftOut());
      assertTrue(text(examined).contains("The letter."));
      assertEquals("<1@example.test>", examined.messageId());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OUT_OF_TIME     | Date: Wed, 31 Dec 2025 23:59:59 +0000 | From: eve@example.test | To: bob@example.test
          OUT_OF_TIME     | Date: Wed, 1 Apr 2026 00:00:00 +0000  | From: eve@example.test | To: bob@example.test
          OUT_OF_TIME     | Date: Thu, 1 Jan 2026 00:30:00 +0100  | From: eve@example.test | To: bob@example.test
          OTHER_MAILBOXES | Date: Mon, 2 Feb 2026 10:00:00 +0000  | From: x@example.test   | To: bob@example.test
          OTHER_MAILBOXES | Date: Mon, 2 Feb 2026 10:00:00 +0000  | From: x@example.test   | Reply-To: eve@example.test
          OTHER_MAILBOXES | Date: Mon, 2 Feb 2026 10:00:00 +0000  | From: x@example.test   | To: "eve@example.test" <y@example.test>
          NO_DATE         | Date: yesterday                       | From: eve@example.test | To: bob@example.test
          NO_DATE         | X-Date: Mon, 2 Feb 2026 10:00:00 +0000 | From: eve@example.test | To: bob@example.test
          """)
  void outOfScopeIsLeftClosed(LeftOut why, String date, String from, String to) throws IOException {
    leftOut(why, toBob(date, from, to));
  }

  @Test
  void twoDatesAreNone() throws IOException {
    leftOut(LeftOut.NO_DATE, toBob(DATE, DATE, EVE));
  }

  @Test
  void whatTheAuthorProtectedCountsAndNotWhatSomebodyWroteOutside() throws IOException {
    String mail =
        new String(
            toBob("Date: Mon, 2 Jun 2025 10:00:00 +0000", EVE, BOB).toByteArray(),
            StandardCharsets.ISO_8859_1);
    String moved = mail.replaceFirst("Date: [^\r\n]*", DATE);
    leftOut(
        LeftOut.PROTECTED_HEADER_OUT_OF_SCOPE,
        Octets.of(moved.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void mailToOthersAndBrokenMailIsNamedAsSuch() throws IOException {
    leftOut(LeftOut.OTHER_KEYS, encrypted(carol, DATE, EVE, BOB));
    byte[] broken = toBob(DATE, EVE, BOB).toByteArray();
    String text = new String(broken, StandardCharsets.ISO_8859_1);
    int body = text.indexOf("\r\n\r\n") + 4;
    String cut = text.substring(0, body + (text.length() - body) / 2);
    leftOut(LeftOut.DOES_NOT_OPEN, Octets.of(cut.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void leftOut(LeftOut why, Octets message) throws IOException {
    try (Examined examined = investigation.examine(message)) {
      assertEquals(Optional.of(why), examined.leftOut());
      assertEquals(Optional.empty(), examined.given());
      assertEquals("-", examined.verdict());
    }
  }

  private Octets toBob(String... fields) throws IOException {
    return encrypted(bob, fields);
  }

  private Octets encrypted(Person to, String... fields) throws IOException {
    String message =
        String.join("\r\n", fields)
            + "\r\nMessage-ID: <1@example.test>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: text/plain\r\n\r\nThe letter.\r\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageEncrypter(
            List.of(to.encryption().certificate()), MessageEncrypter.Options.standard())
        .encrypt(Octets.of(message.getBytes(StandardCharsets.UTF_8)), organization.random, out);
    return Octets.of(out.toByteArray());
  }

  private static String text(Examined examined) throws IOException {
    return new String(examined.given().orElseThrow().toByteArray(), StandardCharsets.UTF_8);
  }
}
