package org.signetmail.app.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.signetmail.app.backup.BackupMaker;
import org.signetmail.app.backup.Backups;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.NoticeOutbox;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.ReplacementCeremony;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.CaseState;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCase.Step;
import org.signetmail.archive.Resealing;
import org.signetmail.backup.Backup;
import org.signetmail.backup.BackupChain;
import org.signetmail.backup.BackupRecord;
import org.signetmail.backup.BackupShelf;
import org.signetmail.backup.LogEvidence;
import org.signetmail.backup.Progress;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.KeyId;
import org.signetmail.tlog.Audit;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Looks at what the killed processes left: what was answered is there, and nothing is there by
 * half.
 */
final class Aftermath {
  private final Path folder;
  private final Home home;
  private final Organization organization;

  Aftermath(Path folder, Home home, Organization organization) {
    this.folder = folder;
    this.home = home;
    this.organization = organization;
  }

  /** Also that no certificate is without its receipt and its record. */
  void archived(Act archive) {
    for (String answer : archive.answers()) {
      if (organization.store().archive().find(new KeyId(answer)).isEmpty()) {
        archive.lost("key " + answer);
      }
    }
    Set<KeyId> certified = new HashSet<>();
    for (Person person : organization.store().people().page("", 100_000)) {
      if (person.state() != Person.State.ACTIVE) {
        archive.half(person.mailbox() + " is not enrolled");
      }
      for (CertificateRecord record :
          organization.store().certificates().ofOwner(person.mailbox())) {
        if (!record.certificate().maySign()) {
          KeyId key = record.certificate().keyId();
          certified.add(key);
          if (record.receipt().isEmpty() || organization.store().archive().find(key).isEmpty()) {
            archive.half("certificate without receipt or record: " + key);
          }
        }
      }
    }
    for (String answer : archive.answers()) {
      if (!certified.contains(new KeyId(answer))) {
        archive.lost("certificate of key " + answer);
      }
    }
    long leaves = entries().filter(entry -> entry.type() == EntryType.KEY_ARCHIVED).count();
    if (leaves != organization.store().archive().count()) {
      archive.half(leaves + " leaves, " + organization.store().archive().count() + " records");
    }
  }

  /** Seals everything twice more: each record must open for that, and none stays behind. */
  void replaced(Act replace) throws IOException {
    ReplacementCeremony ceremony = new ReplacementCeremony(organization, Lab.officers(folder));
    do {
      int required = organization.archiving().officers().quorum().required() == 2 ? 3 : 2;
      int generation = organization.archiving().officers().sets().getLast().generation();
      long records = organization.store().reseals().count(generation);
      ceremony.open(List.of(), List.of(), required);
      Resealing.Outcome outcome = ceremony.run((_, _) -> {});
      if (!(outcome instanceof Resealing.Outcome.Done(long sealed, long _))) {
        replace.lost("does not open: " + outcome);
        return;
      }
      if (sealed != records) {
        replace.lost(sealed + " opened of " + records + " records");
      }
    } while (organization.archiving().officers().quorum().required() != 2);
    assertEquals(1, organization.archiving().officers().sets().size(), "former sets are retired");
    for (Person person : organization.store().people().page("", 100_000)) {
      for (ArchivedKey key : organization.store().archive().ofOwner(person.mailbox())) {
        if (key.shares().size() != Lab.OFFICERS.size() || key.receipt().quorum() != 2) {
          replace.half("record of key " + key.keyId());
        }
      }
    }
  }

  void recovered(Act approve, Act collect) throws IOException {
    List<RecoveryCase> cases = organization.archiving().recovery().cases(100_000);
    for (RecoveryCase one : cases) {
      if (organization.archiving().recovery().state(one) != CaseState.RELEASED) {
        collect.half("case " + one.id() + " is " + organization.archiving().recovery().state(one));
      }
      stepsHaveTheirLeaves(approve, one);
    }
    long leaves = entries().filter(entry -> entry.type().dotted().startsWith("recovery.")).count();
    if (leaves != cases.stream().mapToLong(one -> 1 + one.steps().size()).sum()) {
      approve.half("leaves without a step: " + leaves);
    }
    answered(approve);
    answered(collect);
    told(approve, cases);
  }

  /** {@code CASE INDEX}, and of what was collected the number of keys. */
  private void answered(Act act) {
    for (String answer : act.answers()) {
      String[] words = answer.split(" ");
      List<Long> indexes = organization.archiving().recovery().logIndexes(new CaseId(words[0]));
      if (!indexes.contains(Long.parseLong(words[1]))) {
        act.lost(answer);
      }
      if (words.length > 2 && !words[2].equals("1")) {
        act.half("keys recovered: " + answer);
      }
    }
  }

