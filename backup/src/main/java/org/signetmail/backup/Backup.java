package org.signetmail.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.backup.internal.BackupFile;
import org.signetmail.backup.internal.BackupFile.Trailer;
import org.signetmail.backup.internal.Contents;
import org.signetmail.backup.internal.Damaged;
import org.signetmail.backup.internal.Staging;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.DetachedSignature;
import org.signetmail.smime.Octets;
import org.signetmail.smime.SealedOctets;
import org.signetmail.smime.Spool;
import org.signetmail.smime.Verdict;

/**
 * The whole system in one file: sealed to the backup's recipients, signed by who made it, and tied
 * to a checkpoint of the log.
 *
 * <p>Everybody who trusts the root can prove without any key that a backup is whole; only a
 * recipient can open it; and what is inside still has archived keys under the officers' quorum.
 * Stateless.
 */
public final class Backup {
  private Backup() {}

  /** What came of a check without keys. */
  public sealed interface Verification {
    /**
     * @param maker the certificate of who signed it
     */
    record Whole(BackupManifest manifest, Certificate maker) implements Verification {}

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
   * @param recipients whose keys open it; keep these keys elsewhere than the backup
   * @param signer who vouches for it
   * @param out not closed; when this throws, what was written is not a backup, and every check says
   *     so
   * @return what the signed manifest says
   */
  public static BackupManifest create(
      BackupSources sources,
      List<Certificate> recipients,
      SigningIdentity signer,
      Instant at,
      SecureRandom random,
      OutputStream out)
      throws IOException {
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("backup: it has no recipient; name one at least");
    }
    return BackupFile.write(sources, recipients, signer, at, random, out);
  }

  /**
   * Proves, without keys, that a file is a whole backup and who made it.
   *
   * @throws IOException when the file cannot be read
   */
  public static Verification verify(Path file, BackupTrust trust, Instant at) throws IOException {
    Trailer trailer;
    try {
      trailer = BackupFile.read(file, body -> {});
    } catch (BackupFile.NotABackup e) {
      return notWhole(BackupFinding.BACKUP_NOT_A_BACKUP, file, e);
    } catch (Damaged e) {
      return notWhole(BackupFinding.BACKUP_DAMAGED, file, e);
    }
    InputStream signed = new ByteArrayInputStream(trailer.manifest());
    Verdict verdict;
    try {
      verdict = DetachedSignature.verify(trailer.signature(), signed, trust.context(), at);
    } catch (IOException e) {
      return notWhole(BackupFinding.BACKUP_SIGNATURE, file, e);
    }
    if (!(verdict instanceof Verdict.Passed passed)) {
      List<Finding> findings = new ArrayList<>();
      findings.add(
          BackupFinding.BACKUP_SIGNATURE.on(name(file), "its signature is " + verdict.word()));
      findings.addAll(verdict.findings());
      return new Verification.NotWhole(findings);
    }
    return verifyManifest(file, trailer, passed.signer().certificate(), trust);
  }

  /**
   * Restores a backup: checks the file, opens it, puts everything beside the target, fills the
   * store, checks the log, and moves the folder in place last.
   *
   * @param keys one of them is a recipient's
   * @param spool where the opened body waits until it is known to be whole
   * @throws IOException when the file cannot be read or the folder cannot be written
   */
  public static Restoration restore(
      Path file,
      List<DecryptionIdentity> keys,
      BackupTrust trust,
      RestoreTarget target,
      Spool spool,
      Instant at)
      throws IOException {
    if (!Staging.isFree(target.home())) {
      return refused(
          BackupFinding.BACKUP_TARGET_NOT_EMPTY.on(target.home(), "there is something in it"));
    }
    return switch (verify(file, trust, at)) {
      case Verification.NotWhole(List<Finding> findings) -> new Restoration.Refused(findings);
      case Verification.Whole whole -> {
        try (Staging staging = new Staging(target.home())) {
          Optional<Finding> objection = stage(file, whole.manifest(), keys, spool, staging);
          yield objection.isPresent()
              ? refused(objection.get())
              : settle(whole.manifest(), staging, target);
        }
      }
    };
  }

  private static Verification verifyManifest(
      Path file, Trailer trailer, Certificate maker, BackupTrust trust) {
    try {
      BackupManifest manifest = BackupManifest.of(trailer.manifest());
      if (manifest.bodyOctets() != trailer.bodyOctets()
          || !manifest.bodyDigest().equals(trailer.bodyDigest())) {
        return new Verification.NotWhole(
            List.of(
                BackupFinding.BACKUP_MANIFEST.on(
                    name(file), "its manifest was signed for another body")));
      }
      return trust.makers().test(maker)
          ? new Verification.Whole(manifest, maker)
          : new Verification.NotWhole(
              List.of(
                  BackupFinding.BACKUP_MAKER.on(
                      name(file), maker.displayName() + " does not make backups here")));
    } catch (MalformedDocument e) {
      return notWhole(BackupFinding.BACKUP_MANIFEST, file, e);
    }
  }

  private static Optional<Finding> stage(
      Path file,
      BackupManifest manifest,
      List<DecryptionIdentity> keys,
      Spool spool,
      Staging staging)
      throws IOException {
    try {
      Trailer trailer =
          BackupFile.read(
              file,
              body -> {
                try (Octets opened = open(body, keys, spool);
                    InputStream contents = opened.stream()) {
                  Contents.read(contents, staging);
                }
              });
      return trailer.bodyDigest().equals(manifest.bodyDigest())
          ? Optional.empty()
          : Optional.of(
              BackupFinding.BACKUP_DAMAGED.on(name(file), "it changed while it was read"));
    } catch (Unopened e) {
      return Optional.of(
          BackupFinding.BACKUP_NOT_FOR_KEY.on(
              name(file), "none of " + keys.size() + " keys opens it"));
    } catch (Contents.UnsafeName | FileAlreadyExistsException e) {
      return Optional.of(
          BackupFinding.BACKUP_UNSAFE_NAME.on(name(file), "the name of a file in it is not safe"));
    } catch (Damaged e) {
      return Optional.of(BackupFinding.BACKUP_MANIFEST.on(name(file), message(e)));
    }
  }

  private static Restoration settle(BackupManifest manifest, Staging staging, RestoreTarget target)
      throws IOException {
    try (InputStream snapshot = staging.snapshot()) {
      target.store().in(staging.home()).restore(snapshot);
    } catch (IOException e) {
      return refused(BackupFinding.BACKUP_STORE.on(target.home(), message(e)));
    }
    Optional<String> objection = target.log().objection(staging.home(), manifest.checkpoint());
    if (objection.isPresent()) {
      return refused(BackupFinding.BACKUP_LOG.on(target.home(), objection.get()));
    }
    staging.moveTo(target.home());
    return new Restoration.Restored(manifest);
  }

  private static Octets open(InputStream body, List<DecryptionIdentity> keys, Spool spool)
      throws IOException {
    try {
      return SealedOctets.open(body, keys, spool);
    } catch (IOException e) {
      throw new Unopened(e);
    }
  }

  private static Verification notWhole(BackupFinding code, Path file, IOException e) {
    return new Verification.NotWhole(List.of(code.on(name(file), message(e))));
  }

  private static Restoration refused(Finding finding) {
    return new Restoration.Refused(List.of(finding));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String message(IOException e) {
    return String.valueOf(e.getMessage());
  }

  /** None of the keys opens the body. */
  private static final class Unopened extends IOException {
    private static final long serialVersionUID = 1L;

    Unopened(IOException cause) {
      super(cause);
    }
  }
}
