package org.signetmail.gateway;

import java.util.Optional;
import org.signetmail.pkix.Mailbox;

/**
 * Says who a mail program is that logs in to hand mail in (RFC 6409). An unknown name takes as long
 * as a wrong password. Called from many threads at once.
 */
@FunctionalInterface
public interface SubmissionLogins {
  /**
   * Whose name and password these are.
   *
   * @param name as it was given, of any content
   * @param password the caller clears it
   * @return the mailbox in whose name mail may be sent; empty when the two do not belong together,
   *     or nobody may log in under that name now
   */
  Optional<Mailbox> login(String name, char[] password);
}
