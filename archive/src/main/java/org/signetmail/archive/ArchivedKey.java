package org.signetmail.archive;

import java.util.List;
import org.signetmail.pkix.ArchiveReceipt;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * One person's encryption private key as the archive keeps it: nobody can read it from this record
 * without a quorum of officers.
 *
 * @param subjectPublicKeyInfo DER, to check the pair when it comes back
 * @param sealedKey the PKCS#8 under an AES-256-GCM key of its own: nonce, ciphertext, tag
 * @param shares that key, split by Shamir's scheme, one share an officer
 * @param generation which set of officers the shares are sealed to
 */
public record ArchivedKey(
    KeyId keyId,
    Mailbox owner,
    byte[] subjectPublicKeyInfo,
    byte[] sealedKey,
    List<SealedShare> shares,
    ArchiveReceipt receipt,
    int generation) {}
