package org.signetmail.enrolment;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.KeyTransport;
import org.signetmail.archive.KnownCertificates;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerSet;
import org.signetmail.archive.OfficerStore;
import org.signetmail.archive.Quorum;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.Organization;
import org.signetmail.ca.ServiceKind;
import org.signetmail.ca.ServiceNames;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningKey;
import org.signetmail.tlog.LogEntry;

/** An organisation's enrolment with a real authority and a real archive of three officers. */
final class Office {
  final Organization corp = new Organization();
  final MemoryPersonStore people = new MemoryPersonStore();
  final MemoryArchiveStore archived = new MemoryArchiveStore();
  Instant time = corp.now;
  final Officers officers = new Officers();
  final KeyTransport transport;
  final Enrolment enrolment;

  Office() {
    for (String name : List.of("Olga", "Otto", "Oyelaran")) {
      officers.enrolled.add(officer(name));
    }
    EncryptionKey key = corp.encryptionKey();
    Certificate certificate =
        Organization.issued(
            corp.authority.issueService(
                ServiceKind.ARCHIVE,
                key.publicKey(),
                ServiceNames.of(corp.subject("Key Archive"))));
    transport = new KeyTransport(List.of(new DecryptionIdentity(key, certificate)), known());
    enrolment = enrolment(archiveWith(corp.archiveKey));
  }

  Enrolment enrolment(KeyArchive archive) {
    CertificationAuthority authority =
        new CertificationAuthority(
            corp.authorities.issuing(),
            corp.authority.settings(),
            corp.certificates,
            corp.crls,
            corp.random,
            () -> time);
    return new Enrolment(
        people,
        authority,
        corp.certificates,
        transport,
        archive,
        new InvitationCodes(new byte[32], Duration.ofHours(24)),
        corp.random,
        () -> time);
  }

  KeyArchive archiveWith(SigningKey receiptKey) {
    return new KeyArchive(archived, officers, new Quorum(2, 3), receiptKey, known(), corp.random);
  }

  EnrolmentKit kit(Mailbox mailbox) {
    return EnrolmentKit.make(
        mailbox, mailbox.localPart(), KeyAlgorithm.P_256, KeyAlgorithm.P_256, corp.random);
  }

  private KnownCertificates known() {
    return key ->
        corp.certificates.ofKey(key).stream().map(CertificateRecord::certificate).toList();
  }

  private Officer officer(String name) {
    Mailbox mailbox = Mailbox.of(name + "@example.test");
    ServiceNames names = ServiceNames.ofOfficer(corp.subject(name), mailbox);
    return new Officer(
        mailbox,
        name,
        Organization.issued(
            corp.authority.issueService(
                ServiceKind.OFFICER, corp.encryptionKey().publicKey(), names)),
        Optional.empty(),
        Organization.issued(
            corp.authority.issueService(
                ServiceKind.OFFICER_SIGNING, corp.signingKey().publicKey(), names)));
  }

  /** Keeps the port's promises, except that nothing outlives the process. */
  static final class Officers implements OfficerStore {
    final List<Officer> enrolled = new ArrayList<>();

    @Override
    public synchronized long enrol(Officer officer, Quorum founding, LogEntry entry) {
      enrolled.add(officer);
      return enrolled.size() - 1L;
    }

    @Override
    public synchronized List<OfficerSet> sets(Quorum founding) {
      return List.of(new OfficerSet(OfficerSet.FIRST, founding, enrolled));
    }

    @Override
    public synchronized List<Officer> officers() {
      return List.copyOf(enrolled);
    }

    @Override
    public List<Officer> waiting() {
      return List.of();
    }

    @Override
    public long open(OfficerSet next, LogEntry entry) {
      throw new UnsupportedOperationException("nobody is replaced here");
    }

    @Override
    public Optional<Long> retire(int generation, LogEntry entry) {
      throw new UnsupportedOperationException("nobody is replaced here");
    }
  }
}
