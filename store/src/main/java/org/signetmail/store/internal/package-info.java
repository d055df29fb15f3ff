/**
 * How the ports are kept in tables. {@link org.signetmail.store.internal.Database} is the seam
 * between the two databases and everything above it; each {@code …Table} implements one port on it.
 */
@NullMarked
package org.signetmail.store.internal;

import org.jspecify.annotations.NullMarked;
