package org.signetmail.pkix.cmp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;

/** What an authority answers (PKIBody, RFC 9810 §5.3). */
public sealed interface CmpAnswer {

  /**
   * Here is the certificate.
   *
   * @param trusted caPubs: the root, for whom a MAC shows that it is ours (RFC 9483 §4.1)
   * @param path above the certificate, to go along
   * @param confirmBy until when the client confirms it; empty where it need not
   */
  record Certified(
      CmpBody.Request to,
      Certificate certificate,
      List<Certificate> trusted,
      List<Certificate> path,
      Optional<Instant> confirmBy)
      implements CmpAnswer {
    public Certified {
      trusted = List.copyOf(trusted);
      path = List.copyOf(path);
    }
  }

  /** Somebody decides first (RFC 9483 §4.4). */
  record Waiting(CmpBody.Request to, String words) implements CmpAnswer {}

  /** There will be no certificate. */
  record Refused(CmpBody.Request to, CmpFailure failure, String words) implements CmpAnswer {}

  /** Nothing is decided yet; ask again after a while, in whole seconds. */
  record PollAgain(CmpBody.Request to, Duration after) implements CmpAnswer {}

  /** The certificate has ended. */
  record Revoked() implements CmpAnswer {}

  /** The certificate stays as it was. */
  record NotRevoked(CmpFailure failure, String words) implements CmpAnswer {}

  /** The confirmation came (pkiConf). */
  record Confirmed() implements CmpAnswer {}

  /** The authorities between people and root (RFC 9483 §4.3.1). */
  record Authorities(List<Certificate> certificates) implements CmpAnswer {
    public Authorities {
      certificates = List.copyOf(certificates);
    }
  }

  /** There is no other root than the one that is known (RFC 9483 §4.3.2). */
  record SameRoot() implements CmpAnswer {}

  /**
   * What a request should have in it (RFC 9483 §4.3.3): a subject, alternative names, and the key
   * usage digitalSignature.
   */
  record RequestTemplate() implements CmpAnswer {}

  /** Nothing is known of what was asked. */
  record NothingKnown() implements CmpAnswer {}

  /** The message is not taken (RFC 9483 §3.6.4). */
  record Failed(CmpFailure failure, String words) implements CmpAnswer {}
}
