package org.signetmail.enrolment.emailreply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.testkit.Fixtures;

/** Which mails are answered, and which are ignored (RFC 8823 §3.1). */
class ChallengeMailTest {
  private static final String PART = "LgYemJLy3F1LDkiJrdIGbEzyFJyOyf6vBdyZ1TG3sME";
  private static final ChallengeCheck.Expected EXPECTED =
      new ChallengeCheck.Expected(
          Mailbox.of("acme-generator@example.org"), Mailbox.of("alexey@example.com"));
  private static final String COVERED =
      "From:Sender:Reply-To:To:CC:Subject:Date:In-Reply-To:References:Message-ID:Auto-Submitted:"
          + "Content-Type:Content-Transfer-Encoding";
  private static final String GOOD =
      """
      Authentication-Results: mx.example.com 1 (all (of) it); spf=pass smtp.mailfrom=example.org;
       dkim=pass (2048-bit key) reason="good; so \\"far\\"" header.d=Example.org header.b=xyz
      DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s1;
       h=%s; bh=AA==; b=xyz
      Auto-Submitted: auto-generated; type=acme
      Date: Sat, 5 Dec 2020 10:08:55 +0100
      Message-ID: <A2299BB.FF7788@example.org>
      From: acme-generator@example.org
      To: Alexey <alexey@example.com>
      Subject: ACME: LgYemJLy3F1LDki
       JrdIGbEzyFJyOyf6vBdyZ1TG3sME=
      Content-Type: text/plain
      MIME-Version: 1.0

      This is an automatically generated ACME challenge.
      """
          .formatted(COVERED);

  @Test
  void aChallengeThatOurServerVouchesForIsAnswered() throws Exception {
    ChallengeMail mail = accepted(judge(GOOD));
    assertEquals(PART, mail.token().text());
    assertEquals(Mailbox.of("acme-generator@example.org"), mail.answerTo());
    ResponseMail response =
        ResponseMail.to(
            mail,
            new TokenPart("DGyRejmCefe7v4NfDGDKfA"),
            "HnWjTDnyqlCrm6tZ-6wX-TrEXgRdeNu9G71gqxSO6o0",
            Instant.parse("2026-11-23T12:00:00Z"),
            "one");
    String text = new String(response.octets(), StandardCharsets.US_ASCII);
    assertEquals(
        """
        Date: Mon, 23 Nov 2026 12:00:00 +0000
        Message-ID: <one@example.com>
        In-Reply-To: <A2299BB.FF7788@example.org>
        References: <A2299BB.FF7788@example.org>
        From: alexey@example.com
        To: acme-generator@example.org
        Subject: Re: ACME: %s
        MIME-Version: 1.0
        Content-Type: text/plain; charset=us-ascii
        Content-Transfer-Encoding: 7bit

        -----BEGIN ACME RESPONSE-----
        DT-jUy02eWj4yu4MVBlkcDJRdepjnud55byqthL7dOg
        -----END ACME RESPONSE-----
        """
            .formatted(PART)
            .replace("\n", "\r\n"),
        text);
  }

  @Test
  void theSubjectMayBeInEncodedWordsAndTheAnswerGoesToReplyTo() throws Exception {
    String head = GOOD.substring(0, GOOD.indexOf("Auto-Submitted: "));
    String fixture = Files.readString(fixture("challenge.eml")).replace("\r\n", "\n");
    ChallengeMail mail = accepted(judge(head + fixture));
    assertEquals(PART, mail.token().text());
    assertEquals(Mailbox.of("acme-validator@example.org"), mail.answerTo());
  }

  @Test
  void aServerThatNamesTheUserAloneIsUnderstood() throws Exception {
    String byUser = GOOD.replace("header.d=Example.org", "header.i=@example.org");
    accepted(judge(byUser));
    refused("email-reply.not-authenticated", byUser.replace("d=example.org", "d=org"));
  }

