package org.signetmail.store;

import java.time.Duration;

/** What a replica came to when it was looked at. */
public sealed interface ReplicaState {
  /** Where it is, without secrets. */
  StoreUrl.Postgresql url();

  /**
   * It has what was written.
   *
   * @param after how long it took to come there
   */
  record Follows(StoreUrl.Postgresql url, Duration after) implements ReplicaState {}

  /** It answers, and what was written did not come there within what is allowed. */
  record Behind(StoreUrl.Postgresql url) implements ReplicaState {}

  /**
   * It cannot be asked.
   *
   * @param why one line
   */
  record Away(StoreUrl.Postgresql url, String why) implements ReplicaState {}
}
