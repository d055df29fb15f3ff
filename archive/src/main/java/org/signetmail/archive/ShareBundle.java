package org.signetmail.archive;

import java.util.List;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.internal.SealedShareLines;
import org.signetmail.pkix.KeyId;

/**
 * What one officer takes to his own machine to decide a case: the request as it was signed, and his
 * sealed share of each key.
 *
 * <p>Nobody signs it, because nothing in it is believed: the request carries its own signature, and
 * each share says under its seal what it is a share of.
 *
 * <pre>{@code
 * signet recovery bundle 1
 * case: R-7K3Q-M2
 * officer: 03ab…
 * request: c2ln…             the signed request, in base64
 * share: 9f86… 2 MIIB…       key, index, sealed share in base64; one line a key
 * }</pre>
 *
 * @param caseId which case
 * @param officer for whom: the officer's encryption key
 * @param request the signed request, as a file
 * @param shares sealed to the officer, in the order of the keys in the request
 */
public record ShareBundle(
    CaseId caseId, KeyId officer, byte[] request, List<ResealedShare> shares) {
  private static final String TITLE = "signet recovery bundle 1";

  public ShareBundle {
    shares = List.copyOf(shares);
  }

  /** The file. */
  public byte[] encoded() {
    DocumentText.Writer out =
        new DocumentText.Writer(TITLE)
            .add("case", caseId.text())
            .add("officer", officer.hex())
            .add("request", request);
    SealedShareLines.write(out, shares);
    return out.octets();
  }

  public static ShareBundle of(byte[] file) throws MalformedDocument {
    DocumentText.Reader in = new DocumentText.Reader(TITLE, file);
    CaseId caseId = in.takeCase("case");
    KeyId officer = in.takeKey("officer");
    byte[] request = in.takeOctets("request");
    List<ResealedShare> shares = SealedShareLines.read(in);
    in.end();
    return new ShareBundle(caseId, officer, request, shares);
  }
}
