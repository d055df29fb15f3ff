package org.signetmail.archive;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.internal.RecordSeal;
import org.signetmail.archive.internal.SignedText;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningKey;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Takes people's encryption keys and keeps them so that only a quorum of officers can bring one
 * back.
 *
 * <p>The private key (PKCS#8, RFC 5958) is sealed under an AES-256-GCM key of its own; that key is
 * split M of N, one share sealed to each officer; then it is forgotten. What remains here opens
 * nothing. The receipt leaves only after record and log entry are durable together.
 *
 * <p>Safe for use by many threads.
 */
public final class KeyArchive {
  private static final int TRIES = 8;

  private final ArchiveStore store;
  private final OfficerStore officers;
  private final Quorum quorum;
  private final SigningKey receiptKey;
  private final KnownCertificates known;
  private final SecureRandom random;

  /**
   * @param quorum of the first set of officers: nothing is archived before its seats are taken
   * @param receiptKey signs receipts
   * @param known says which certificates exist over a public key
   */
  public KeyArchive(
      ArchiveStore store,
      OfficerStore officers,
      Quorum quorum,
      SigningKey receiptKey,
      KnownCertificates known,
      SecureRandom random) {
    this.store = store;
    this.officers = officers;
    this.quorum = quorum;
    this.receiptKey = receiptKey;
    this.known = known;
    this.random = random;
  }

  /** What came of archiving a key. */
  public sealed interface Outcome {
    /** It is kept; for a key that was kept before, this is the receipt of then. */
    record Archived(ArchiveReceipt receipt) implements Outcome {}

    /** Nothing was kept. */
    record Refused(List<Finding> findings) implements Outcome {}
  }

  /** Keeps a key for its owner. Doing it again changes nothing and gives the first receipt. */
  public Outcome archive(EncryptionKey key, Mailbox owner, Instant at) {
    for (Certificate certificate : known.over(key.id())) {
      if (certificate.maySign()) {
        return refused(
            ArchiveFinding.ARCHIVE_MAY_SIGN.on(
                owner, "the key may sign by certificate " + certificate.serialHex()));
      }
    }
    if (key.privateKey(SecretAccess.TOKEN).getEncoded() == null) {
      return refused(
          ArchiveFinding.ARCHIVE_NOT_EXPORTABLE.on(owner, "the key cannot leave its token"));
    }
    byte[] pkcs8 = KeyPairs.pkcs8(key, SecretAccess.TOKEN);
    try {
      KeyPairs.encryptionFromPkcs8(pkcs8, key.publicKey().getEncoded());
      return keep(key, pkcs8, owner, at);
    } catch (IOException e) {
      return refused(
          ArchiveFinding.ARCHIVE_NOT_A_PAIR.on(owner, "private and public key are no pair"));
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /** All keys kept for one person, oldest first. */
  public List<ArchivedKey> ofOwner(Mailbox owner) {
    return store.ofOwner(owner);
  }

  private Outcome keep(EncryptionKey key, byte[] pkcs8, Mailbox owner, Instant at) {
    RecordSeal seal = new RecordSeal(receiptKey, random);
    for (int attempt = 0; attempt < TRIES; attempt++) {
      List<OfficerSet> sets = officers.sets(quorum);
      if (sets.isEmpty() || !sets.getLast().isComplete()) {
        int enrolled = sets.isEmpty() ? 0 : sets.getLast().officers().size();
        return refused(
            ArchiveFinding.ARCHIVE_TOO_FEW_OFFICERS.on(
                owner, enrolled + " officers are enrolled, the quorum is " + quorum));
      }
      byte[] spki = key.publicKey().getEncoded();
      try {
        return keep(
            seal.seal(new RecordSeal.Clear(key.id(), owner, spki, pkcs8), sets.getLast(), at), at);
      } catch (RetiredSet e) {
        // Officers were replaced in this very moment: seal to those who follow.
      }
    }
    throw new IllegalStateException("archive: officers are replaced faster than a key is sealed");
  }

  private Outcome keep(ArchivedKey record, Instant at) {
    ArchiveReceipt receipt = record.receipt();
    LogEntry entry =
        LogEntry.of(EntryType.KEY_ARCHIVED, at)
            .with("key", record.keyId().hex())
            .with("record", receipt.record())
            .with("receipt", SignedText.digest(receipt.encoded()))
            .with("quorum", receipt.quorum() + " of " + receipt.shares())
            .committing("owner", record.owner().toString(), random);
    if (store.keep(record, entry).isPresent()) {
      return new Outcome.Archived(receipt);
    }
    Optional<ArchivedKey> before = store.find(record.keyId());
    if (before.isPresent() && before.get().owner().equals(record.owner())) {
      return new Outcome.Archived(before.get().receipt());
    }
    return refused(
        ArchiveFinding.ARCHIVE_OTHER_OWNER.on(
            record.owner(), "the archive keeps this key for somebody else"));
  }

  private static Outcome refused(Finding finding) {
    return new Outcome.Refused(List.of(finding));
  }
}
