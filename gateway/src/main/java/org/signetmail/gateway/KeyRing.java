package org.signetmail.gateway;

import java.util.List;
import java.util.stream.Stream;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Mailbox;

/**
 * The keys that a gateway opens mail from outside with, apart from the archive: those of people who
 * read through it, and those of domains that partners encrypt to. Never one that signs. Safe for
 * use by many threads, and quick.
 */
@FunctionalInterface
public interface KeyRing {
  /** Nothing is opened here. */
  KeyRing EMPTY = holder -> List.of();

  /** The keys of one holder, the newest first. */
  List<DecryptionIdentity> of(RingHolder holder);

  /** What opens mail for a recipient: the recipient's own keys, and those of the domain. */
  default List<DecryptionIdentity> keysFor(Mailbox recipient) {
    return Stream.of(new RingHolder.Person(recipient), new RingHolder.Domain(recipient.domain()))
        .flatMap(holder -> of(holder).stream())
        .toList();
  }
}
