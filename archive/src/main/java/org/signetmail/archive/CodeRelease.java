package org.signetmail.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;

/**
 * What an owner gets who asked with a recovery code: copies that only the code opens.
 *
 * @param owner as the copies are bound to
 */
public record CodeRelease(CaseId caseId, Mailbox owner, List<Copy> copies) {

  /**
   * One key under the code.
   *
   * @param subjectPublicKeyInfo DER, of what was archived
   * @param sealed see {@link RecoveryCode#seal}
   */
  public record Copy(KeyId key, byte[] subjectPublicKeyInfo, byte[] sealed) {}

  /** What came of opening the copies. */
  public sealed interface Outcome {
    /**
     * @param keys each checked to be the private key of its public key
     * @param others copies under another code, or that are no copy of their key
     */
    record Opened(List<EncryptionKey> keys, List<Finding> others) implements Outcome {}

    /** The code opens none of them. */
    record Refused(List<Finding> findings) implements Outcome {}
  }

  /** Opens the copies, on the owner's machine. */
  public Outcome open(RecoveryCode code) {
    List<EncryptionKey> keys = new ArrayList<>();
    List<Finding> others = new ArrayList<>();
    for (Copy copy : copies) {
      Optional<byte[]> pkcs8 = code.open(copy.sealed(), copy.key(), owner);
      try {
        if (pkcs8.isPresent()) {
          keys.add(KeyPairs.encryptionFromPkcs8(pkcs8.get(), copy.subjectPublicKeyInfo()));
        } else {
          others.add(unopened(copy, "the code does not open its copy"));
        }
      } catch (IOException e) {
        others.add(unopened(copy, "the copy is not of this key"));
      } finally {
        pkcs8.ifPresent(octets -> Arrays.fill(octets, (byte) 0));
      }
    }
    return keys.isEmpty() ? new Outcome.Refused(others) : new Outcome.Opened(keys, others);
  }

  private static Finding unopened(Copy copy, String why) {
    return ArchiveFinding.RECOVERY_WRONG_CODE.on("key " + copy.key().hex().substring(0, 16), why);
  }
}
