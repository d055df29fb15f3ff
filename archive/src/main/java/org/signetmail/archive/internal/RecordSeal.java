package org.signetmail.archive.internal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerSet;
import org.signetmail.archive.SealedShare;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningKey;

/**
 * Seals a private key so that only a quorum of a set of officers can open it: AES-256-GCM under a
 * key of its own, which is split and forgotten; a share for each officer; a receipt that binds the
 * shares. Each time with another key and another name, so that shares of one sealing say nothing
 * about another.
 */
public record RecordSeal(SigningKey receiptKey, SecureRandom random) {
  private static final int RECORD_OCTETS = 16;

  /**
   * A private key before it is sealed.
   *
   * @param subjectPublicKeyInfo DER
   * @param pkcs8 the secret, which the caller clears
   */
  public record Clear(KeyId key, Mailbox owner, byte[] subjectPublicKeyInfo, byte[] pkcs8) {
    @Override
    public String toString() {
      return "Clear[" + key + "]";
    }
  }

  public ArchivedKey seal(Clear clear, OfficerSet officers, Instant at) {
    String record = HexFormat.of().formatHex(randomOctets(RECORD_OCTETS));
    byte[] sealingKey = randomOctets(KeySeal.KEY_LENGTH);
    try {
      byte[] context = KeySeal.context(clear.key(), clear.owner(), record);
      byte[] sealed = KeySeal.seal(clear.pkcs8(), sealingKey, context, random);
      List<byte[]> commitments = new ArrayList<>();
      List<SealedShare> shares = share(sealingKey, clear, record, officers, commitments);
      ArchiveReceipt receipt =
          ArchiveReceipt.sign(
              clear.key(),
              clear.owner(),
              at,
              record,
              officers.quorum().required(),
              commitments,
              receiptKey);
      return new ArchivedKey(
          clear.key(),
          clear.owner(),
          clear.subjectPublicKeyInfo(),
          sealed,
          shares,
          receipt,
          officers.generation());
    } finally {
      Arrays.fill(sealingKey, (byte) 0);
    }
  }

  private List<SealedShare> share(
      byte[] sealingKey,
      Clear clear,
      String record,
      OfficerSet officers,
      List<byte[]> commitments) {
    List<Officer> holders = officers.officers();
    int quorum = officers.quorum().required();
    byte[][] values = SecretSharing.split(sealingKey, quorum, holders.size(), random);
    List<SealedShare> shares = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      try (ShareContent content =
          new ShareContent(
              clear.key(),
              clear.owner(),
              record,
              i + 1,
              quorum,
              values.length,
              values[i],
              randomOctets(ShareContent.BLINDING_LENGTH))) {
        commitments.add(content.commitment());
        shares.add(share(content, holders.get(i)));
      }
    }
    return shares;
  }

  private SealedShare share(ShareContent content, Officer officer) {
    byte[] clear = content.encoded();
    try {
      byte[] sealed = ShareSeal.seal(clear, officer.seals(), random);
      return new SealedShare(officer.id(), content.index(), sealed);
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  private byte[] randomOctets(int count) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }
}