  /** One change to a good challenge, written as what is replaced and by what. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not-authenticated | Authentication-Results: mx.example.com | Authentication-Results:"
            + " mx.evil.test",
        "not-authenticated | Authentication-Results: mx | Authentication-Results: mx.example.com;"
            + " none\\nAuthentication-Results: mx",
        "not-authenticated | dkim=pass | dkim=fail",
        "not-authenticated | dkim=pass | (dkim=pass) dkim=fail",
        "not-authenticated | header.d=Example.org | header.d=evil.test",
        "dkim-covers-little | To:CC:Subject: | To:CC:",
        "dkim-covers-little | d=example.org; s=s1 | d=evil.test; s=s1",
        "dkim-covers-little | Auto-Submitted: auto | DKIM-Signature: d=example.org; h=From;"
            + " b=x\\nAuto-Submitted: auto",
        "not-automatic | Auto-Submitted: auto-generated; type=acme\\n | ''",
        "not-automatic | auto-generated; type=acme | no",
        "not-automatic | auto-generated; type=acme | auto-replied",
        "wrong-from | From: acme-generator@example.org | From: other@example.org",
        "field-malformed | From: acme-generator@example.org | From: a@example.org, b@example.org",
        "field-count | From: acme-generator@example.org | From: acme-generator@example.org\\nFrom:"
            + " b@example.org",
        "wrong-recipient | alexey@example.com | eve@example.com",
        "wrong-recipient | <alexey@example.com> | <alexey@example.com>, eve@example.com",
        "field-count | Subject: ACME: | Subject: ACME: AAAAAAAAAAAAAAAAAAAAAAAA\\nSubject: ACME:",
        "is-a-reply | Subject: ACME: | Subject: Re: ACME:",
        "not-a-challenge | Subject: ACME: | Subject: ACME",
        "not-a-challenge | Subject: ACME: | Subject: Fwd: ACME:",
        "charset | Subject: ACME: LgYemJLy3F1LDki | Subject:"
            + " =?ISO-8859-1?Q?ACME:_LgYemJLy3F1LDki?=",
        "token-malformed | LgYemJLy3F1LDki | LgYemJLy+/1LDki",
        "token-malformed | JrdIGbEzyFJyOyf6vBdyZ1TG3sME= | JrdIGbEzyFJyOyf6vBdyZ1TG3sMExx",
        "token-short | LgYemJLy3F1LDki | ''",
        "mailing-list | MIME-Version: 1.0 | MIME-Version: 1.0\\nList-Id: <all.example.com>",
        "mailing-list | MIME-Version: 1.0 | MIME-Version: 1.0\\nlist-unsubscribe:"
            + " <mailto:x@example.com>",
        "field-malformed | <A2299BB.FF7788@example.org> | A2299BB FF7788",
        "field-count | Message-ID: <A2299BB.FF7788@example.org>\\n | ''",
      })
  void anythingElseIsIgnored(String code, String from, String to) throws Exception {
    String what = from.replace("\\n", "\n");
    String changed =
        code.equals("token-short")
            ? GOOD.replace("JrdIGbEzyFJyOyf6vBdyZ1TG3sME=", "JrdIG")
            : GOOD.replace(what, to.replace("\\n", "\n"));
    assertTrue(!changed.equals(GOOD), "the case changes something");
    refused("email-reply." + code, changed);
  }

  @Test
  void aServerThatNobodyNamedIsNotBelieved() throws Exception {
    var judged = check(List.of(), Set.of()).judge(octets(GOOD), EXPECTED, Instant.now());
    assertEquals("email-reply.not-authenticated", code(judged));
  }

  /**
   * The mails of another client's tests. What it calls valid is refused as well: it is signed with
   * SHA-1 (RFC 8551 §2.1), or its signature carries another content than stands beside it.
   */
  @ParameterizedTest
  @CsvSource({
    "valid-mail, valid-ca@example.com, recipient@example.org, sha-1 is not accepted",
    "invalid-signed-mail, valid-ca@example.com, recipient@example.org, failed",
    "invalid-nosan, valid-ca@example.com, recipient@example.org, failed",
    "invalid-cert-mismatch, different-ca@example.org, recipient@example.org, failed",
    "invalid-protected-mail-from, tampered-ca@example.org, recipient@example.org, failed",
    "invalid-protected-mail-to, valid-ca@example.com, tampered-recipient@example.com, failed",
    "invalid-protected-mail-subject, valid-ca@example.com, recipient@example.org, failed",
    "valid-mail-7508, acme-challenge@dc-bsd.my.corp, gitlab@dc-bsd.my.corp, carries another",
  })
  void signedChallengesOfAnotherClient(String name, String from, String to, String why)
      throws Exception {
    List<Certificate> roots =
        Certificates.read(Files.readAllBytes(fixture("valid-signer.pem")), "valid-signer.pem");
    var expected = new ChallengeCheck.Expected(Mailbox.of(from), Mailbox.of(to));
    try (Octets mail = Octets.of(Files.readAllBytes(fixture(name + ".eml")))) {
      var judged =
          check(roots, Set.of("mx.example.com"))
              .judge(mail, expected, Instant.parse("2022-12-01T00:00:00Z"));
      assertEquals("email-reply.signature", code(judged));
      assertTrue(judged.toString().contains(why), judged.toString());
    }
  }

  private static Path fixture(String name) {
    return Fixtures.data("acme-email").resolve(name);
  }

  private static ChallengeMail.Judged judge(String mail) throws Exception {
    return check(List.of(), Set.of("MX.example.com")).judge(octets(mail), EXPECTED, Instant.now());
  }

  private static void refused(String code, String mail) throws Exception {
    assertEquals(code, code(judge(mail)));
  }

  private static ChallengeMail accepted(ChallengeMail.Judged judged) {
    return assertInstanceOf(ChallengeMail.Judged.Accepted.class, judged, judged::toString).mail();
  }

  private static String code(ChallengeMail.Judged judged) {
    return assertInstanceOf(ChallengeMail.Judged.Refused.class, judged)
        .findings()
        .getFirst()
        .code()
        .code();
  }

  private static Octets octets(String text) {
    return Octets.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static ChallengeCheck check(List<Certificate> roots, Set<String> servers) {
    return new ChallengeCheck(
        new MessageReader(
            List.of(),
            new PathValidator.Context(
                roots,
                List.of(),
                RevocationEvidence.NONE,
                RevocationChecking.IF_AVAILABLE,
                PathValidator.PolicyInputs.ANY),
            Spool.standard(),
            MessageReader.Options.standard()),
        servers);
  }
}
