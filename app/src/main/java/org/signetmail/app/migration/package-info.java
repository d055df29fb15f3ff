/**
 * Keys of former systems on their way into the archive: files, whose they are, what came of each.
 */
@NullMarked
package org.signetmail.app.migration;

import org.jspecify.annotations.NullMarked;
