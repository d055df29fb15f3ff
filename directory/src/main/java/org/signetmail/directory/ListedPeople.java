package org.signetmail.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;

/**
 * The people of this organisation whom others may find: who has a certificate of ours to encrypt
 * to. What was issued or revoked counts from its commit on. Safe for use by many threads.
 */
public interface ListedPeople {
  /** The most certificates of one person: a mail program takes the first that it can use. */
  int MOST_CERTIFICATES = 4;

  /** Who has this mailbox, at a moment. */
  Optional<ListedPerson> of(Mailbox mailbox, Instant at);

  /**
   * Mailboxes by how a word of their name or of their local part begins ({@link ListedWords}).
   *
   * @param beginning in lower case, not empty
   * @param most how many at most; which ones is not said, where there are more
   * @return in order of the mailbox within one word; some may have no certificate of now
   */
  List<Mailbox> beginning(String beginning, int most);

  /**
   * Everybody, page by page, for who runs the system.
   *
   * @param after the key of the last mailbox of the page before, or nothing
   * @return the keys of mailboxes that have or had a certificate to encrypt to, in order
   */
  List<Mailbox> page(String after, int most);
}
