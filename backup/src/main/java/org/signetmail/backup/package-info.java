/** Backups of the whole system: made, verified, restored and drilled. */
@NullMarked
package org.signetmail.backup;

import org.jspecify.annotations.NullMarked;
