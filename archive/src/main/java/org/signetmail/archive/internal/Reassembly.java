package org.signetmail.archive.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.signetmail.archive.ArchiveFinding;
import org.signetmail.archive.KeyRelease;
import org.signetmail.archive.KeyRelease.SealedKey;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.smime.SealedOctets;

/** Puts one released key together again, or says in one finding why not. */
public final class Reassembly {
  private static final int LARGEST_SHARE = 64 * 1024;

  private final KeyRelease release;
  private final DecryptionIdentity receiver;
  private final Certificate archive;
  private final String request;

  public Reassembly(KeyRelease release, DecryptionIdentity receiver, Certificate archive) {
    this.release = release;
    this.receiver = receiver;
    this.archive = archive;
    this.request = SignedText.digest(release.request());
  }

  /** What came of it. */
  public sealed interface Outcome {
    record Whole(EncryptionKey key) implements Outcome {}

    record NotWhole(Finding finding) implements Outcome {}
  }

  public Outcome of(SealedKey key) {
    Optional<ArchiveReceipt> receipt = receipt(key);
    if (receipt.isEmpty()) {
      return notWhole(key, "the archive's receipt for it does not hold");
    }
    List<ResealedContent> opened = new ArrayList<>();
    try {
      for (ResealedShare share : release.shares()) {
        if (share.key().equals(key.key())) {
          ResealedContent content = open(share);
          opened.add(content);
          if (content.share().index() != share.index()) {
            return notWhole(key, "a share stands in another's place");
          }
        }
      }
      return combine(key, receipt.get(), opened);
    } catch (IOException e) {
      return notWhole(key, "a share does not open with the receiver's key");
    } finally {
      opened.forEach(ResealedContent::close);
    }
  }

  private Outcome combine(SealedKey key, ArchiveReceipt receipt, List<ResealedContent> opened) {
    SortedMap<Integer, byte[]> shares = new TreeMap<>();
    for (ResealedContent content : opened) {
      if (!belongs(content, receipt)) {
        return notWhole(key, "a share is of another case or another record");
      }
      shares.put(content.share().index(), content.share().value());
    }
    if (shares.size() < receipt.quorum()) {
      return notWhole(key, shares.size() + " shares are here, it takes " + receipt.quorum());
    }
    int[] indexes = shares.keySet().stream().limit(receipt.quorum()).mapToInt(i -> i).toArray();
    byte[][] values = shares.values().stream().limit(receipt.quorum()).toArray(byte[][]::new);
    byte[] sealingKey = SecretSharing.combine(indexes, values);
    try {
      return unseal(key, receipt, sealingKey);
    } finally {
      Arrays.fill(sealingKey, (byte) 0);
    }
  }

  private Outcome unseal(SealedKey key, ArchiveReceipt receipt, byte[] sealingKey) {
    byte[] context = KeySeal.context(key.key(), receipt.owner(), receipt.record());
    Optional<byte[]> pkcs8 = KeySeal.open(key.sealed(), sealingKey, context);
    if (pkcs8.isEmpty()) {
      return notWhole(key, "its shares do not open it: one of them, or the record, was changed");
    }
    try {
      return new Outcome.Whole(
          KeyPairs.encryptionFromPkcs8(pkcs8.get(), key.subjectPublicKeyInfo()));
    } catch (IOException e) {
      return notWhole(key, "what was archived is not the private key of its public key");
    } finally {
      Arrays.fill(pkcs8.get(), (byte) 0);
    }
  }

  private ResealedContent open(ResealedShare share) throws IOException {
    byte[] clear = SealedOctets.open(share.sealed(), List.of(receiver), LARGEST_SHARE);
    try {
      return ResealedContent.of(clear);
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  private boolean belongs(ResealedContent content, ArchiveReceipt receipt) {
    ShareContent share = content.share();
    return content.caseId().equals(release.caseId().text())
        && content.requestDigest().equals(request)
        && share.key().equals(receipt.keyId())
        && share.owner().equals(receipt.owner())
        && share.record().equals(receipt.record())
        && share.quorum() == receipt.quorum()
        && share.index() >= 1;
  }

  /** The receipt, when the archive signed it and it is for this very key. */
  private Optional<ArchiveReceipt> receipt(SealedKey key) {
    try {
      return ArchiveReceipt.of(key.receipt())
          .verify(archive)
          .map(ArchiveReceipt.Verified::receipt)
          .filter(receipt -> receipt.keyId().equals(key.key()))
          .filter(r -> KeyId.ofSubjectPublicKeyInfo(key.subjectPublicKeyInfo()).equals(r.keyId()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Outcome notWhole(SealedKey key, String detail) {
    return new Outcome.NotWhole(
        ArchiveFinding.RECOVERY_NOT_WHOLE.on("key " + key.key().hex().substring(0, 16), detail));
  }
}
