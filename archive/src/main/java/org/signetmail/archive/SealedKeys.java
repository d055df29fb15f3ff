package org.signetmail.archive;

import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.ArchivalRequest;
import org.signetmail.pkix.ArchivalRequest.SealedKey;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncKeyWithId;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RecoveryBlob;
import org.signetmail.smime.SealedOctets;

/**
 * Opens keys that other programs sealed: CRMF requests to the archive's transport certificate (RFC
 * 4211 §6.4), and recovery blobs to a key recovery agent. Nothing is stored. What does not open and
 * what is no pair get the same answer. Safe for many threads.
 */
public final class SealedKeys {
  private static final int LARGEST = 64 * 1024;

  private final List<DecryptionIdentity> identities;

  public SealedKeys(List<DecryptionIdentity> identities) {
    this.identities = List.copyOf(identities);
  }

  /** What came of opening one. */
  public sealed interface Outcome {
    /**
     * @param key checked to be the private key of the request's or a certificate's public key
     * @param certificates over it
     * @param owner whom a request names; empty where none is named
     * @param warnings about how it was sealed
     */
    record Opened(
        EncryptionKey key,
        List<Certificate> certificates,
        Optional<Mailbox> owner,
        List<Finding> warnings)
        implements Outcome {}

    record Refused(List<Finding> findings) implements Outcome {}
  }

  /**
   * The key that a request brings. Its owner is whom the sealed key names, else the one mailbox of
   * the template; both must be the one who is wanted.
   *
   * @param wanted whose request it is, when that is known from elsewhere
   */
  public Outcome open(ArchivalRequest request, Optional<Mailbox> wanted) {
    String whom =
        wanted
            .or(() -> request.mailboxes().stream().findFirst())
            .map(Mailbox::toString)
            .orElse("request");
    if (request.use() == ArchivalRequest.Use.SIGNING) {
      return refused(
          ArchiveFinding.ARCHIVE_MAY_SIGN.on(whom, "the request is for a certificate that signs"));
    }
    byte[] clear;
    try {
      clear = clear(request.sealedKey());
    } catch (IOException e) {
      return unreadable(whom);
    }
    try {
      EncKeyWithId sealed = EncKeyWithId.of(clear);
      try {
        return judged(request, sealed, wanted, whom);
      } finally {
        Arrays.fill(sealed.pkcs8(), (byte) 0);
      }
    } catch (IOException e) {
      return unreadable(whom);
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  /**
   * An EncryptedValue does not say whose it is, so every key is tried; each failure is like the
   * others, and the one answer comes after all.
   */
  private byte[] clear(SealedKey sealed) throws IOException {
    return switch (sealed) {
      case SealedKey.Enveloped(byte[] contentInfo) ->
          SealedOctets.openForeign(contentInfo, identities, LARGEST);
      case SealedKey.Value value -> {
        for (DecryptionIdentity identity : identities) {
          if (identity.certificate().publicKey() instanceof RSAPublicKey) {
            try {
              byte[] found =
                  SealedOctets.openForeign(
                      value.addressedTo(identity.certificate()), List.of(identity), LARGEST);
              EncKeyWithId.of(found); // the wrong key can give octets that look unpadded
              yield found;
            } catch (IOException e) {
              // Perhaps another's.
            }
          }
        }
        throw new IOException("opens with no key that is here");
      }
    };
  }

  private static Outcome judged(
      ArchivalRequest request, EncKeyWithId sealed, Optional<Mailbox> wanted, String whom)
      throws IOException {
    if (sealed.owner().isEmpty()
        && request.possession() == ArchivalRequest.Possession.BY_THE_SEALED_KEY) {
      return refused(
          ArchiveFinding.ARCHIVE_POSSESSION.on(
              whom, "the request is not signed, and the sealed key names nobody"));
    }
    Optional<Mailbox> owner =
        wanted
            .or(sealed::owner)
            .or(() ->
                request.mailboxes().size() == 1
                    ? Optional.of(request.mailboxes().getFirst())
                    : Optional.empty());
    boolean isAnothers =
        owner.isPresent()
            && (!sealed.owner().orElse(owner.get()).equals(owner.get())
                || !(request.mailboxes().isEmpty() || request.mailboxes().contains(owner.get())));
    if (isAnothers) {
      return refused(
          ArchiveFinding.ARCHIVE_OTHER_OWNER.on(whom, "the key was sealed for somebody else"));
    }
    EncryptionKey key =
        KeyPairs.encryptionFromPkcs8(sealed.pkcs8(), request.publicKey().getEncoded());
    return new Outcome.Opened(
        key,
        List.of(),
        owner,
        request.sealedKey() instanceof SealedKey.Value
            ? List.of(
                ArchiveFinding.ARCHIVE_LEGACY_SEAL.on(
                    whom, "the key came as EncryptedValue, which is deprecated"))
            : List.of());
  }

  /** The key of a recovery blob, by the certificate in it that it belongs to. */
  public Outcome open(RecoveryBlob blob) {
    byte[] clear;
    try {
      clear = SealedOctets.openForeign(blob.sealedKey(), identities, LARGEST);
    } catch (IOException e) {
      return unreadable("recovery blob");
    }
    try {
      byte[] pkcs8 = RecoveryBlob.pkcs8(clear);
      try {
        return paired(pkcs8, blob.certificates());
      } finally {
        Arrays.fill(pkcs8, (byte) 0);
      }
    } catch (IOException e) {
      return unreadable("recovery blob");
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  private static Outcome paired(byte[] pkcs8, List<Certificate> certificates) {
    for (Certificate certificate : certificates) {
      try {
        EncryptionKey key =
            KeyPairs.encryptionFromPkcs8(pkcs8, certificate.publicKey().getEncoded());
        List<Certificate> own =
            certificates.stream().filter(one -> one.keyId().equals(key.id())).toList();
        return new Outcome.Opened(key, own, Optional.empty(), List.of());
      } catch (IOException e) {
        // Another's: an agent's, or an authority's.
      }
    }
    return unreadable("recovery blob");
  }

  private static Outcome unreadable(String whom) {
    return refused(
        ArchiveFinding.ARCHIVE_TRANSPORT.on(whom, "the sealed key does not open to a key pair"));
  }

  private static Outcome refused(Finding finding) {
    return new Outcome.Refused(List.of(finding));
  }
}
