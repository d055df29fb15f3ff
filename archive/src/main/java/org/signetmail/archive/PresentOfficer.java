package org.signetmail.archive;

import java.util.List;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * An officer who is present with the own keys.
 *
 * @param id as records name the officer
 * @param keys that open the officer's shares: the classical one and, where there is one, the ML-KEM
 *     one
 */
public record PresentOfficer(KeyId id, Mailbox mailbox, List<DecryptionIdentity> keys) {
  public PresentOfficer {
    keys = List.copyOf(keys);
  }
}
