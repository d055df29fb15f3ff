package org.signetmail.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.signetmail.store.internal.ScratchSchema;

/**
 * A place for an empty store of the same kind as another, which it never touches: a file of its
 * own, or a schema of its own in the same database. What a killed process left in the place is
 * thrown away by the next; so one at a time uses a place, and {@link #close} leaves nothing of it.
 */
public final class ScratchStore implements AutoCloseable {
  private final StoreUrl live;
  private final StoreUrl scratch;

  private ScratchStore(StoreUrl live, StoreUrl scratch) {
    this.live = live;
    this.scratch = scratch;
  }

  /**
   * @param folder where the file lies, when it is one
   * @param name of the schema and of the file, a plain word
   * @throws StoreUnavailable when the database's user may not create a schema
   */
  public static ScratchStore beside(StoreUrl live, Path folder, String name) {
    if (!name.matches("[a-z][a-z_]{0,40}")) {
      throw new IllegalArgumentException("scratch store: " + name + " is not a plain word");
    }
    return switch (live) {
      case StoreUrl.Sqlite file ->
          new ScratchStore(file, StoreUrl.sqlite(folder.resolve(name + ".db")));
      case StoreUrl.Postgresql database -> {
        ScratchSchema.drop(database, name);
        ScratchSchema.create(database, name);
        yield new ScratchStore(database, database.inSchema(name));
      }
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
      case StoreUrl.Postgresql database ->
          ScratchSchema.drop((StoreUrl.Postgresql) live, database.schema().orElseThrow());
    }
  }
}
