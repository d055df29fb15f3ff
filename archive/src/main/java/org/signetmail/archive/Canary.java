package org.signetmail.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.internal.KeySeal;
import org.signetmail.archive.internal.SecretSharing;
import org.signetmail.archive.internal.ShareContent;
import org.signetmail.archive.internal.ShareSeal;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.LogEntry;

/**
 * An archived key that is nobody's: it is kept as all others are, and its shares are sealed to keys
 * that are there for drills. So a drill proves that what was archived can be opened, and opens
 * nobody's key; no certificate is ever issued over it.
 */
public final class Canary {
  /** Whose canaries are: nobody can have this address (RFC 6761 §6.4). */
  public static final Mailbox OWNER = Mailbox.of("canary@signet.invalid");

  private Canary() {}

  /**
   * Those who hold the shares of canaries, in place of the officers: a set of its own, which nobody
   * replaces.
   */
  public static OfficerStore holders(List<Certificate> certificates) {
    return new Holders(
        certificates.stream()
            .map(one -> new Officer(OWNER, "canary", one, Optional.empty(), one))
            .toList());
  }

  private record Holders(List<Officer> officers) implements OfficerStore {
    @Override
    public long enrol(Officer officer, Quorum founding, LogEntry entry) {
      throw new UnsupportedOperationException("nobody is enrolled to hold canaries");
    }

    @Override
    public List<OfficerSet> sets(Quorum founding) {
      return List.of(new OfficerSet(OfficerSet.OF_CANARIES, founding, officers));
    }

    @Override
    public List<Officer> waiting() {
      return List.of();
    }

    @Override
    public long open(OfficerSet next, LogEntry entry) {
      throw new UnsupportedOperationException("nobody is replaced who holds canaries");
    }

    @Override
    public Optional<Long> retire(int generation, LogEntry entry) {
      throw new UnsupportedOperationException("nobody is replaced who holds canaries");
    }
  }

  /**
   * Opens a canary as officers and a receiver together would open a record.
   *
   * @param holders their own keys, in any order
   * @return the private key; it fits the public key that was archived
   * @throws IOException one clear line when the record is another's, or does not open
   */
  public static EncryptionKey open(ArchivedKey record, List<DecryptionIdentity> holders)
      throws IOException {
    String name = "canary " + record.keyId().hex().substring(0, 16);
    if (!record.owner().equals(OWNER)) {
      throw new IOException(name + ": is somebody's key; drills open canaries alone");
    }
    List<ShareContent> shares = new ArrayList<>();
    try {
      for (SealedShare share : record.shares()) {
        shares.add(open(share, holders));
      }
      return combine(name, record, shares.subList(0, quorum(name, shares)));
    } finally {
      shares.forEach(ShareContent::close);
    }
  }

  private static int quorum(String name, List<ShareContent> shares) throws IOException {
    int quorum = shares.isEmpty() ? 0 : shares.getFirst().quorum();
    if (quorum < 1 || quorum > shares.size()) {
      throw new IOException(name + ": has too few shares; the record is not whole");
    }
    return quorum;
  }

  private static ShareContent open(SealedShare share, List<DecryptionIdentity> holders)
      throws IOException {
    for (DecryptionIdentity holder : holders) {
      if (holder.certificate().keyId().equals(share.officer())) {
        byte[] clear = ShareSeal.open(share.sealed(), List.of(holder));
        try {
          return ShareContent.of(clear);
        } finally {
          Arrays.fill(clear, (byte) 0);
        }
      }
    }
    throw new IOException("canary share " + share.index() + ": its holder's key is not here");
  }

  private static EncryptionKey combine(String name, ArchivedKey record, List<ShareContent> shares)
      throws IOException {
    int[] indexes = shares.stream().mapToInt(ShareContent::index).toArray();
    byte[][] values = shares.stream().map(ShareContent::value).toArray(byte[][]::new);
    byte[] sealingKey = SecretSharing.combine(indexes, values);
    byte[] context = KeySeal.context(record.keyId(), record.owner(), record.receipt().record());
    Optional<byte[]> pkcs8 = KeySeal.open(record.sealedKey(), sealingKey, context);
    Arrays.fill(sealingKey, (byte) 0);
    if (pkcs8.isEmpty()) {
      throw new IOException(name + ": its shares do not open it; the record was changed");
    }
    try {
      return KeyPairs.encryptionFromPkcs8(pkcs8.get(), record.subjectPublicKeyInfo());
    } finally {
      Arrays.fill(pkcs8.get(), (byte) 0);
    }
  }
}
