package org.signetmail.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.enrolment.acme.IssueMail;
import org.signetmail.enrolment.acme.MailCaa;
import org.signetmail.enrolment.acme.Refusal;
import org.signetmail.enrolment.emailreply.AuthenticResponse;
import org.signetmail.enrolment.emailreply.ResponseCheck;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.web.acme.AccountJwk;
import org.signetmail.web.acme.SignedRequest;

/** What strangers send to an ACME server: requests, mails that answer, records of their domains. */
final class AcmeInput {
  static final Map<String, byte[]> REQUEST_SEEDS =
      Map.of(
          "by-key",
          request(
              """
              {"alg":"ES256","nonce":"n","url":"https://ca.test/acme/new-account","jwk":{"kty":"EC",\
              "crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",\
              "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}}\
              """,
              "{\"contact\":[\"mailto:a@example.test\"]}"),
          "by-account",
          request(
              """
              {"alg":"EdDSA","nonce":"n","url":"https://ca.test/acme/order/1",\
              "kid":"https://ca.test/acme/account/1"}\
              """,
              ""));

  static final Map<String, byte[]> ANSWER_SEEDS =
      Map.of(
          "plain",
          text(
              """
              DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=example.test; s=s1;
               h=From:To:Subject; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA
              From: alice@example.test
              To: acme@ca.test
              Subject: Re: ACME: LgYemJLy3F1LDkiJrdIGbEzyFJyOyf6vBdyZ1TG3sME
              Date: Mon, 23 Nov 2026 12:00:00 +0000
              Message-ID: <1@example.test>
              Content-Type: multipart/alternative; boundary=b

              --b

              -----BEGIN ACME RESPONSE-----
              DT-jUy02eWj4yu4MVBlkcDJRdepjnud55byqthL7dOg
              -----END ACME RESPONSE-----
              --b--
              """));

  static final Map<String, byte[]> CAA_SEEDS =
      Map.of(
          "ours", text("ca.test; account=1; policy=a"),
          "nobody", text(";"));

  private static final ResponseCheck CHECK =
      new ResponseCheck(
          new MessageReader(
              List.of(),
              new PathValidator.Context(
                  List.of(),
                  List.of(),
                  RevocationEvidence.NONE,
                  RevocationChecking.IF_AVAILABLE,
                  PathValidator.PolicyInputs.ANY),
              Spool.standard(),
              MessageReader.Options.standard()),
          Set.of(),
          name -> List.of("v=DKIM1; p=AAAA"));

  private AcmeInput() {}

  /** One that is read names one signer, and is not signed by chance. */
  static void request(byte[] input) {
    try {
      SignedRequest request = SignedRequest.of(input);
      if (request.signer() instanceof SignedRequest.Signer.ByKey(Map<String, Object> jwk)
          && request.isBy(AccountJwk.of(jwk))) {
        throw new AssertionError("a signature that nobody made holds");
      }
    } catch (Refusal refusal) {
      Messages.requireOneLine(new IOException(refusal.problem().detail()));
    }
  }

  /** Nobody's key is known, so nobody is shown to be its author. */
  static void answer(byte[] input) {
    try (Octets message = Octets.of(input)) {
      AuthenticResponse.Judged judged =
          CHECK.judge(
              message,
              Optional.of(Mailbox.of("alice@example.test")),
              Mailbox.of("acme@ca.test"),
              Instant.parse("2026-11-23T12:00:00Z"));
      if (judged instanceof AuthenticResponse.Judged.Authentic) {
        throw new AssertionError("an author is shown by nothing");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Who is not named may not issue. */
  static void caa(byte[] input) {
    String value = new String(input, StandardCharsets.ISO_8859_1);
    MailCaa dns = domain -> List.of(new MailCaa.Property(0, "issuemail", value));
    boolean isAllowed = new IssueMail(dns, Set.of("ca.test")).objection("example.test").isEmpty();
    if (isAllowed && !value.toLowerCase(java.util.Locale.ROOT).strip().startsWith("ca.test")) {
      throw new AssertionError("lets us issue: " + value);
    }
  }

  private static byte[] request(String header, String payload) {
    return text(
        "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}"
            .formatted(base64url(header), base64url(payload), "A".repeat(86)));
  }

  private static String base64url(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text(text));
  }

  private static byte[] text(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
