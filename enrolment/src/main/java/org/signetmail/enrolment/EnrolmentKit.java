package org.signetmail.enrolment;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.archive.TransportedKey;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;

/**
 * The person's side of an enrolment, run on the person's own machine: it makes both key pairs, asks
 * for certificates, and puts keys and certificates together. The signing key never leaves it.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class EnrolmentKit {
  private final Mailbox mailbox;
  private final String name;
  private final SigningKey signing;
  private final EncryptionKey encryption;
  private final SecureRandom random;

  private EnrolmentKit(
      Mailbox mailbox,
      String name,
      SigningKey signing,
      EncryptionKey encryption,
      SecureRandom random) {
    this.mailbox = mailbox;
    this.name = name;
    this.signing = signing;
    this.encryption = encryption;
    this.random = random;
  }

  /** Two new keys: for the first enrolment, and for somebody who lost everything. */
  public static EnrolmentKit make(
      Mailbox mailbox,
      String name,
      KeyAlgorithm signing,
      KeyAlgorithm encryption,
      SecureRandom random) {
    return renew(mailbox, name, KeyPairs.signing(signing, random), encryption, random);
  }

  /** A new encryption key beside the signing key that the person has: a renewal. */
  public static EnrolmentKit renew(
      Mailbox mailbox,
      String name,
      SigningKey signing,
      KeyAlgorithm encryption,
      SecureRandom random) {
    return new EnrolmentKit(
        mailbox, name, signing, KeyPairs.encryption(encryption, random), random);
  }

  /**
   * The request to send.
   *
   * @param archive the archive's transport certificate, which the person's side must have from a
   *     source it trusts: to its key the encryption key is sealed
   */
  public EnrolmentRequest request(Certificate archive) {
    return request(archive, Optional.empty());
  }

  /**
   * The request to send, with the encryption key for the gateway's ring as well: who makes it wants
   * the gateway to open the person's mail.
   *
   * @param ring the ring's transport certificate, from a source that the person's side trusts
   */
  public EnrolmentRequest request(Certificate archive, Optional<Certificate> ring) {
    TransportedKey sealed = TransportedKey.seal(encryption, mailbox, archive, random);
    return new EnrolmentRequest(
        mailbox,
        CertificationRequest.make(signing, name, mailbox),
        sealed,
        KeyBinding.sign(signing, mailbox, sealed),
        ring.map(to -> TransportedKey.seal(encryption, mailbox, to, random)));
  }

  /**
   * Puts the certificates that came back to the keys they are over.
   *
   * @throws IOException when they are over other keys or for another mailbox
   */
  public PersonalKeys receive(Credentials credentials) throws IOException {
    check(
        credentials.signing().keyId().equals(signing.id())
            && credentials.encryption().keyId().equals(encryption.id()),
        "are over keys that were not made here");
    check(
        credentials.signing().mailboxes().equals(List.of(mailbox))
            && credentials.encryption().mailboxes().equals(List.of(mailbox)),
        "are for another mailbox");
    List<Certificate> path = new ArrayList<>();
    path.add(credentials.signing());
    path.addAll(credentials.issuers());
    return new PersonalKeys(
        new SigningIdentity(signing, path),
        new DecryptionIdentity(encryption, credentials.encryption()));
  }

  private void check(boolean holds, String what) throws IOException {
    if (!holds) {
      throw new IOException(
          "certificates for " + mailbox + ": " + what + "; ask the administrator what was issued");
    }
  }
}
