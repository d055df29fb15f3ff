package org.signetmail.app.backup;

import java.time.Duration;
import java.time.Instant;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.Progress;

/**
 * A task that one node has for as long as it makes progress: when the node dies, another can have
 * it ten minutes later. Used by one thread.
 */
final class RenewedClaim implements Progress, AutoCloseable {
  private static final Duration LEASE = Duration.ofMinutes(10);

  private final Organization organization;
  private final String task;
  private final String holder;
  private final Progress progress;
  private Instant renewed;

  RenewedClaim(Organization organization, String task, String holder, Progress progress) {
    this.organization = organization;
    this.task = task;
    this.holder = holder;
    this.progress = progress;
    this.renewed = organization.now();
  }

  /** Whether the task is this holder's now. */
  boolean claim() {
    renewed = organization.now();
    return organization.store().claims().claim(task, holder, renewed, LEASE);
  }

  @Override
  public void begin(String what, long octets) {
    progress.begin(what, octets);
  }

  @Override
  public void done(long octets) {
    progress.done(octets);
    if (renewed.plus(LEASE.dividedBy(4)).isBefore(organization.now())) {
      claim();
    }
  }

  @Override
  public void close() {
    organization.store().claims().release(task, holder);
  }
}
