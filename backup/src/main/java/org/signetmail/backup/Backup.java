package org.signetmail.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.backup.internal.BackupWriter;
import org.signetmail.backup.internal.ChainRestore;
import org.signetmail.backup.internal.FileCheck;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.SigningIdentity;

/**
 * The whole system in one file, or in one file and what changed since in others: sealed to the
 * backup's recipients, signed by who made it, and tied to a checkpoint of the log.
 *
 * <p>Everybody who trusts the root can prove without any key that a chain of backups is whole; only
 * a recipient can open it; and what is inside still has archived keys under the officers' quorum.
 * Stateless.
 */
public final class Backup {
  private Backup() {}

  /** What came of a check without keys. */
  public sealed interface Verification {
    /**
     * @param maker the certificate of who signed the last
     */
    record Whole(BackupChain chain, Certificate maker) implements Verification {
      /** What the last of the chain says. */
      public BackupManifest manifest() {
        return chain.last().manifest();
      }
    }

    record NotWhole(List<Finding> findings) implements Verification {}
  }

  /** What came of a restore. */
  public sealed interface Restoration {
    record Restored(BackupManifest manifest) implements Restoration {}

    /** The target folder is as it was. */
    record Refused(List<Finding> findings) implements Restoration {}
  }

  /**
   * Writes a backup while the system runs.
   *
   * @param base what the new one builds on; empty for a full one
   * @param recipients whose keys open it; keep these keys elsewhere than the backup
   * @param signer who vouches for it
   * @param out not closed; when this throws, what was written is not a backup, and every check says
   *     so
   * @return what the next can build on, with what the signed manifest says
   */
  public static BackupBase create(
      BackupSources sources,
      Optional<BackupBase> base,
      List<Certificate> recipients,
      SigningIdentity signer,
      Instant at,
      SecureRandom random,
      Progress progress,
      OutputStream out)
      throws IOException {
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("backup: it has no recipient; name one at least");
    }
    return new BackupWriter(base, progress)
        .write(sources, base, recipients, signer, at, random, out);
  }

  /**
   * Proves, without keys, that every file of a chain is whole, who made it, and that each builds on
   * the one before.
   *
   * @throws IOException when a file cannot be read
   */
  public static Verification verify(
      BackupChain chain, BackupTrust trust, Instant at, Progress progress) throws IOException {
    return FileCheck.of(chain, trust, at, progress);
  }

  /**
   * Restores the last backup of a chain: checks the files, opens what is needed of them, puts
   * everything beside the target, fills the store, checks the log, and moves the folder in place
   * last. Interrupted, it goes on when it is called again.
   *
   * @param keys one of them is a recipient's
   * @throws IOException when a file cannot be read or the folder cannot be written
   */
  public static Restoration restore(
      BackupChain chain,
      List<DecryptionIdentity> keys,
      BackupTrust trust,
      RestoreTarget target,
      Instant at,
      Progress progress)
      throws IOException {
    return switch (verify(chain, trust, at, progress)) {
      case Verification.NotWhole(List<Finding> findings) -> new Restoration.Refused(findings);
      case Verification.Whole whole -> new ChainRestore(whole, keys, target, at, progress).run();
    };
  }
}
