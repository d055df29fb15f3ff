package org.signetmail.archive;

import java.util.List;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * A recovery officer: holds one share of every archived key. Never an administrator or an auditor
 * of the same system.
 *
 * @param encryption shares are sealed to it
 * @param signing approvals are signed with it
 */
public record Officer(Mailbox mailbox, String name, Certificate encryption, Certificate signing) {

  /** How records and decisions name the officer: by the encryption key. */
  public KeyId id() {
    return encryption.keyId();
  }

  /**
   * The certificates that each share is sealed to, one envelope inside the other, so that all of
   * the keys are needed: a second, ML-KEM certificate will stand here.
   */
  public List<Certificate> seals() {
    return List.of(encryption);
  }
}
