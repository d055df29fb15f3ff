package org.signetmail.gateway;

import java.util.Set;
import org.signetmail.pkix.Mailbox;

/** To which groups of the organisation an author belongs. Safe for use by many threads. */
public interface Groups {
  /** Nobody belongs to any. */
  Groups NONE = author -> Set.of();

  Set<String> of(Mailbox author);
}