  private void stepsHaveTheirLeaves(Act approve, RecoveryCase one) {
    List<Long> indexes = organization.archiving().recovery().logIndexes(new CaseId(one.id()));
    boolean whole = Set.copyOf(indexes).size() == 1 + one.steps().size();
    for (int i = 0; whole && i < one.steps().size(); i++) {
      long index = indexes.get(i + 1);
      LogEntry entry = organization.store().log().entries(index, index + 1).getFirst();
      EntryType expected =
          switch (one.steps().get(i)) {
            case Step.Approved _ -> EntryType.RECOVERY_APPROVED;
            case Step.Refused _ -> EntryType.RECOVERY_REFUSED;
            case Step.Released _ -> EntryType.RECOVERY_RELEASED;
            case Step step -> throw new AssertionError(step.toString());
          };
      whole = entry.type() == expected && entry.value("case").filter(one.id()::equals).isPresent();
    }
    long approvals = one.steps().stream().filter(Step.Approved.class::isInstance).count();
    if (!whole || approvals != 2) {
      approve.half("case " + one.id() + ", " + approvals + " approvals");
    }
  }

  /** The owner was told of every step; of one that a kill prevented perhaps too. */
  private void told(Act approve, List<RecoveryCase> cases) throws IOException {
    Map<String, Integer> told = new HashMap<>();
    for (NoticeOutbox.Waiting notice : new NoticeOutbox(home.outbox(), _ -> true).waiting()) {
      String mail = Files.readString(notice.file());
      cases.stream()
          .filter(one -> mail.contains(one.id()))
          .forEach(one -> told.merge(one.id(), 1, Integer::sum));
    }
    for (RecoveryCase one : cases) {
      if (told.getOrDefault(one.id(), 0) < 1 + one.steps().size()) {
        approve.half("a step of case " + one.id() + " was not told");
      }
    }
  }

  /** Each is whole, and the log knows them all. */
  void backedUp(Act backup) throws IOException {
    Path place = BackupMaker.folder(organization);
    BackupShelf shelf = BackupShelf.of(List.of(place));
    shelf.findings().forEach(finding -> backup.half(finding.line()));
    Set<String> there =
        shelf.backups().stream().map(link -> link.manifest().id()).collect(Collectors.toSet());
    List<BackupRecord> known = organization.store().backups().backups();
    if (!known.stream().map(BackupRecord::id).collect(Collectors.toSet()).equals(there)) {
      backup.half(known.size() + " are recorded, " + there.size() + " are there");
    }
    for (String answer : backup.answers()) {
      if (Files.notExists(place.resolve(answer))) {
        backup.lost(answer);
      }
    }
    try (Stream<Path> drafts = Files.list(place)) {
      drafts
          .filter(file -> file.toString().endsWith(".part"))
          .forEach(file -> backup.half("left: " + file.getFileName()));
    }
    for (BackupChain.Link link : shelf.backups()) {
      if (!(shelf.chainTo(link) instanceof BackupShelf.Found.Chain found)
          || !(Backups.verify(
                  found.chain(), organization.root(), InstantSource.system(), Progress.NONE)
              instanceof Backup.Verification.Whole)) {
        backup.half("not whole: " + link.manifest().id());
      }
    }
    BackupChain newest =
        assertInstanceOf(BackupShelf.Found.Chain.class, shelf.newest(Optional.empty())).chain();
    new LogEvidence(organization.store().log(), organization.log().verifier())
        .objections(newest, Optional.empty())
        .forEach(finding -> backup.half(finding.line()));
  }

  /**
   * What was restored has all that the backup had, and one entry more, which says that it was
   * restored.
   */
  void restored(Act restore, long logSize, long keys) {
    long size = organization.store().log().size();
    if (size != logSize + 1 || organization.store().archive().count() != keys) {
      restore.lost(size + " log entries, " + organization.store().archive().count() + " keys");
    }
    if (entries().filter(entry -> entry.type() == EntryType.BACKUP_RESTORED).count() != 1) {
      restore.half("that it was restored is not said once");
    }
  }

  void logIsConsistent(Act act) {
    Audit audit = organization.log().audit(List.of());
    if (!(audit instanceof Audit.Consistent)) {
      act.half("log: " + audit);
    }
  }

  private Stream<LogEntry> entries() {
    return organization.store().log().entries(0, organization.store().log().size()).stream();
  }
}
