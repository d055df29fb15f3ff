package org.signetmail.store;

import java.time.Duration;
import java.util.List;

/**
 * Databases that follow a store's own, for reads that may be a moment old (PostgreSQL's streaming
 * replication).
 *
 * @param urls each names one server: what one of several says is no word for the others
 * @param allowed how far behind a replica may be; one that is further behind, or of which that is
 *     not known, is not asked
 */
public record Replicas(List<StoreUrl.Postgresql> urls, Duration allowed) {
  /** There are none. */
  public static final Replicas NONE = new Replicas(List.of(), Duration.ofSeconds(10));

  public Replicas {
    urls = List.copyOf(urls);
  }
}
