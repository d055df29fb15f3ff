package org.signetmail.app.organization;

import java.io.IOException;
import java.util.List;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.archive.KeyArchive;
import org.signetmail.ca.Issuance;
import org.signetmail.gateway.KeyRingStore;
import org.signetmail.gateway.RingHolder;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * How keys come into the gateway's ring and leave it: a domain's key is made here and archived
 * first, as every encryption key is; a person's is handed in. Each step is a leaf of the log, and a
 * person is told.
 */
public final class RingCeremony {
  /** Domain Security Services name the mailbox of such a key so (RFC 3183). */
  private static final String AUTHORITY = "domain-confidentiality-authority@";

  private final Organization organization;

  public RingCeremony(Organization organization) {
    this.organization = organization;
  }

  /**
   * What came in.
   *
   * @param index place in the log
   */
  public record Added(Certificate certificate, long index) {}

  /** Makes the key that mail to a domain is encrypted to, archives it, and puts it in the ring. */
  public Added domain(String domain) throws IOException {
    RingHolder.Domain holder = new RingHolder.Domain(domain);
    requireOurs(holder.name());
    Mailbox mailbox = Mailbox.of(AUTHORITY + holder.name());
    EncryptionKey key = KeyPairs.encryption(PersonCeremony.ENCRYPTION, organization.random());
    Certificate certificate = issued(key, mailbox, archived(key, mailbox));
    return add(holder, key, certificate, entry(EntryType.RING_KEY_ADDED, certificate));
  }

  /**
   * Puts a key in the ring that a person of ours hands in.
   *
   * @throws Failure when it signs, or its certificate is somebody else's
   */
  public Added person(Mailbox mailbox, DecryptionIdentity identity) {
    Certificate certificate = identity.certificate();
    if (!(identity.key() instanceof EncryptionKey key)) {
      throw new Failure(
          ExitCode.FAILED,
          certificate.displayName()
              + ": its key signs as well, and a key that signs has one holder; hand in one that"
              + " only encrypts");
    }
    if (!certificate.mailboxes().contains(mailbox) || !certificate.isForMail()) {
      throw new Failure(
          ExitCode.FAILED,
          certificate.displayName()
              + ": is not for mail to "
              + mailbox
              + " (RFC 8550 §3); hand in that person's own");
    }
    tell(mailbox, "is in the gateway's key ring from now on: the gateway opens mail to you");
    return add(
        new RingHolder.Person(mailbox),
        key,
        certificate,
        told(entry(EntryType.RING_KEY_ADDED, certificate), mailbox));
  }

  /** Puts another certificate over a key of the ring beside the one that is there. */
  void again(KeyRingStore.Entry entry, Certificate certificate) {
    LogEntry added = entry(EntryType.RING_KEY_ADDED, certificate);
    organization
        .mailing()
        .keyRing()
        .again(
            entry,
            certificate,
            organization.now(),
            entry.holder() instanceof RingHolder.Person(Mailbox mailbox)
                ? told(added, mailbox)
                : added);
  }

  /** Takes everything of a holder out; how many keys there were. */
  public int remove(RingHolder holder) {
    int removed = 0;
    for (KeyRingStore.Entry one : organization.store().keyRing().of(holder)) {
      LogEntry entry = entry(EntryType.RING_KEY_REMOVED, one.certificate());
      if (holder instanceof RingHolder.Person(Mailbox mailbox)) {
        tell(mailbox, "is no longer in the gateway's key ring: mail to you is opened by you alone");
        entry = told(entry, mailbox);
      }
      removed += organization.store().keyRing().remove(holder, one.key(), entry) ? 1 : 0;
    }
    return removed;
  }

  private Added add(RingHolder holder, EncryptionKey key, Certificate certificate, LogEntry entry) {
    long index =
        organization.mailing().keyRing().add(holder, key, certificate, organization.now(), entry);
    return new Added(certificate, index);
  }

  private ArchiveReceipt.Verified archived(EncryptionKey key, Mailbox mailbox) throws IOException {
    ArchiveReceipt receipt =
        switch (organization.archiving().archive().archive(key, mailbox, organization.now())) {
          case KeyArchive.Outcome.Archived archived -> archived.receipt();
          case KeyArchive.Outcome.Refused refused ->
              throw new Failure(ExitCode.FAILED, refused.findings().getFirst().line());
        };
    return receipt
        .verifyUnderAny(organization.authority().settings().receiptSigners())
        .orElseThrow(
            () -> new IllegalStateException("receipt of our own archive: does not verify"));
  }

  private Certificate issued(EncryptionKey key, Mailbox mailbox, ArchiveReceipt.Verified receipt) {
    String name = organization.configuration().organization() + " gateway";
    return switch (organization
        .authority()
        .issueEncryption(
            key.publicKey(),
            organization.authority().settings().subjectOf(name, mailbox),
            mailbox,
            receipt)) {
      case Issuance.Issued issued -> issued.certificate();
      case Issuance.Refused refused ->
          throw new Failure(ExitCode.FAILED, refused.findings().getFirst().line());
    };
  }

  private void requireOurs(String domain) {
    List<String> ours = organization.configuration().domains();
    if (!ours.contains(domain)) {
      throw Failure.usage(
          domain + ": is not one of our domains (" + String.join(", ", ours) + "); name one");
    }
  }

  private LogEntry entry(EntryType type, Certificate certificate) {
    return LogEntry.of(type, organization.now())
        .with("key", certificate.keyId().hex())
        .with("certificate", certificate.fingerprint());
  }

  private LogEntry told(LogEntry entry, Mailbox mailbox) {
    return entry.committing("mailbox", mailbox.key(), organization.random());
  }

  private void tell(Mailbox mailbox, String what) {
    organization
        .notices()
        .letter(
            mailbox,
            organization.now(),
            "Your encryption key and the gateway",
            """
            Your encryption key %s.

            When      %s

            If you do not know why this happens, ask your administrator now.
            The public log of your organisation holds this step; it cannot be taken out again.
            """
                .formatted(what, organization.now()));
  }
}
