package org.signetmail.lookup.served;

import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;

/** What the directory tells of authorities. Safe for use by many threads. */
public interface ServedAuthorities {
  /** Certificates of ours, the root first. */
  List<Certificate> authorities();

  /** The complete revocation list of now, DER; empty when there is none. */
  Optional<byte[]> list(KeyId authority);
}
