package org.signetmail.archive.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.archive.ArchiveFinding;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.PresentOfficer;
import org.signetmail.archive.SealedShare;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyPairs;

/** Opens records with the keys of officers who are present, in one place and for one moment. */
public record RecordOpener(List<PresentOfficer> present) {

  /** What came of opening a record. */
  public sealed interface Outcome {
    /**
     * @param pkcs8 the private key, checked to be that of the record's public key; the caller
     *     clears it
     */
    record Open(byte[] pkcs8) implements Outcome {}

    record Shut(Finding finding) implements Outcome {}
  }

  public Outcome open(ArchivedKey record) {
    ArchiveReceipt receipt = record.receipt();
    SortedMap<Integer, byte[]> values = new TreeMap<>();
    try {
      for (PresentOfficer officer : present) {
        Optional<SealedShare> share = CaseFile.shareOf(record, officer.id());
        if (share.isPresent() && values.size() < receipt.quorum()) {
          Optional<Finding> objection = take(share.get(), officer, record, values);
          if (objection.isPresent()) {
            return new Outcome.Shut(objection.get());
          }
        }
      }
      return values.size() < receipt.quorum()
          ? shut(record, "too few of those present hold a share of it")
          : combine(record, values);
    } finally {
      values.values().forEach(value -> Arrays.fill(value, (byte) 0));
    }
  }

  private static Optional<Finding> take(
      SealedShare share,
      PresentOfficer officer,
      ArchivedKey record,
      SortedMap<Integer, byte[]> values) {
    byte[] clear;
    try {
      clear = ShareSeal.open(share.sealed(), officer.keys());
    } catch (IOException e) {
      return Optional.of(finding(record, "the share of " + officer.mailbox() + " does not open"));
    }
    try (ShareContent content = ShareContent.of(clear)) {
      if (!content.isOf(record.receipt(), share.index())) {
        return Optional.of(
            finding(record, "what is sealed to " + officer.mailbox() + " is no share of it"));
      }
      values.put(content.index(), content.value().clone());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          finding(record, "what is sealed to " + officer.mailbox() + " is no share"));
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  private static Outcome combine(ArchivedKey record, SortedMap<Integer, byte[]> values) {
    int[] indexes = values.keySet().stream().mapToInt(index -> index).toArray();
    byte[] sealingKey = SecretSharing.combine(indexes, values.values().toArray(byte[][]::new));
    try {
      byte[] context = KeySeal.context(record.keyId(), record.owner(), record.receipt().record());
      Optional<byte[]> pkcs8 = KeySeal.open(record.sealedKey(), sealingKey, context);
      if (pkcs8.isEmpty()) {
        return shut(record, "the shares of those present do not open it");
      }
      return checked(record, pkcs8.get());
    } finally {
      Arrays.fill(sealingKey, (byte) 0);
    }
  }

  private static Outcome checked(ArchivedKey record, byte[] pkcs8) {
    try {
      KeyPairs.encryptionFromPkcs8(pkcs8, record.subjectPublicKeyInfo());
      return new Outcome.Open(pkcs8);
    } catch (IOException e) {
      Arrays.fill(pkcs8, (byte) 0);
      return shut(record, "what is in it is not the private key of its public key");
    }
  }

  private static Outcome shut(ArchivedKey record, String detail) {
    return new Outcome.Shut(finding(record, detail));
  }

  private static Finding finding(ArchivedKey record, String detail) {
    return ArchiveFinding.OFFICER_SHARE.on("key " + record.keyId().hex().substring(0, 16), detail);
  }
}
