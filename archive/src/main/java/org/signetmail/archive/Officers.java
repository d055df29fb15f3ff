package org.signetmail.archive;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.signetmail.archive.internal.Kinds;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Enrols recovery officers.
 *
 * <p>Who controls enrolment controls who can read keys archived from then on: each enrolment is a
 * leaf of the log, and existing records do not become readable for a new officer. The first set
 * grows by enrolment until its seats are taken; who is enrolled later waits until officers with a
 * seat take them in ({@link Resealing}). Safe for many threads, but a ceremony is one thing after
 * the other.
 */
public final class Officers {
  private static final Set<KeyAlgorithm> ML_KEM =
      EnumSet.of(KeyAlgorithm.ML_KEM_768, KeyAlgorithm.ML_KEM_1024);

  private final OfficerStore store;
  private final Quorum founding;
  private final RoleRule roles;
  private final SecureRandom random;

  /**
   * @param founding the quorum of the first set
   * @param roles who can be no officer
   */
  public Officers(OfficerStore store, Quorum founding, RoleRule roles, SecureRandom random) {
    this.store = store;
    this.founding = founding;
    this.roles = roles;
    this.random = random;
  }

  /** What came of an enrolment. */
  public sealed interface Outcome {
    record Enrolled(Officer officer, long logIndex) implements Outcome {}

    record Refused(List<Finding> findings) implements Outcome {}
  }

  /** The sets in use, oldest first: records go to the last. */
  public List<OfficerSet> sets() {
    return store.sets(founding);
  }

  /** Who is enrolled and waits for a seat. */
  public List<Officer> waiting() {
    return store.waiting();
  }

  /** The quorum that counts for what is archived now. */
  public Quorum quorum() {
    List<OfficerSet> sets = sets();
    return sets.isEmpty() ? founding : sets.getLast().quorum();
  }

  /** Everybody who has a seat in a set that is in use. */
  public List<Officer> list() {
    return store.officers();
  }

  /**
   * Enrols an officer whose certificates are of the officers' kinds and whose keys are new here.
   */
  public Outcome enrol(Officer officer, Instant at) {
    List<Finding> findings = new ArrayList<>();
    checkCertificates(officer, findings);
    findings.addAll(objections(officer.mailbox()));
    for (Officer other :
        Stream.concat(store.officers().stream(), store.waiting().stream()).toList()) {
      checkKeys(officer, other, findings);
    }
    if (!findings.isEmpty()) {
      return new Outcome.Refused(findings);
    }
    LogEntry entry =
        LogEntry.of(EntryType.OFFICER_ENROLLED, at)
            .with("encryption", officer.encryption().fingerprint());
    if (officer.kem().isPresent()) {
      entry = entry.with("ml-kem", officer.kem().get().fingerprint());
    }
    entry =
        entry
            .with("signing", officer.signing().fingerprint())
            .committing("officer", officer.mailbox().toString(), random);
    return new Outcome.Enrolled(officer, store.enrol(officer, founding, entry));
  }

  /** Why somebody cannot be enrolled now, whatever the keys. */
  public List<Finding> objections(Mailbox mailbox) {
    List<Finding> findings = new ArrayList<>(roles.objections(mailbox));
    boolean seated = seatedNow().stream().anyMatch(other -> other.mailbox().equals(mailbox));
    if ((seated && !isFull())
        || store.waiting().stream().anyMatch(w -> w.mailbox().equals(mailbox))) {
      findings.add(ArchiveFinding.OFFICER_LISTED_TWICE.on(mailbox, "is an officer already"));
    }
    return findings;
  }

  private List<Officer> seatedNow() {
    List<OfficerSet> sets = sets();
    return sets.isEmpty() ? List.of() : sets.getLast().officers();
  }

  private boolean isFull() {
    List<OfficerSet> sets = sets();
    return !sets.isEmpty() && sets.getLast().isComplete();
  }

  private static void checkCertificates(Officer officer, List<Finding> findings) {
    if (!isOfficers(officer.encryption())) {
      findings.add(
          ArchiveFinding.OFFICER_WRONG_KIND.on(
              officer.mailbox(), "the encryption certificate is not a recovery officer's"));
    }
    if (!Kinds.is(officer.signing(), Kind.OFFICER_SIGNING) || !officer.signing().maySign()) {
      findings.add(
          ArchiveFinding.OFFICER_WRONG_KIND.on(
              officer.mailbox(), "the signing certificate is not a recovery officer's"));
    }
    if (isMlKem(officer.encryption())) {
      findings.add(
          ArchiveFinding.OFFICER_WRONG_KIND.on(
              officer.mailbox(), "the first encryption key is ML-KEM instead of a classical one"));
    }
    if (officer.kem().filter(kem -> !isOfficers(kem) || !isMlKem(kem)).isPresent()) {
      findings.add(
          ArchiveFinding.OFFICER_WRONG_KIND.on(
              officer.mailbox(), "the second certificate is not a recovery officer's for ML-KEM"));
    }
    if (new HashSet<>(officer.keys()).size() < officer.keys().size()) {
      findings.add(
          ArchiveFinding.OFFICER_KEY_IN_USE.on(
              officer.mailbox(), "two certificates are over one key"));
    }
    if (isOfSomebodyElse(officer.encryption(), officer)
        || officer.kem().filter(kem -> isOfSomebodyElse(kem, officer)).isPresent()
        || isOfSomebodyElse(officer.signing(), officer)) {
      findings.add(
          ArchiveFinding.OFFICER_OTHER_MAILBOX.on(
              officer.mailbox(), "a certificate is issued to somebody else"));
    }
  }

  private static boolean isOfficers(Certificate certificate) {
    return Kinds.is(certificate, Kind.OFFICER) && !certificate.maySign();
  }

  /** Of a strength that is worth it beside a classical key (FIPS 203 §8). */
  private static boolean isMlKem(Certificate certificate) {
    return certificate.keyAlgorithm().filter(ML_KEM::contains).isPresent();
  }

  /** An officer's certificate need not name a mailbox; if it does, it is the officer's. */
  private static boolean isOfSomebodyElse(Certificate certificate, Officer officer) {
    return !certificate.mailboxes().isEmpty()
        && !certificate.mailboxes().contains(officer.mailbox());
  }

  private static void checkKeys(Officer officer, Officer other, List<Finding> findings) {
    if (!Collections.disjoint(officer.keys(), other.keys())) {
      findings.add(
          ArchiveFinding.OFFICER_KEY_IN_USE.on(
              officer.mailbox(), "a key is that of officer " + other.mailbox()));
    }
  }
}
