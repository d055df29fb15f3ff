package org.signetmail.smime;

import java.util.List;
import org.signetmail.pkix.DecryptionIdentity;

/** What a reader opens messages with. */
record OpeningKeys(List<DecryptionIdentity> identities, List<MessagePassword> passwords) {
  static final OpeningKeys NONE = new OpeningKeys(List.of(), List.of());

  OpeningKeys {
    identities = List.copyOf(identities);
    passwords = List.copyOf(passwords);
  }
}
