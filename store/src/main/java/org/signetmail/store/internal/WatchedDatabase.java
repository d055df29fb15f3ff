package org.signetmail.store.internal;

import org.jspecify.annotations.Nullable;
import org.signetmail.store.StoreWatch;

/** A database whose transactions somebody may hear of. Safe for many threads. */
public final class WatchedDatabase implements Database {
  private final Database database;
  private volatile StoreWatch watch = StoreWatch.NONE;

  public WatchedDatabase(Database database) {
    this.database = database;
  }

  /** Who hears of transactions that begin from now on. */
  public void watch(StoreWatch listener) {
    watch = listener;
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    try (StoreWatch.Ending _ = watch.begins(StoreWatch.Kind.READ)) {
      return database.read(work);
    }
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    try (StoreWatch.Ending _ = watch.begins(StoreWatch.Kind.WRITE)) {
      return database.write(work);
    }
  }

  @Override
  public <T extends @Nullable Object> T record(Act<T> act) {
    try (StoreWatch.Ending _ = watch.begins(StoreWatch.Kind.RECORD)) {
      return database.record(act);
    }
  }

  @Override
  public <T extends @Nullable Object> T alone(Access access, Work<T> work) {
    try (StoreWatch.Ending _ = watch.begins(StoreWatch.Kind.ALONE)) {
      return database.alone(access, work);
    }
  }

  @Override
  public Dialect dialect() {
    return database.dialect();
  }

  @Override
  public void close() {
    database.close();
  }
}
