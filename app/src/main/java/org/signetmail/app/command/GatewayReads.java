package org.signetmail.app.command;

import org.signetmail.app.organization.RingByPolicy.Consent;
import picocli.CommandLine.Option;

/** The word with which a person lets the gateway open their mail. */
final class GatewayReads {
  @Option(
      names = "--gateway-reads",
      description = {
        "The person wants the gateway to open their mail: the encryption key goes into its ring as",
        "well. Only for people of the groups of 'gateway-mode'."
      })
  private boolean isGiven;

  Consent consent() {
    return isGiven ? Consent.GIVEN : Consent.NOT_GIVEN;
  }
}
