package org.signetmail.gateway;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.signetmail.pkix.Mailbox;

/**
 * How a message came in: what its {@code Received} line tells (RFC 5321 §4.4).
 *
 * @param id of the transaction, unique on this machine; in logs and in the answer
 * @param peer the client's address; where a listed neighbour speaks for another, that other's
 * @param greeting what the client called itself in EHLO; claimed, never proven
 * @param protocol registered name: {@code ESMTP}, {@code ESMTPSA}, {@code UTF8SMTP} … (RFC 3848)
 * @param at when the transaction began
 * @param login who the client proved to be (RFC 4954); empty when it did not
 */
public record Arrival(
    String id,
    InetAddress peer,
    String greeting,
    String protocol,
    Instant at,
    Optional<Mailbox> login) {

  /** Of a client that did not log in. */
  public Arrival(String id, InetAddress peer, String greeting, String protocol, Instant at) {
    this(id, peer, greeting, protocol, at, Optional.empty());
  }
}
