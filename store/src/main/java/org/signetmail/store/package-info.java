/**
 * Everything that Signet keeps, in a SQLite file or a PostgreSQL database: {@link
 * org.signetmail.store.Store} opens it and gives the services their ports.
 *
 * <p>The one rule behind it: an act and its entry in the log are one transaction. How, and what was
 * not taken, is in {@code docs/adr/0003-store.md}; the tables are in {@code
 * schema/V001__schema.sql}.
 */
@NullMarked
package org.signetmail.store;

import org.jspecify.annotations.NullMarked;
