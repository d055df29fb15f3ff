/**
 * Backups of the whole system: made while it runs, verified without keys, restored into an empty
 * place. {@link org.signetmail.backup.Backup} is the way in; {@link
 * org.signetmail.backup.internal.BackupFile} tells the file from front to back.
 */
@NullMarked
package org.signetmail.backup;

import org.jspecify.annotations.NullMarked;
