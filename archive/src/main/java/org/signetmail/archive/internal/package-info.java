/** How the archive shares, seals and writes things down; nothing here is for callers. */
@NullMarked
package org.signetmail.archive.internal;

import org.jspecify.annotations.NullMarked;
