package org.signetmail.archive;

import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;

/**
 * Every certificate known over a public key: by whomever issued, expired and revoked ones too. The
 * archive asks it whether a key may sign. Safe for many threads.
 */
@FunctionalInterface
public interface KnownCertificates {
  List<Certificate> over(KeyId key);
}
