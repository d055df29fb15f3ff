package org.signetmail.enrolment.emailreply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.jdkim.DKIMSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.ca.Organization;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/** Who an answer is from: DKIM that is checked here, S/MIME, and what neither shows. */
class ResponseCheckTest {
  private static final Organization CORP = new Organization();
  private static final Mailbox ACME = Mailbox.of("acme@ca.test");
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final String TOKEN = "LgYemJLy3F1LDkiJrdIGbEzyFJyOyf6vBdyZ1TG3sME";
  private static final String DIGEST = "DT-jUy02eWj4yu4MVBlkcDJRdepjnud55byqthL7dOg";
  private static final String COVERED =
      "From:Sender:Reply-To:To:CC:Subject:Date:In-Reply-To:References:Message-ID:Content-Type:"
          + "Content-Transfer-Encoding";
  private static final KeyPair KEY = rsa(2048);
  private static final KeyPair WEAK = rsa(768);
  private static final String GOOD =
      """
      Date: Mon, 23 Nov 2026 12:00:00 +0000
      Message-ID: <1@example.test>
      In-Reply-To: <2@ca.test>
      From: Alice <alice@example.test>
      To: acme@ca.test
      Subject: Re: ACME: %s
      MIME-Version: 1.0
      Content-Type: text/plain; charset=us-ascii
      Content-Transfer-Encoding: 7bit

      Here it is:
      -----BEGIN ACME RESPONSE-----
      DT-jUy02eWj4yu4MVBlkcDJ
      Rdepjnud55byqthL7dOg=
      -----END ACME RESPONSE-----
      """
          .formatted(TOKEN);

  @Test
  void dkimOfTheAuthorsDomainShowsTheAuthor() throws Exception {
    AuthenticResponse response = authentic(judge(dkim(GOOD, "example.test", COVERED, KEY)));
    assertEquals(ALICE, response.from());
    assertEquals(TOKEN, response.token().text());
    assertEquals(Optional.of(DIGEST), response.digest());
  }

  @Test
  void aSignatureOfTheAuthorsOwnShowsTheAuthor() throws Exception {
    assertEquals(Optional.of(DIGEST), authentic(judge(signed(ALICE))).digest());
  }

  @Test
  void aTextAmongAlternativesIsReadAndNoOther() throws Exception {
    String html =
        GOOD.replace(
                    "Content-Type: text/plain; charset=us-ascii\n",
                    "Content-Type: KIND; boundary=b\n")
                .replace("\n\n", "\n\n--b\nContent-Type: text/plain\n\n")
            + "--b\nContent-Type: text/html\n\n<p>no</p>\n--b--\n";
    String alternative = html.replace("KIND", "multipart/alternative");
    assertEquals(
        Optional.of(DIGEST),
        authentic(judge(dkim(alternative, "example.test", COVERED, KEY))).digest());
    String mixed = html.replace("KIND", "multipart/mixed");
    assertEquals(
        Optional.empty(), authentic(judge(dkim(mixed, "example.test", COVERED, KEY))).digest());
    String twice = GOOD + GOOD.substring(GOOD.indexOf("-----BEGIN"));
    assertEquals(
        Optional.empty(), authentic(judge(dkim(twice, "example.test", COVERED, KEY))).digest());
  }

  /** A change to what is signed, before it is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-token | Re: ACME: | Re:",
        "no-token | ACME: LgYem | ACME: L+/em",
        "no-token | LgYemJLy3F1LDkiJrdIGbEzyFJyOyf6vBdyZ1TG3sME | AAAA",
        "field-count | Date: Mon, 23 Nov 2026 12:00:00 +0000\\n | ''",
        "field-count | From: | From: bob@example.test\\nFrom:",
        "field-malformed | Alice <alice@example.test> | alice@example.test, bob@example.test",
        "field-malformed | To: acme@ca.test | To: acme@ca.test, other@ca.test",
        "automatic | MIME-Version | Auto-Submitted: auto-replied\\nMIME-Version",
        "automatic | MIME-Version | Precedence: list\\nMIME-Version",
        "mailing-list | MIME-Version | List-Post: <mailto:all@example.test>\\nMIME-Version",
        "resent | MIME-Version | Resent-To: carol@example.test\\nMIME-Version",
      })
  void anythingElseIsRefused(String code, String from, String to) throws Exception {
    String changed = GOOD.replace(from.replace("\\n", "\n"), to.replace("\\n", "\n"));
    refused(code, judge(dkim(changed, "example.test", COVERED, KEY)));
  }

  /** Words of the signer, and what is changed after it signed. */
  @Test
  void aSignatureThatDoesNotHoldOrCoverIsNone() throws Exception {
    String good = dkim(GOOD, "example.test", COVERED, KEY);
    refused("not-authenticated", judge(GOOD));
    refused("not-authenticated", judge(good.replace("Here it is", "Here you are")));
    refused("not-authenticated", judge(good.replace("Subject: Re:", "Subject: Aw:")));
    refused("not-authenticated", judge("Reply-To: eve@evil.test\n" + good));
    refused("not-authenticated", judge(dkim(GOOD, "evil.test", COVERED, KEY)));
    refused("not-authenticated", judge(dkim(GOOD, "example.test", COVERED, rsa(2048))));
    refused(
        "dkim-covers-little",
        judge(dkim(GOOD, "example.test", COVERED.replace("Reply-To:", ""), KEY)));
    refused("not-authenticated", judge(good.replaceFirst("a=rsa-sha256", "a=rsa-sha1")));
    String six = good.substring(0, good.indexOf("Date: Mon")).repeat(6) + GOOD;
    refused("not-authenticated", judge(six));
    refused("automatic", judge(good, Optional.empty()));
    refused("too-large", judge(good + "x".repeat(ResponseCheck.LARGEST)));
  }

