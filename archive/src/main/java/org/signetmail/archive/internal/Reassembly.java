package org.signetmail.archive.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    /**
     * @param falseShares it came together without these
     */
    record Whole(EncryptionKey key, List<Finding> falseShares) implements Outcome {}

    record NotWhole(List<Finding> findings) implements Outcome {}
  }

  public Outcome of(SealedKey key) {
    Optional<ArchiveReceipt> receipt = receipt(key);
    if (receipt.isEmpty()) {
      return notWhole(key, "the archive's receipt for it does not hold");
    }
    List<ResealedContent> opened = new ArrayList<>();
    List<Finding> blamed = new ArrayList<>();
    try {
      for (ResealedShare share : release.shares()) {
        if (share.key().equals(key.key())) {
          open(share)
              .ifPresentOrElse(opened::add, () -> blamed.add(falseShare(key, share.index())));
        }
      }
      for (ResealedContent content : opened) {
        if (!belongs(content, receipt.get())) {
          return notWhole(key, "a share is of another case, or of another sealing of the key");
        }
      }
      return combine(key, receipt.get(), opened, blamed);
    } finally {
      opened.forEach(ResealedContent::close);
    }
  }

  private Outcome combine(
      SealedKey key, ArchiveReceipt receipt, List<ResealedContent> opened, List<Finding> blamed) {
    NavigableMap<Integer, byte[]> shares = new TreeMap<>();
    for (ResealedContent content : opened) {
      if (content.share().isTrue(receipt)) {
        shares.put(content.share().index(), content.share().value());
      } else {
        blamed.add(falseShare(key, content.share().index()));
      }
    }
    if (shares.size() < receipt.quorum()) {
      String missing = shares.size() + " true shares are here, it takes " + receipt.quorum();
      List<Finding> findings = new ArrayList<>(blamed);
      findings.addFirst(finding(key, missing + guilt(blamed)));
      return new Outcome.NotWhole(findings);
    }
    return new ShareSearch(
            shares, receipt.quorum(), indexes -> unseal(key, receipt, indexes, shares))
        .find()
        .<Outcome>map(found -> {
          found.falseShares().forEach(index -> blamed.add(falseShare(key, index)));
          return new Outcome.Whole(found.key(), List.copyOf(blamed));
        })
        .orElseGet(() ->
            notWhole(key, "its shares do not open it: one of them, or the record, was changed"));
  }

  private static String guilt(List<Finding> blamed) {
    return blamed.stream().map(finding -> "; " + finding.detail()).collect(Collectors.joining());
  }

  /** The key, when these shares give it. */
  private static Optional<EncryptionKey> unseal(
      SealedKey key, ArchiveReceipt receipt, int[] indexes, NavigableMap<Integer, byte[]> shares) {
    byte[][] values = Arrays.stream(indexes).mapToObj(shares::get).toArray(byte[][]::new);
    byte[] sealingKey = SecretSharing.combine(indexes, values);
    byte[] context = KeySeal.context(key.key(), receipt.owner(), receipt.record());
    Optional<byte[]> pkcs8 = KeySeal.open(key.sealed(), sealingKey, context);
    Arrays.fill(sealingKey, (byte) 0);
    if (pkcs8.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(KeyPairs.encryptionFromPkcs8(pkcs8.get(), key.subjectPublicKeyInfo()));
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      Arrays.fill(pkcs8.get(), (byte) 0);
    }
  }

  /** Empty when it does not open with the receiver's key, or to another share than it says. */
  private Optional<ResealedContent> open(ResealedShare share) {
    byte[] clear;
    try {
      clear = SealedOctets.open(share.sealed(), List.of(receiver), LARGEST_SHARE);
    } catch (IOException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(ResealedContent.of(clear))
          .filter(content -> content.share().index() == share.index());
    } catch (IOException e) {
      return Optional.empty();
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
    return new Outcome.NotWhole(List.of(finding(key, detail)));
  }

  private static Finding finding(SealedKey key, String detail) {
    return ArchiveFinding.RECOVERY_NOT_WHOLE.on(name(key), detail);
  }

  /** Lays a share at the door of the officer who alone could open and hand it on. */
  private static Finding falseShare(SealedKey key, int index) {
    String officer =
        index <= key.holders().size()
            ? "officer " + key.holders().get(index - 1).hex().substring(0, 16)
            : "an officer";
    return ArchiveFinding.RECOVERY_FALSE_SHARE.on(
        name(key), "share " + index + ", handed on by " + officer + ", is not the one archived");
  }

  private static String name(SealedKey key) {
    return "key " + key.key().hex().substring(0, 16);
  }
}
