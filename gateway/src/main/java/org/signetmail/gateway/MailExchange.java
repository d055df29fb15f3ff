package org.signetmail.gateway;

/**
 * A server that takes mail for a domain (MX, RFC 1035 §3.3.9).
 *
 * @param preference the lowest is tried first
 * @param host empty where the domain says that it takes no mail (RFC 7505 §3)
 */
public record MailExchange(int preference, String host) {}
