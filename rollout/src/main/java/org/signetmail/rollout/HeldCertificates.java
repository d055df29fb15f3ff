package org.signetmail.rollout;

import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/** Which certificates a person of the organisation has. Safe for use by many threads. */
@FunctionalInterface
public interface HeldCertificates {

  /** Every certificate of the person that was not revoked, expired ones too, in any order. */
  List<Certificate> of(Mailbox owner);
}
