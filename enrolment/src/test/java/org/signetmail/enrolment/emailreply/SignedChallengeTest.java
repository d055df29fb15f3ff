package org.signetmail.enrolment.emailreply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
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

/** Challenges whose authority signs them with S/MIME (RFC 8823 §3.1 (6), (7)). */
class SignedChallengeTest {
  private static final Mailbox AUTHORITY = Mailbox.of("acme@ca.test");
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final Organization CORP = new Organization();
  private static final SigningIdentity SIGNER = signer(AUTHORITY);

  @Test
  void aSignedOneWithItsHeaderProtectedIsAnswered() throws Exception {
    assertInstanceOf(
        ChallengeMail.Judged.Accepted.class, judge(signed(SIGNER, standard()), CORP.root()));
  }

  @Test
  void aSignerThatIsNotTrustedIsIgnored() throws Exception {
    Certificate other = new Organization().root();
    assertEquals("email-reply.signature", code(judge(signed(SIGNER, standard()), other)));
  }

  @Test
  void aSignerWhoIsSomebodyElseIsIgnored() throws Exception {
    SigningIdentity mallory = signer(Mailbox.of("mallory@ca.test"));
    assertEquals("email-reply.signature", code(judge(signed(mallory, standard()), CORP.root())));
  }

  @Test
  void aHeaderThatWasNotSignedIsNoChallenge() throws Exception {
    MessageSigner.Options bare =
        new MessageSigner.Options(
            MessageSigner.Form.MULTIPART_SIGNED,
            MessageSigner.HeaderProtection.OFF,
            standard().profile());
    assertEquals("email-reply.header-unprotected", code(judge(signed(SIGNER, bare), CORP.root())));
  }

  /** The outside names another token, so the first line of Subject differs from what was signed. */
  @Test
  void aTokenThatWasExchangedOnTheWayIsIgnored() throws Exception {
    String mail = signed(SIGNER, standard());
    String changed = mail.replaceFirst("Subject: ACME: AAAA", "Subject: ACME: BBBB");
    assertEquals("email-reply.header-changed", code(judge(changed, CORP.root())));
  }

  @Test
  void aContentThatWasChangedIsIgnored() throws Exception {
    String mail = signed(SIGNER, standard()).replace("Please answer.", "Please obey!!!");
    assertEquals("email-reply.signature", code(judge(mail, CORP.root())));
  }

  /** A server's word for DKIM does not mend a signature that fails. */
  @Test
  void aBrokenSignatureIsIgnoredWhateverAServerSays() throws Exception {
    String mail =
        "Authentication-Results: mx.example.test; dkim=pass header.d=ca.test\r\n"
            + signed(SIGNER, standard()).replace("Please answer.", "Please obey!!!");
    assertEquals("email-reply.signature", code(judge(mail, CORP.root())));
  }

  private static MessageSigner.Options standard() {
    return MessageSigner.Options.standard();
  }

  private static SigningIdentity signer(Mailbox mailbox) {
    SigningKey key = CORP.signingKey();
    Certificate certificate = CORP.signing(key, mailbox.localPart(), mailbox);
    return new SigningIdentity(key, List.of(certificate, CORP.issuing()));
  }

  private static String signed(SigningIdentity signer, MessageSigner.Options options)
      throws Exception {
    String mail =
        """
        From: acme@ca.test
        To: alice@example.test
        Subject: ACME: AAAAAAAAAAAAAAAAAAAAAAAAAAAA
        Message-ID: <1@ca.test>
        Auto-Submitted: auto-generated; type=acme
        MIME-Version: 1.0
        Content-Type: text/plain

        Please answer.
        """
            .replace("\n", "\r\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Octets message = Octets.of(mail.getBytes(StandardCharsets.US_ASCII))) {
      new MessageSigner(signer, options).sign(message, CORP.now, CORP.random, out);
    }
    return out.toString(StandardCharsets.US_ASCII);
  }

  private static String code(ChallengeMail.Judged judged) {
    return assertInstanceOf(ChallengeMail.Judged.Refused.class, judged)
        .findings()
        .getFirst()
        .code()
        .code();
  }

  private static ChallengeMail.Judged judge(String mail, Certificate root) throws Exception {
    MessageReader reader =
        new MessageReader(
            List.of(),
            new PathValidator.Context(
                List.of(root),
                List.of(),
                RevocationEvidence.NONE,
                RevocationChecking.IF_AVAILABLE,
                PathValidator.PolicyInputs.ANY),
            Spool.standard(),
            MessageReader.Options.standard());
    try (Octets message = Octets.of(mail.getBytes(StandardCharsets.US_ASCII))) {
      return new ChallengeCheck(reader, Set.of("mx.example.test"))
          .judge(message, new ChallengeCheck.Expected(AUTHORITY, ALICE), CORP.now);
    }
  }
}
