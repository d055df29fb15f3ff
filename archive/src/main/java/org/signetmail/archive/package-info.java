/** The key archive: encryption keys kept in shares, and given back only by a quorum of officers. */
@NullMarked
package org.signetmail.archive;

import org.jspecify.annotations.NullMarked;
