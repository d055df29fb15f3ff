/**
 * Backups of a home: taken, kept, found, restored and tried. {@link
 * org.signetmail.app.backup.BackupMaker} takes one, {@link org.signetmail.app.backup.Backups}
 * checks and restores, {@link org.signetmail.app.backup.Drill} tries.
 */
@NullMarked
package org.signetmail.app.backup;

import org.jspecify.annotations.NullMarked;
