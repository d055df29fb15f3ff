package org.signetmail.backup.internal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.backup.Backup.Restoration;
import org.signetmail.backup.Backup.Verification;
import org.signetmail.backup.BackupFinding;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.Progress;
import org.signetmail.backup.RestoreTarget;
import org.signetmail.backup.StoreSnapshot;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** Puts a chain that was proven whole back into an empty place. */
public final class ChainRestore {
  private final Verification.Whole whole;
  private final BackupManifest manifest;
  private final List<DecryptionIdentity> keys;
  private final RestoreTarget target;
  private final Instant at;
  private final Progress progress;

  public ChainRestore(
      Verification.Whole whole,
      List<DecryptionIdentity> keys,
      RestoreTarget target,
      Instant at,
      Progress progress) {
    this.whole = whole;
    this.manifest = whole.manifest();
    this.keys = keys;
    this.target = target;
    this.at = at;
    this.progress = progress;
  }

  public Restoration run() throws IOException {
    try (Staging staging = Staging.open(target.home(), manifest.id(), at)) {
      if (!staging.isMoving() && !Staging.isFree(target.home())) {
        staging.discard();
        return refused(
            BackupFinding.BACKUP_TARGET_NOT_EMPTY, target.home(), "there is something in it");
      }
      Restoration outcome = staging.isMoving() ? moved(staging) : restore(staging);
      if (outcome instanceof Restoration.Refused) {
        staging.discard();
      }
      return outcome;
    }
  }

  private Restoration restore(Staging staging) throws IOException {
    String name = whole.chain().last().name();
    try (OpenedChain opened = new OpenedChain(whole.chain(), keys)) {
      progress.begin("restore", opened.octets());
      opened.files(staging::file, progress);
      return settle(opened, staging);
    } catch (Index.UnsafeName e) {
      return refused(
          BackupFinding.BACKUP_UNSAFE_NAME, name, "the name of a file in it is not safe");
    } catch (Damaged e) {
      return refused(BackupFinding.BACKUP_MANIFEST, name, message(e));
    } catch (IOException e) {
      if (OpenedChain.isWrongKey(e)) {
        return refused(BackupFinding.BACKUP_NOT_FOR_KEY, name, "no key that was given opens it");
      }
      throw e;
    }
  }

  private Restoration settle(OpenedChain opened, Staging staging) throws IOException {
    LogEntry mark =
        LogEntry.of(EntryType.BACKUP_RESTORED, staging.begun())
            .with("backup", manifest.id())
            .with("of", manifest.at().toString());
    try (InputStream copy = opened.store(progress)) {
      target.store().in(staging.home()).restore(copy, mark);
    } catch (StoreSnapshot.NotRestorable e) {
      return refused(BackupFinding.BACKUP_STORE, target.home(), message(e));
    }
    Optional<String> objection = target.log().objection(staging.home(), manifest);
    return objection.isPresent()
        ? refused(BackupFinding.BACKUP_LOG, target.home(), objection.get())
        : moved(staging);
  }

  private Restoration moved(Staging staging) throws IOException {
    staging.moveTo(target.home());
    return new Restoration.Restored(manifest);
  }

  private static Restoration refused(BackupFinding code, Object subject, String detail) {
    Finding finding = code.on(subject, detail);
    return new Restoration.Refused(List.of(finding));
  }

  private static String message(IOException e) {
    return String.valueOf(e.getMessage());
  }
}
