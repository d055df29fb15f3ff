package org.signetmail.web.portal;

import java.util.Optional;
import org.signetmail.enrolment.Sessions;

/**
 * One browser at the portal.
 *
 * @param token what its cookie says; before it is signed in it means nothing
 * @param csrf the word that a form of ours carries and nobody else can know
 */
record Visit(String token, Optional<Sessions.SignedIn> signedIn, String csrf) {
  /** Without the token. */
  @Override
  public String toString() {
    return "Visit[" + signedIn.map(one -> one.person().mailbox().toString()).orElse("") + "]";
  }
}
