package org.signetmail.rollout;

import java.time.Instant;
import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/**
 * A certificate that was found, whoever issued it.
 *
 * @param fingerprint SHA-256 of its DER, in hex
 * @param owners the mailboxes it names
 * @param issuer the name of the authority
 * @param until when it ends
 */
public record FoundCertificate(
    String fingerprint,
    List<Mailbox> owners,
    String issuer,
    Instant until,
    Use use,
    Origin origin) {

  /** What it is for. */
  public enum Use {
    SIGNING,
    ENCRYPTION,
    BOTH
  }

  /** Where it was found. */
  public enum Origin {
    /** In signed mail of the sample. */
    SAMPLE,
    /** In this system's own directory. */
    DIRECTORY
  }

  public FoundCertificate {
    owners = List.copyOf(owners);
  }

  static FoundCertificate of(Certificate certificate, Origin origin) {
    Use use =
        certificate.maySign() && certificate.mayEncrypt()
            ? Use.BOTH
            : certificate.mayEncrypt() ? Use.ENCRYPTION : Use.SIGNING;
    return new FoundCertificate(
        certificate.fingerprint(),
        certificate.mailboxes(),
        certificate.issuer(),
        certificate.notAfter(),
        use,
        origin);
  }

  /** As it stands in evidence. */
  public String id() {
    return "certificate/" + fingerprint.substring(0, 16);
  }
}
