package org.signetmail.app.organization;

import java.io.IOException;
import java.time.Instant;
import org.signetmail.gateway.ReprocessingRecord;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** Each use of the address that opens old mail is a leaf of the log. Thread-safe. */
record LoggedReprocessing(Organization organization) implements ReprocessingRecord {
  @Override
  public void keep(Mailbox person, int handedIn, int opened, Instant at) throws IOException {
    try {
      organization
          .log()
          .append(
              LogEntry.of(EntryType.RING_KEY_USED, at)
                  .with("messages", Integer.toString(handedIn))
                  .with("opened", Integer.toString(opened))
                  .committing("mailbox", person.key(), organization.random()));
    } catch (RuntimeException e) {
      throw new IOException("log: cannot be written now", e);
    }
  }
}
