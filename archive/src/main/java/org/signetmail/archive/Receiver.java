package org.signetmail.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;

/** For whom archived keys are asked: what is released is sealed to its certificate. */
public sealed interface Receiver {
  Certificate certificate();

  /** The word in documents and in the store. */
  String word();

  /** The owner, by the owner's new certificate: officers decide, and nobody else sees the keys. */
  record Owner(Certificate certificate) implements Receiver {
    /** The word. */
    public static final String WORD = "owner";

    @Override
    public String word() {
      return WORD;
    }
  }

  /**
   * The owner, who has a recovery code as well: one person's act, where policy allows it (FPKI
   * Common Policy §4.12.1, self-recovery). What is released is sealed under the code, not to the
   * certificate; the certificate says who asks.
   */
  record OwnerWithCode(Certificate certificate) implements Receiver {
    /** The word. */
    public static final String WORD = "owner-with-code";

    @Override
    public String word() {
      return WORD;
    }
  }

  /**
   * A station of two persons, which opens the messages in scope and gives out these, never a key.
   *
   * @param noticeWithheldUntil the owner is told of the case at this time and not before; empty:
   *     told at once
   */
  record Station(Certificate certificate, Scope scope, Optional<Instant> noticeWithheldUntil)
      implements Receiver {
    /** The word. */
    public static final String WORD = "station";

    @Override
    public String word() {
      return WORD;
    }
  }

  /** Who together open what a station receives; of others, none. */
  default List<Mailbox> custodians() {
    return this instanceof Station station ? station.certificate().mailboxes() : List.of();
  }

  /** When the owner may be told; empty: at once. */
  default Optional<Instant> withheldUntil() {
    return this instanceof Station station ? station.noticeWithheldUntil() : Optional.empty();
  }
}
