package org.signetmail.rollout;

/**
 * A domain outside that mail goes to or comes from.
 *
 * @param sent messages of ours to it
 * @param received messages from it
 * @param signed of those received
 * @param encrypted of those received, and those that we sent it encrypted
 * @param readers its mailboxes whose encryption certificates are known
 */
public record Correspondent(
    String domain, int sent, int received, int signed, int encrypted, int readers) {
  /** As it stands in evidence. */
  public String id() {
    return "partner/" + domain;
  }
}
