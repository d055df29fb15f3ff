package org.signetmail.archive;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.signetmail.archive.internal.KeyParcel;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.smime.SealedOctets;

/**
 * The archive's door: opens keys that were sealed to its transport certificate, and stores nothing.
 *
 * <p>Every parcel that does not open, or is not a pair, gets the same answer. Safe for many
 * threads.
 */
public final class KeyTransport {
  private static final int LARGEST = 64 * 1024;

  private final List<DecryptionIdentity> identities;
  private final KnownCertificates known;

  /**
   * @param identities the transport key of today first, then former ones
   */
  public KeyTransport(List<DecryptionIdentity> identities, KnownCertificates known) {
    this.identities = List.copyOf(identities);
    this.known = known;
  }

  /** What is sealed to. */
  public Certificate certificate() {
    return identities.getFirst().certificate();
  }

  /** What came of opening a parcel. */
  public sealed interface Outcome {
    record Opened(EncryptionKey key) implements Outcome {}

    record Refused(List<Finding> findings) implements Outcome {}
  }

  /** Opens a parcel of this owner's. */
  public Outcome open(TransportedKey transported, Mailbox owner) {
    byte[] clear;
    try {
      clear = SealedOctets.open(transported.sealed(), identities, LARGEST);
    } catch (IOException e) {
      return unreadable(owner);
    }
    try {
      return pair(KeyParcel.of(clear), owner);
    } catch (IOException e) {
      return unreadable(owner);
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  private Outcome pair(KeyParcel parcel, Mailbox owner) throws IOException {
    try {
      if (!parcel.owner().equals(owner)) {
        return refused(
            ArchiveFinding.ARCHIVE_OTHER_OWNER.on(owner, "the key was sealed for somebody else"));
      }
      EncryptionKey key =
          KeyPairs.encryptionFromPkcs8(parcel.pkcs8(), parcel.subjectPublicKeyInfo());
      return switch (EncryptionKey.of(
          key.privateKey(SecretAccess.TOKEN), key.publicKey(), known.over(key.id()))) {
        case EncryptionKey.Classified.EncryptsOnly(EncryptionKey only) -> new Outcome.Opened(only);
        case EncryptionKey.Classified.MaySign sign ->
            refused(
                ArchiveFinding.ARCHIVE_MAY_SIGN.on(
                    owner, "the key may sign by certificate " + sign.certificate().serialHex()));
        case EncryptionKey.Classified.CannotEncrypt(String algorithm) ->
            refused(ArchiveFinding.ARCHIVE_CANNOT_ENCRYPT.on(owner, "the key is for " + algorithm));
      };
    } finally {
      Arrays.fill(parcel.pkcs8(), (byte) 0);
    }
  }

  private static Outcome unreadable(Mailbox owner) {
    return refused(
        ArchiveFinding.ARCHIVE_TRANSPORT.on(owner, "the sealed key does not open to a key pair"));
  }

  private static Outcome refused(Finding finding) {
    return new Outcome.Refused(List.of(finding));
  }
}
