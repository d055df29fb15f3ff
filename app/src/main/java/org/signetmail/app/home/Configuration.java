package org.signetmail.app.home;

import java.util.List;

/**
 * What {@code signet.yaml} says, checked.
 *
 * @param organization as it stands in certificates
 * @param domains whose mailboxes are ours, lower case
 * @param storeUrl a JDBC address; a relative SQLite file lies in the home folder
 * @param publicUrl where the world fetches CRLs and CA certificates: plain HTTP, without a trailing
 *     slash
 * @param policyFile relative to the home folder
 */
public record Configuration(
    String organization,
    List<String> domains,
    String storeUrl,
    Archive archive,
    String publicUrl,
    Listen listen,
    Mail mail,
    String policyFile,
    String logOrigin) {
  public Configuration {
    domains = List.copyOf(domains);
  }

  /** How many officers hold shares of every archived key, and how many must act together. */
  public record Archive(int officers, int quorum) {}

  /** Where {@code signet up} listens. */
  public record Listen(
      Endpoint https, Endpoint http, Endpoint smtpOutbound, Endpoint smtpInbound) {}

  /**
   * @param nextHop the organisation's own mail server, which takes what we have treated
   * @param maximumSize octets of one message
   */
  public record Mail(Endpoint nextHop, long maximumSize) {}
}
