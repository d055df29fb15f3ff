package org.signetmail.archive;

import java.time.Instant;
import java.util.List;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.internal.SealedShareLines;
import org.signetmail.archive.internal.SignedText;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.SigningIdentity;

/**
 * An officer's word on a case, signed on the officer's own machine. It names the case, the very
 * request (by digest) and its receiver (by fingerprint), so that it counts for nothing else.
 *
 * <pre>{@code
 * signet recovery approval 1
 * case: R-7K3Q-M2
 * request: 5e88…
 * receiver: 77af…
 * officer: 03ab…
 * share: 9f86… 2 MIIB…       sealed again, to the receiver; one line a key
 * -----BEGIN CMS-----
 * …
 * }</pre>
 *
 * A denial has the title {@code signet recovery denial 1}, and {@code why: …} instead of shares.
 */
public sealed interface OfficerDecision {
  CaseId caseId();

  /** SHA-256 of the signed request, in hexadecimal. */
  String request();

  /** SHA-256 of the receiver's certificate, in hexadecimal. */
  String receiver();

  /** The officer's encryption key. */
  KeyId officer();

  /** Yes: here is my share of each key, for the receiver. */
  record Approval(
      CaseId caseId, String request, String receiver, KeyId officer, List<ResealedShare> shares)
      implements OfficerDecision {
    /** The first line of the file. */
    public static final String TITLE = "signet recovery approval 1";

    public Approval {
      shares = List.copyOf(shares);
    }

    /** The file. */
    public byte[] signed(SigningIdentity signer, Instant at) {
      return SignedText.sign(text(), signer, at).encoded();
    }

    public static Approval of(byte[] document) throws MalformedDocument {
      DocumentText.Reader in =
          new DocumentText.Reader(TITLE, SignedText.of(TITLE, document).text());
      Approval approval =
          new Approval(
              in.takeCase("case"),
              in.take("request"),
              in.take("receiver"),
              in.takeKey("officer"),
              SealedShareLines.read(in));
      in.end();
      return approval;
    }

    /** The officer's file again, as evidence, from what the case keeps. */
    public static byte[] document(RecoveryCase recovery, Step.Approved step) {
      Approval approval =
          new Approval(
              new CaseId(recovery.id()),
              SignedText.digest(recovery.request()),
              recovery.receiver().certificate().fingerprint(),
              step.officer(),
              step.shares());
      return new SignedText(approval.text(), step.signature()).encoded();
    }

    private byte[] text() {
      DocumentText.Writer out = OfficerDecision.header(TITLE, this);
      SealedShareLines.write(out, shares);
      return out.octets();
    }
  }

  /** No, and why. */
  record Denial(CaseId caseId, String request, String receiver, KeyId officer, String why)
      implements OfficerDecision {
    /** The first line of the file. */
    public static final String TITLE = "signet recovery denial 1";

    /**
     * @throws IllegalArgumentException when the reason is not one line of 1 to 2000 characters
     */
    public Denial {
      if (why.isEmpty() || why.length() > 2000 || !DocumentText.fits(why)) {
        throw new IllegalArgumentException(
            "denial: the reason must be one line of 1 to 2000 characters; say in it why not");
      }
    }

    /** The file. */
    public byte[] signed(SigningIdentity signer, Instant at) {
      return SignedText.sign(text(), signer, at).encoded();
    }

    public static Denial of(byte[] document) throws MalformedDocument {
      DocumentText.Reader in =
          new DocumentText.Reader(TITLE, SignedText.of(TITLE, document).text());
      CaseId caseId = in.takeCase("case");
      String request = in.take("request");
      String receiver = in.take("receiver");
      KeyId officer = in.takeKey("officer");
      String why = in.take("why");
      in.end();
      try {
        return new Denial(caseId, request, receiver, officer, why);
      } catch (IllegalArgumentException e) {
        throw new MalformedDocument(TITLE + ": " + e.getMessage(), e);
      }
    }

    /** The officer's file again, as evidence, from what the case keeps. */
    public static byte[] document(RecoveryCase recovery, Step.Denied step) {
      Denial denial =
          new Denial(
              new CaseId(recovery.id()),
              SignedText.digest(recovery.request()),
              recovery.receiver().certificate().fingerprint(),
              step.officer(),
              step.why());
      return new SignedText(denial.text(), step.signature()).encoded();
    }

    private byte[] text() {
      return OfficerDecision.header(TITLE, this).add("why", why).octets();
    }
  }

  private static DocumentText.Writer header(String title, OfficerDecision decision) {
    return new DocumentText.Writer(title)
        .add("case", decision.caseId().text())
        .add("request", decision.request())
        .add("receiver", decision.receiver())
        .add("officer", decision.officer().hex());
  }
}
