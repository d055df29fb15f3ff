package org.signetmail.archive;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.signetmail.archive.internal.Kinds;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.Finding;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Enrols recovery officers.
 *
 * <p>Who controls enrolment controls who can read keys archived from then on: each enrolment is a
 * leaf of the log, and existing records do not become readable for a new officer. Safe for many
 * threads, but a ceremony is one thing after the other.
 */
public final class Officers {
  private final OfficerStore store;
  private final SecureRandom random;

  public Officers(OfficerStore store, SecureRandom random) {
    this.store = store;
    this.random = random;
  }

  /** What came of an enrolment. */
  public sealed interface Outcome {
    record Enrolled(Officer officer, long logIndex) implements Outcome {}

    record Refused(List<Finding> findings) implements Outcome {}
  }

  public List<Officer> list() {
    return store.officers();
  }

  /**
   * Enrols an officer whose certificates are of the officers' kinds and whose keys are new here.
   */
  public Outcome enrol(Officer officer, Instant at) {
    List<Finding> findings = new ArrayList<>();
    checkCertificates(officer, findings);
    for (Officer other : store.officers()) {
      checkDistinct(officer, other, findings);
    }
    if (!findings.isEmpty()) {
      return new Outcome.Refused(findings);
    }
    LogEntry entry =
        LogEntry.of(EntryType.OFFICER_ENROLLED, at)
            .with("encryption", officer.encryption().fingerprint())
            .with("signing", officer.signing().fingerprint())
            .committing("officer", officer.mailbox().toString(), random);
    return new Outcome.Enrolled(officer, store.enrol(officer, entry));
  }

  private static void checkCertificates(Officer officer, List<Finding> findings) {
    if (!Kinds.is(officer.encryption(), Kind.OFFICER) || officer.encryption().maySign()) {
      findings.add(
          ArchiveFinding.OFFICER_WRONG_KIND.on(
              officer.mailbox(), "the encryption certificate is not a recovery officer's"));
    }
    if (!Kinds.is(officer.signing(), Kind.OFFICER_SIGNING) || !officer.signing().maySign()) {
      findings.add(
          ArchiveFinding.OFFICER_WRONG_KIND.on(
              officer.mailbox(), "the signing certificate is not a recovery officer's"));
    }
    if (officer.encryption().keyId().equals(officer.signing().keyId())) {
      findings.add(
          ArchiveFinding.OFFICER_KEY_IN_USE.on(
              officer.mailbox(), "both certificates are over one key"));
    }
    if (isOfSomebodyElse(officer.encryption(), officer)
        || isOfSomebodyElse(officer.signing(), officer)) {
      findings.add(
          ArchiveFinding.OFFICER_OTHER_MAILBOX.on(
              officer.mailbox(), "a certificate is issued to somebody else"));
    }
  }

  /** An officer's certificate need not name a mailbox; if it does, it is the officer's. */
  private static boolean isOfSomebodyElse(Certificate certificate, Officer officer) {
    return !certificate.mailboxes().isEmpty()
        && !certificate.mailboxes().contains(officer.mailbox());
  }

  private static void checkDistinct(Officer officer, Officer other, List<Finding> findings) {
    if (officer.mailbox().equals(other.mailbox())) {
      findings.add(
          ArchiveFinding.OFFICER_LISTED_TWICE.on(officer.mailbox(), "is an officer already"));
    }
    List<?> taken = List.of(other.encryption().keyId(), other.signing().keyId());
    if (taken.contains(officer.encryption().keyId()) || taken.contains(officer.signing().keyId())) {
      findings.add(
          ArchiveFinding.OFFICER_KEY_IN_USE.on(
              officer.mailbox(), "a key is that of officer " + other.mailbox()));
    }
  }
}
