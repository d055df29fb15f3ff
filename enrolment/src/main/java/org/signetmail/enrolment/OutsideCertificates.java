package org.signetmail.enrolment;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.KeyArchive;
import org.signetmail.archive.KeyTransport;
import org.signetmail.archive.TransportedKey;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateLint;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.pkix.ValidatedPath;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * People's certificates that an authority outside the organisation issues: the encryption key goes
 * into our archive before the authority is asked, and what it delivers is held against what was
 * asked, validated up to its root, logged and kept beside our own.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class OutsideCertificates {
  private final PersonStore people;
  private final CertificateStore certificates;
  private final KeyTransport transport;
  private final KeyArchive archive;
  private final List<Certificate> receiptSigners;
  private final SecureRandom random;

  /**
   * @param receiptSigners the archive's certificates that sign receipts
   */
  public OutsideCertificates(
      PersonStore people,
      CertificateStore certificates,
      KeyTransport transport,
      KeyArchive archive,
      List<Certificate> receiptSigners,
      SecureRandom random) {
    this.people = people;
    this.certificates = certificates;
    this.transport = transport;
    this.archive = archive;
    this.receiptSigners = List.copyOf(receiptSigners);
    this.random = random;
  }

  /** What became of a key that was sent to the archive. */
  public sealed interface Archiving {
    /** It is kept; only now may a certificate be asked for. */
    record Archived(ArchiveReceipt.Verified receipt) implements Archiving {}

    /** Nothing was kept. */
    record Refused(List<Finding> findings) implements Archiving {}
  }

  /** What became of a certificate that was delivered. */
  public sealed interface Outcome {
    /**
     * It is kept and in the log.
     *
     * @param path the person's certificate first, the root last
     * @param logIndex of the entry; of this import or, when it was kept before, -1
     * @param findings what the authority could have done better
     */
    record Taken(List<Certificate> path, long logIndex, List<Finding> findings) implements Outcome {
      public Taken {
        path = List.copyOf(path);
        findings = List.copyOf(findings);
      }
    }

    /** Nothing was kept: at least one finding is an error. */
    record Refused(List<Finding> findings) implements Outcome {
      public Refused {
        findings = List.copyOf(findings);
      }
    }
  }

  /** Somebody who may have certificates: known here, and neither suspended nor gone. */
  public Optional<Person> person(Mailbox mailbox) {
    return people
        .find(mailbox)
        .filter(person ->
            person.state() == Person.State.INVITED || person.state() == Person.State.ACTIVE);
  }

  /** Archives a sealed encryption key. Doing it again gives the same receipt. */
  public Archiving archive(TransportedKey sealed, Mailbox owner, Instant now) {
    return switch (transport.open(sealed, owner)) {
      case KeyTransport.Outcome.Refused(List<Finding> findings) -> new Archiving.Refused(findings);
      case KeyTransport.Outcome.Opened(var key) ->
          switch (archive.archive(key, owner, now)) {
            case KeyArchive.Outcome.Refused(List<Finding> findings) ->
                new Archiving.Refused(findings);
            case KeyArchive.Outcome.Archived(ArchiveReceipt receipt) ->
                receipt
                    .verifyUnderAny(receiptSigners)
                    .<Archiving>map(Archiving.Archived::new)
                    .orElseGet(() ->
                        new Archiving.Refused(
                            List.of(
                                OutsideFinding.RECEIPT_NOT_OURS.on(
                                    owner, "has a receipt that cannot be checked"))));
          };
    };
  }

  /**
   * Takes what an authority delivered for a request. Doing it again changes nothing.
   *
   * @param delivered the person's certificate first (RFC 8555 §7.4.2), then what leads to the root
   * @param roots of the authority, from a source that is trusted
   */
  public Outcome take(
      OutsideRequest request, List<Certificate> delivered, List<Certificate> roots, Instant now) {
    Certificate certificate = delivered.getFirst();
    List<Finding> objections = new ArrayList<>(differences(request, certificate));
    Optional<Person> person = person(request.mailbox());
    if (person.isEmpty()) {
      objections.add(OutsideFinding.NOT_OURS.on(request.mailbox(), "is nobody here"));
    }
    PathValidator.Outcome path = validate(request, delivered, roots, now);
    if (objections.isEmpty() && path instanceof PathValidator.Outcome.Valid valid) {
      return keep(person.orElseThrow(), request, valid.path(), now);
    }
    objections.addAll(path.findings());
    return new Outcome.Refused(objections);
  }

  private static List<Finding> differences(OutsideRequest request, Certificate certificate) {
    List<Finding> found = new ArrayList<>();
    String name = certificate.displayName() + ", serial " + certificate.serialHex();
    if (!certificate.keyId().equals(KeyId.of(request.request().publicKey()))) {
      found.add(OutsideFinding.OTHER_KEY.on(name, "is over another key than was asked for"));
    }
    if (!certificate.mailboxes().equals(List.of(request.mailbox()))) {
      found.add(
          OutsideFinding.OTHER_MAILBOX.on(
              name, "is for " + certificate.mailboxes() + ", not for " + request.mailbox()));
    }
    boolean isOfUse =
        switch (request) {
          case OutsideRequest.Signing _ -> certificate.maySign() && !certificate.mayEncrypt();
          case OutsideRequest.Encryption _ -> certificate.mayEncrypt() && !certificate.maySign();
        };
    if (!isOfUse || certificate.isAuthority()) {
      found.add(OutsideFinding.OTHER_USE.on(name, "is not for the one use that was asked for"));
    }
    return found;
  }

  private static PathValidator.Outcome validate(
      OutsideRequest request, List<Certificate> delivered, List<Certificate> roots, Instant now) {
    return PathValidator.validate(
        delivered.getFirst(),
        switch (request) {
          case OutsideRequest.Signing _ -> PathValidator.Purpose.EMAIL_SIGNING;
          case OutsideRequest.Encryption _ -> PathValidator.Purpose.EMAIL_ENCRYPTION;
        },
        now,
        new PathValidator.Context(
            roots,
            delivered,
            RevocationEvidence.NONE,
            RevocationChecking.IF_AVAILABLE,
            PathValidator.PolicyInputs.ANY));
  }

  private Outcome keep(Person person, OutsideRequest request, ValidatedPath valid, Instant now) {
    List<Certificate> path = valid.certificates();
    Certificate certificate = path.getFirst();
    CertificateRecord record =
        new CertificateRecord(
            certificate,
            path.get(Math.min(1, path.size() - 1)).keyId(),
            request.kind(),
            Optional.of(request.mailbox()),
            request instanceof OutsideRequest.Encryption(var _, var receipt)
                ? Optional.of(receipt.receipt())
                : Optional.empty(),
            Optional.empty());
    long index;
    switch (certificates.keep(record, entry(record, path.getLast(), now))) {
      case CertificateStore.Kept.Done done -> index = done.logIndex();
      case CertificateStore.Kept.SerialTaken _ -> {
        if (!isKept(record)) {
          return taken(record, "has a serial number that another certificate has");
        }
        index = -1;
      }
      case CertificateStore.Kept.KeyHasOtherUse _ -> {
        return taken(record, "is over a key that has another use");
      }
      case CertificateStore.Kept.KeyHasOtherHolder _ -> {
        return taken(record, "is over a key of somebody else");
      }
    }
    Person active =
        new Person(
            person.mailbox(), person.name(), person.groups(), Person.State.ACTIVE, person.since());
    if (!active.equals(person)) {
      people.put(active, PersonLeaf.of(active, now, random));
    }
    return new Outcome.Taken(path, index, CertificateLint.lint(certificate));
  }

  private boolean isKept(CertificateRecord record) {
    return certificates
        .find(record.issuer(), record.certificate().serial())
        .filter(before -> before.certificate().equals(record.certificate()))
        .isPresent();
  }

  private static Outcome taken(CertificateRecord record, String what) {
    return new Outcome.Refused(
        List.of(OutsideFinding.KEY_TAKEN.on(record.certificate().displayName(), what)));
  }

  private LogEntry entry(CertificateRecord record, Certificate root, Instant now) {
    LogEntry entry =
        LogEntry.of(EntryType.CERTIFICATE_IMPORTED, now)
            .with("serial", record.certificate().serialHex())
            .with("issuer", record.issuer().hex())
            .with("sha256", record.certificate().fingerprint())
            .with("root", root.fingerprint())
            .committing("mailbox", record.owner().orElseThrow().toString(), random);
    return record.receipt().map(r -> entry.with("receipt", r.record())).orElse(entry);
  }
}
