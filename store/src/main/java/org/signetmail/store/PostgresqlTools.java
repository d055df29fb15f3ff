package org.signetmail.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where PostgreSQL's own programs are: {@code pg_dump}, {@code pg_restore}. Each is taken from the
 * folder, if it is there; else from where Debian puts those of the server's version; else from
 * {@code PATH}.
 */
public record PostgresqlTools(Optional<Path> folder) {
  /** Wherever they are found. */
  public static final PostgresqlTools FOUND = new PostgresqlTools(Optional.empty());
}
