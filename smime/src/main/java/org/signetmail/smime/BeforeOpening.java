package org.signetmail.smime;

import java.util.Optional;
import org.signetmail.pkix.Finding;

/**
 * What was known of a message before encryption was opened that proves nothing. Where its inside
 * then cannot be followed to the end, this is known again and no more: what exactly was wrong
 * inside, told often enough, decrypts the message for whoever changes it (RFC 3218 §2.3, EFAIL).
 */
record BeforeOpening(int steps, int signed, int findings, boolean claimsSignature) {
  static BeforeOpening of(Layers layers) {
    return new BeforeOpening(
        layers.steps.size(), layers.signed.size(), layers.findings.size(), layers.claimsSignature);
  }

  /** Whether what came to light since is something that did not go well. */
  boolean isInVain(Layers layers) {
    return !layers.isReadable
        && layers.findings.stream().skip(findings).anyMatch(BeforeOpening::isFailure);
  }

  private static boolean isFailure(Finding finding) {
    return finding.isError() || finding.code() == MessageFinding.NOT_FOR_US;
  }

  void restore(Layers layers) {
    layers.steps.subList(steps, layers.steps.size()).clear();
    layers.signed.subList(signed, layers.signed.size()).clear();
    layers.findings.subList(findings, layers.findings.size()).clear();
    layers.claimsSignature = claimsSignature;
    Opening.Refused refused = Opener.failed(Opening.Authenticity.UNAUTHENTICATED);
    layers.findings.addAll(refused.findings());
    layers.opening = Optional.of(refused);
  }
}
