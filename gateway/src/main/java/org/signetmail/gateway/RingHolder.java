package org.signetmail.gateway;

import java.util.Locale;
import org.signetmail.pkix.Mailbox;

/** Whose mail a key of the ring opens. */
public sealed interface RingHolder {
  /** One person's mail. */
  record Person(Mailbox mailbox) implements RingHolder {}

  /**
   * Mail to anybody of a domain.
   *
   * @param name in lower case
   */
  record Domain(String name) implements RingHolder {
    public Domain {
      name = name.toLowerCase(Locale.ROOT);
    }
  }

  /** The form under which stores index it: an address, or a domain after an at sign. */
  default String key() {
    return switch (this) {
      case Person(Mailbox mailbox) -> mailbox.key();
      case Domain(String name) -> "@" + name;
    };
  }

  /**
   * The holder of this form.
   *
   * @throws IllegalArgumentException when it is none
   */
  static RingHolder ofKey(String key) {
    return key.startsWith("@") ? new Domain(key.substring(1)) : new Person(Mailbox.of(key));
  }
}