  @Test
  void aBodyThatMayGrowBehindTheSignatureIsNotSigned() throws Exception {
    String unbounded = dkim(GOOD, "example.test", COVERED, KEY, "l=10; ");
    refused("not-authenticated", judge(unbounded));
  }

  @Test
  void aWeakKeyInDnsCountsForNothing() throws Exception {
    String from = GOOD.replace("alice@example.test", "alice@weak.test");
    refused("not-authenticated", judge(dkim(from, "weak.test", COVERED, WEAK)));
    String silent = GOOD.replace("alice@example.test", "alice@silent.test");
    assertInstanceOf(
        AuthenticResponse.Judged.Undecided.class, judge(dkim(silent, "silent.test", COVERED, KEY)));
  }

  /** A server's word and DKIM do not mend a signature that fails. */
  @Test
  void aBrokenSignatureIsRefusedWhateverDkimSays() throws Exception {
    String broken = signed(ALICE).replace("Here it is", "Here we go");
    refused("signature", judge(dkim(broken, "example.test", COVERED, KEY)));
    refused("signature", judge(signed(Mailbox.of("mallory@example.test"))));
  }

  private static void refused(String code, AuthenticResponse.Judged judged) {
    assertEquals(
        "email-response." + code,
        assertInstanceOf(AuthenticResponse.Judged.Refused.class, judged)
            .findings()
            .getFirst()
            .code()
            .code());
  }

  private static AuthenticResponse authentic(AuthenticResponse.Judged judged) {
    return assertInstanceOf(
            AuthenticResponse.Judged.Authentic.class, judged, () -> String.valueOf(judged))
        .response();
  }

  private static AuthenticResponse.Judged judge(String mail) throws IOException {
    return judge(mail, Optional.of(ALICE));
  }

  private static AuthenticResponse.Judged judge(String mail, Optional<Mailbox> sender)
      throws IOException {
    MessageReader reader =
        new MessageReader(
            List.of(),
            new PathValidator.Context(
                List.of(CORP.root()),
                List.of(),
                RevocationEvidence.NONE,
                RevocationChecking.IF_AVAILABLE,
                PathValidator.PolicyInputs.ANY),
            Spool.standard(),
            MessageReader.Options.standard());
    DkimKeys keys =
        name ->
            switch (name) {
              case "s1._domainkey.example.test", "s1._domainkey.evil.test" -> List.of(text(KEY));
              case "s1._domainkey.weak.test" -> List.of(text(WEAK));
              case "s1._domainkey.silent.test" -> throw new IOException("no answer");
              default -> List.of();
            };
    byte[] octets =
        mail.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    try (Octets message = Octets.of(octets)) {
      return new ResponseCheck(reader, Set.of(), keys).judge(message, sender, ACME, CORP.now);
    }
  }

  private static String signed(Mailbox signer) throws IOException {
    SigningKey key = CORP.signingKey();
    Certificate certificate = CORP.signing(key, signer.localPart(), signer);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] plain = GOOD.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    try (Octets message = Octets.of(plain)) {
      new MessageSigner(
              new SigningIdentity(key, List.of(certificate, CORP.issuing())),
              MessageSigner.Options.standard())
          .sign(message, CORP.now, CORP.random, out);
    }
    return out.toString(StandardCharsets.US_ASCII);
  }

  private static String dkim(String mail, String domain, String fields, KeyPair key)
      throws Exception {
    return dkim(mail, domain, fields, key, "");
  }

  private static String dkim(String mail, String domain, String fields, KeyPair key, String more)
      throws Exception {
    String template =
        "v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=s1; h=%s; %sbh=; b=;"
            .formatted(domain, fields, more);
    byte[] octets =
        mail.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    String field =
        new DKIMSigner(template, key.getPrivate()).sign(new ByteArrayInputStream(octets));
    return field + "\n" + mail;
  }

  private static String text(KeyPair key) {
    return "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
  }

  private static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
