package org.signetmail.backup;

import java.util.function.Predicate;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.PathValidator;

/**
 * Whose backups are believed.
 *
 * @param context roots, intermediates and revocation
 * @param makers which certificates may have made a backup: a path to the root is not enough, for
 *     every employee has one
 */
public record BackupTrust(PathValidator.Context context, Predicate<Certificate> makers) {}
