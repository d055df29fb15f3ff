package org.signetmail.gateway;

import java.net.InetAddress;
import java.time.Instant;

/**
 * How a message came in: what its {@code Received} line tells (RFC 5321 §4.4).
 *
 * @param id of the transaction, unique on this machine; in logs and in the answer
 * @param peer the client's address
 * @param greeting what the client called itself in EHLO; claimed, never proven
 * @param protocol registered name: {@code ESMTP}, {@code ESMTPS}, {@code UTF8SMTP} … (RFC 3848)
 * @param at when the transaction began
 */
public record Arrival(String id, InetAddress peer, String greeting, String protocol, Instant at) {}
