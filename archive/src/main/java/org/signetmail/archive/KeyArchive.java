package org.signetmail.archive;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.internal.KeySeal;
import org.signetmail.archive.internal.SecretSharing;
import org.signetmail.archive.internal.ShareContent;
import org.signetmail.archive.internal.ShareSeal;
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
  private static final int RECORD_OCTETS = 16;

  private final ArchiveStore store;
  private final OfficerStore officers;
  private final Quorum quorum;
  private final SigningKey receiptKey;
  private final KnownCertificates known;
  private final SecureRandom random;

  /**
   * @param quorum how many officers must act, and how many must at least be enrolled before
   *     anything is archived
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
    List<Officer> holders = officers.officers();
    if (holders.size() < quorum.officers() || holders.size() > SecretSharing.MOST_SHARES) {
      return refused(
          ArchiveFinding.ARCHIVE_TOO_FEW_OFFICERS.on(
              owner, holders.size() + " officers are enrolled, the quorum is " + quorum));
    }
    if (key.privateKey(SecretAccess.TOKEN).getEncoded() == null) {
      return refused(
          ArchiveFinding.ARCHIVE_NOT_EXPORTABLE.on(owner, "the key cannot leave its token"));
    }
    byte[] pkcs8 = KeyPairs.pkcs8(key, SecretAccess.TOKEN);
    try {
      KeyPairs.encryptionFromPkcs8(pkcs8, key.publicKey().getEncoded());
      return keep(seal(key, pkcs8, owner, holders, at), at);
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

  private ArchivedKey seal(
      EncryptionKey key, byte[] pkcs8, Mailbox owner, List<Officer> holders, Instant at) {
    byte[] recordName = new byte[RECORD_OCTETS];
    random.nextBytes(recordName);
    String record = HexFormat.of().formatHex(recordName);
    byte[] sealingKey = new byte[KeySeal.KEY_LENGTH];
    random.nextBytes(sealingKey);
    try {
      byte[] sealed =
          KeySeal.seal(pkcs8, sealingKey, KeySeal.context(key.id(), owner, record), random);
      List<SealedShare> shares = share(sealingKey, key, owner, record, holders);
      ArchiveReceipt receipt =
          ArchiveReceipt.sign(
              key.id(), owner, at, record, holders.size(), quorum.required(), receiptKey);
      return new ArchivedKey(
          key.id(), owner, key.publicKey().getEncoded(), sealed, shares, receipt);
    } finally {
      Arrays.fill(sealingKey, (byte) 0);
    }
  }

  private List<SealedShare> share(
      byte[] sealingKey, EncryptionKey key, Mailbox owner, String record, List<Officer> holders) {
    byte[][] values = SecretSharing.split(sealingKey, quorum.required(), holders.size(), random);
    List<SealedShare> shares = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Officer officer = holders.get(i);
      try (ShareContent content =
          new ShareContent(
              key.id(), owner, record, i + 1, quorum.required(), values.length, values[i])) {
        byte[] clear = content.encoded();
        try {
          shares.add(
              new SealedShare(officer.id(), i + 1, ShareSeal.seal(clear, officer.seals(), random)));
        } finally {
          Arrays.fill(clear, (byte) 0);
        }
      }
    }
    return shares;
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
