package org.signetmail.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.signetmail.app.organization.NoticeOutbox;
import org.signetmail.app.organization.Organization;

/** What people must be told about their keys is on its way within the hour. */
record NoticesOut(Organization organization) implements Check {
  private static final Duration PATIENCE = Duration.ofHours(1);

  @Override
  public String name() {
    return "notices";
  }

  @Override
  public Result look() throws IOException {
    Instant late = organization.now().minus(PATIENCE);
    List<NoticeOutbox.Waiting> waiting = organization.notices().waiting();
    int old = 0;
    for (NoticeOutbox.Waiting one : waiting) {
      if (Files.getLastModifiedTime(one.file()).toInstant().isBefore(late)) {
        old++;
      }
    }
    return new Result(
        waiting.size() + " wait",
        old == 0
            ? List.of()
            : List.of(
                SystemFinding.NOTICES_WAIT.on(
                    organization.home().outbox(), old + " wait for more than an hour")));
  }
}
