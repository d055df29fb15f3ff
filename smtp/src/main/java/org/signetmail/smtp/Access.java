package org.signetmail.smtp;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may do what on a listener. A client is judged by its address: the connection's, or the one
 * that a listed neighbour told.
 *
 * @param relay who may hand in mail for anybody, without a login and without limits on how much
 * @param senders in whose domains alone listed hosts may send, bounces apart; empty for any
 * @param domains to whose mailboxes everybody may write; with none, strangers log in or go
 * @param proxy from whom each connection begins with the PROXY protocol, version 1 or 2
 * @param xclient who may say with XCLIENT that a session is another's
 * @param xforward who may say with XFORWARD where a message came from
 */
public record Access(
    Peers relay,
    Optional<Set<String>> senders,
    Set<String> domains,
    Peers proxy,
    Peers xclient,
    Peers xforward) {
  /** For everybody who can connect: where loopback or a firewall is the rule. */
  public static final Access OPEN = relayFor(Peers.ANYBODY);

  /** Takes domains in any case. */
  public Access {
    senders = senders.map(Access::lowerCase);
    domains = lowerCase(domains);
  }

  /** For these hosts, and for who logs in; nobody speaks for others. */
  public static Access relayFor(Peers peers) {
    return new Access(peers, Optional.empty(), Set.of(), Peers.NOBODY, Peers.NOBODY, Peers.NOBODY);
  }

  /** Everybody may also write to mailboxes of these domains. */
  public Access withDomains(Set<String> open) {
    return new Access(relay, senders, open, proxy, xclient, xforward);
  }

  /** Listed hosts send in the name of these domains only. */
  public Access withSenders(Set<String> own) {
    return new Access(relay, Optional.of(own), domains, proxy, xclient, xforward);
  }

  private static Set<String> lowerCase(Set<String> domains) {
    return domains.stream()
        .map(domain -> domain.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }
}
