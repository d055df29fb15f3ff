/** The services' stores, on SQLite and PostgreSQL. */
@NullMarked
package org.signetmail.store;

import org.jspecify.annotations.NullMarked;
