package org.signetmail.archive;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/**
 * A recovery officer: holds one share of each key that is archived while the officer has a seat.
 * Never an administrator or an auditor of the same system.
 *
 * @param encryption shares are sealed to it: a classical key, which may be in a token
 * @param kem shares are sealed to this ML-KEM key as well, so that both are needed; empty for an
 *     officer of before there was one
 * @param signing approvals are signed with it
 */
public record Officer(
    Mailbox mailbox,
    String name,
    Certificate encryption,
    Optional<Certificate> kem,
    Certificate signing) {

  /** How records and decisions name the officer: by the classical encryption key. */
  public KeyId id() {
    return encryption.keyId();
  }

  /**
   * The certificates that each share is sealed to, one envelope inside the other, so that all of
   * the keys are needed.
   */
  public List<Certificate> seals() {
    return Stream.concat(Stream.of(encryption), kem.stream()).toList();
  }

  /** Whether whoever breaks one kind of key still has nothing. */
  public boolean isHybrid() {
    return kem.isPresent();
  }

  /** Every key of the officer. */
  List<KeyId> keys() {
    return Stream.concat(seals().stream(), Stream.of(signing)).map(Certificate::keyId).toList();
  }
}
