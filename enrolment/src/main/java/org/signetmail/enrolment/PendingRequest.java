package org.signetmail.enrolment;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * A request whose proof holds, and which an administrator decides about.
 *
 * @param key of the request: who comes again with it is the one who came first
 * @param kind what the certificate is for: a person's signature or encryption
 * @param request PKCS#10, as it came
 * @param decidedBy the administrator, once the state is not {@link State#WAITING}
 */
public record PendingRequest(
    KeyId key,
    CertificateProfile.Kind kind,
    Mailbox mailbox,
    byte[] request,
    State state,
    Instant asked,
    Optional<Mailbox> decidedBy) {

  /** How far it is. */
  public enum State {
    WAITING,
    APPROVED,
    DENIED
  }

  public PendingRequest {
    request = request.clone();
  }

  @Override
  public byte[] request() {
    return request.clone();
  }

  /** The same, decided. */
  public PendingRequest decided(State state, Mailbox by) {
    return new PendingRequest(key, kind, mailbox, request, state, asked, Optional.of(by));
  }

  /**
   * The entry of the log about the decision: the key in public, whose it is and who decided as
   * commitments, which the store opens.
   */
  public LogEntry leaf(Instant at, SecureRandom random) {
    EntryType type =
        switch (state) {
          case APPROVED -> EntryType.REQUEST_APPROVED;
          case DENIED -> EntryType.REQUEST_DENIED;
          case WAITING ->
              throw new IllegalStateException("request of " + mailbox + ": is not decided");
        };
    return LogEntry.of(type, at)
        .with("key", key.hex())
        .committing("mailbox", mailbox.key(), random)
        .committing("by", decidedBy.map(Mailbox::key).orElse(""), random);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PendingRequest that
        && key.equals(that.key)
        && kind == that.kind
        && mailbox.equals(that.mailbox)
        && java.util.Arrays.equals(request, that.request)
        && state == that.state
        && asked.equals(that.asked)
        && decidedBy.equals(that.decidedBy);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return "PendingRequest[" + mailbox + ", " + kind + ", " + key + ", " + state + "]";
  }
}
