package org.signetmail.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.signetmail.store.internal.ScratchSchema;

/**
 * A place for an empty store of the same kind as another, which it never touches: a file of its
 * own, or a schema of its own in the same database, or a database of its own on the same server.
 * What a killed process left in the place is thrown away by the next; so one at a time uses a
 * place, and {@link #close} leaves nothing of it.
 */
public final class ScratchStore implements AutoCloseable {
  private final StoreUrl live;
  private final StoreUrl scratch;
  private final Optional<String> database;

  private ScratchStore(StoreUrl live, StoreUrl scratch, Optional<String> database) {
    this.live = live;
    this.scratch = scratch;
    this.database = database;
  }

  /**
   * @param folder where the file lies, when it is one
   * @param name of the schema and of the file, a plain word
   * @param form of what will be restored into it: what {@code pg_dump} wrote goes into a schema of
   *     the same name, so into a database of its own
   * @throws StoreUnavailable when the database's user may not create a schema, or a database
   */
  public static ScratchStore beside(StoreUrl live, Path folder, String name, SnapshotForm form) {
    if (!name.matches("[a-z][a-z_]{0,40}")) {
      throw new IllegalArgumentException("scratch store: " + name + " is not a plain word");
    }
    return switch (live) {
      case StoreUrl.Sqlite file ->
          new ScratchStore(file, StoreUrl.sqlite(folder.resolve(name + ".db")), Optional.empty());
      case StoreUrl.Postgresql database ->
          switch (form) {
            case ROWS -> {
              ScratchSchema.drop(database, name);
              ScratchSchema.create(database, name);
              yield new ScratchStore(database, database.inSchema(name), Optional.empty());
            }
            case PG_DUMP -> {
              String beside = ScratchSchema.createDatabase(database, name);
              yield new ScratchStore(database, database.inDatabase(beside), Optional.of(beside));
            }
          };
    };
  }

  public StoreUrl url() {
    return scratch;
  }

  @Override
  public void close() throws IOException {
    switch (scratch) {
      case StoreUrl.Sqlite file -> {
        for (String end : new String[] {"", "-wal", "-shm"}) {
          Files.deleteIfExists(Path.of(file.file() + end));
        }
      }
      case StoreUrl.Postgresql beside -> {
        StoreUrl.Postgresql system = (StoreUrl.Postgresql) live;
        if (database.isPresent()) {
          ScratchSchema.dropDatabase(system, database.get());
        } else {
          ScratchSchema.drop(system, beside.schema().orElseThrow());
        }
      }
    }
  }
}
