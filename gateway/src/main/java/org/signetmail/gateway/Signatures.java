package org.signetmail.gateway;

import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;

/**
 * Who signs for an author. In a gateway of an organisation that is its seal, with a certificate
 * that names the author's mailbox; in a person's own agent it is the person's key. Safe for use by
 * many threads.
 */
public interface Signatures {
  /** Nobody signs for anybody. */
  Signatures NONE = author -> Optional.empty();

  /**
   * The identity whose certificate names the mailbox; empty when there is none. Quick: it is asked
   * for every message.
   */
  Optional<SigningIdentity> signerFor(Mailbox author);

  /**
   * What signatures tell correspondents to encrypt answers to (RFC 8551 §2.5.3); empty for the
   * signer's own certificate, where that may be encrypted to. Quick, as well.
   */
  default Optional<Certificate> answersTo(Mailbox author) {
    return Optional.empty();
  }
}
