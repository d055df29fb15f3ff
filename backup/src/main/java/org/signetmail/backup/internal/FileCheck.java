package org.signetmail.backup.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.archive.MalformedDocument;
import org.signetmail.backup.Backup.Verification;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupFinding;
import org.signetmail.backup.BackupManifest;
import org.signetmail.backup.BackupTrust;
import org.signetmail.backup.Progress;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.smime.DetachedSignature;
import org.signetmail.smime.Verdict;

/** Reads every octet of a chain, and believes nothing that is not under a maker's signature. */
public final class FileCheck {
  private final BackupTrust trust;
  private final Instant at;
  private final Progress progress;

  private FileCheck(BackupTrust trust, Instant at, Progress progress) {
    this.trust = trust;
    this.at = at;
    this.progress = progress;
  }

  public static Verification of(BackupChain chain, BackupTrust trust, Instant at, Progress progress)
      throws IOException {
    long octets = 0;
    for (BackupChain.Link link : chain.links()) {
      octets += Files.size(link.file());
    }
    progress.begin("verify", octets);
    return new FileCheck(trust, at, progress).check(chain);
  }

  private Verification check(BackupChain chain) throws IOException {
    BackupManifest before = null;
    Certificate maker = null;
    for (BackupChain.Link link : chain.links()) {
      switch (check(link.file())) {
        case Checked.Not(List<Finding> findings) -> {
          return new Verification.NotWhole(findings);
        }
        case Checked.Signed signed -> {
          if (!signed.manifest().equals(link.manifest())) {
            return notWhole(BackupFinding.BACKUP_DAMAGED, link.file(), "changed while it was read");
          }
          Optional<String> gap = gap(before, signed.manifest());
          if (gap.isPresent()) {
            return notWhole(BackupFinding.BACKUP_CHAIN, link.file(), gap.get());
          }
          before = signed.manifest();
          maker = signed.maker();
        }
      }
    }
    if (maker == null) {
      throw new IllegalStateException("a chain has a link");
    }
    return new Verification.Whole(chain, maker);
  }

  /** Why one does not follow the other. */
  private static Optional<String> gap(@Nullable BackupManifest before, BackupManifest one) {
    if (before == null) {
      return one.isFull() && one.number() == 0
          ? Optional.empty()
          : Optional.of("is incremental, and what it builds on was not given");
    }
    Optional<BackupManifest.Base> base = one.base();
    if (base.isEmpty() || !base.get().id().equals(before.id())) {
      return Optional.of("does not build on the backup before it");
    }
    boolean follows =
        one.number() == before.number() + 1
            && base.get().tree().equals(before.tree())
            && one.tree().size() >= before.tree().size()
            && !one.at().isBefore(before.at())
            && one.organization().equals(before.organization());
    return follows ? Optional.empty() : Optional.of("is not of after the backup it builds on");
  }

  /** One file, for itself. */
  private sealed interface Checked {
    record Signed(BackupManifest manifest, Certificate maker) implements Checked {}

    record Not(List<Finding> findings) implements Checked {}
  }

  private Checked check(Path file) throws IOException {
    BackupFile.Whole whole;
    try {
      whole = BackupFile.read(file, progress);
    } catch (BackupFile.NotABackup e) {
      return not(BackupFinding.BACKUP_NOT_A_BACKUP, file, message(e));
    } catch (Damaged e) {
      return not(BackupFinding.BACKUP_DAMAGED, file, message(e));
    }
    BackupFile.Trailer trailer = whole.trailer();
    Verdict verdict;
    try {
      verdict =
          DetachedSignature.verify(
              trailer.signature(),
              new ByteArrayInputStream(trailer.manifest()),
              trust.context(),
              at);
    } catch (IOException e) {
      return not(BackupFinding.BACKUP_SIGNATURE, file, message(e));
    }
    if (!(verdict instanceof Verdict.Passed passed)) {
      List<Finding> findings = new ArrayList<>();
      findings.add(
          BackupFinding.BACKUP_SIGNATURE.on(name(file), "its signature is " + verdict.word()));
      findings.addAll(verdict.findings());
      return new Checked.Not(findings);
    }
    return signed(file, whole, passed.signer().certificate());
  }

  private Checked signed(Path file, BackupFile.Whole whole, Certificate maker) {
    try {
      BackupManifest manifest = BackupManifest.of(whole.trailer().manifest());
      BackupManifest.Body said = manifest.body();
      if (said.octets() != whole.bodyOctets()
          || said.segments() != whole.segments()
          || !said.sha256().equals(whole.bodyDigest())) {
        return not(BackupFinding.BACKUP_MANIFEST, file, "its manifest was signed for another body");
      }
      return trust.makers().test(maker)
          ? new Checked.Signed(manifest, maker)
          : not(
              BackupFinding.BACKUP_MAKER,
              file,
              maker.displayName() + " does not make backups here");
    } catch (MalformedDocument e) {
      return not(BackupFinding.BACKUP_MANIFEST, file, message(e));
    }
  }

  private static Verification notWhole(BackupFinding code, Path file, String detail) {
    return new Verification.NotWhole(List.of(code.on(name(file), detail)));
  }

  private static Checked not(BackupFinding code, Path file, String detail) {
    return new Checked.Not(List.of(code.on(name(file), detail)));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String message(IOException e) {
    return String.valueOf(e.getMessage());
  }
}
