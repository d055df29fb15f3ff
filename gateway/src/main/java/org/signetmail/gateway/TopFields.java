package org.signetmail.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.smime.Octets;

/**
 * What a gateway writes on top of mail: its trace, and over mail from outside what became of its
 * signature. Below that line no octet is touched, but for what forges the gateway's own word.
 */
final class TopFields {
  private final GatewaySettings settings;
  private final Trace trace;
  private final AuthenticationResults results;

  TopFields(GatewaySettings settings, Trace trace) {
    this.settings = settings;
    this.trace = trace;
    this.results = new AuthenticationResults(settings.hostname());
  }

  /** What is said about a message from outside as it came; nothing about our own. */
  String results(MessageHeader header, Examination seen) {
    return settings.direction() == Facts.Direction.INBOUND
        ? results.field(header, seen).orElse("")
        : "";
  }

  /** What is said about a message that was opened here: what its inside came to. */
  String results(Openings.Opened opened) throws IOException {
    return results.field(MessageHeader.read(opened.octets()), opened.inside()).orElse("")
        + ForgedResults.OPENED
        + ": "
        + settings.hostname()
        + "; "
        + opened.algorithm()
        + "\r\n";
  }

  /** A view of a form of a message with these fields on top. */
  Octets on(Octets made, Arrival arrival, Collection<Mailbox> recipients, String results)
      throws IOException {
    if (settings.direction() == Facts.Direction.OUTBOUND) {
      return trace.added(arrival, made, recipients);
    }
    Octets honest = ForgedResults.without(made, MessageHeader.read(made), settings.hostname());
    Octets top = Octets.of(results.getBytes(StandardCharsets.US_ASCII));
    return Octets.concat(List.of(top, trace.added(arrival, honest, recipients)));
  }
}
