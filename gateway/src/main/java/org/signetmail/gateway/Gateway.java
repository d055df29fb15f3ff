package org.signetmail.gateway;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.policy.JurisdictionTable;
import org.signetmail.policy.Policy;
import org.signetmail.policy.YamlProblem;
import org.signetmail.smime.CryptoProfile;
import org.signetmail.smime.MalformedMessage;
import org.signetmail.smime.Octets;

/**
 * An in-line proxy for one direction of an organisation's mail: facts, decision, variants, next
 * hop, answer. It keeps no queue: it says {@code 250} only after the next hop did, for every
 * recipient or with a report about the rest on its way, and until then the mail is its sender's.
 *
 * <p>What goes wrong leads to 4xx or 5xx, never to plain text where protection was wanted: all
 * forms of a message are made before the first is sent, policy is asked about all recipients before
 * that, and what the next hop took of a split message is journalled, so that a retry completes it
 * without doubles. The one window that SMTP leaves is between the next hop's answer and the
 * journal, or the client's hearing of ours (RFC 1047).
 *
 * <p>Safe for use by many threads.
 */
public final class Gateway implements MailHandler {
  private final Passage.Desks desks;
  private final GatewaySettings settings;
  private final GatewayPorts ports;
  private final InFlight inFlight = new InFlight();

  public Gateway(GatewaySettings settings, GatewayPorts ports) {
    this.settings = settings;
    this.ports = ports;
    this.desks = new Passage.Desks(settings, ports);
  }

  /**
   * Reads a policy that may name every profile of {@link CryptoProfile} that mail is made by.
   *
   * @param file how errors name it
   */
  public static Policy policy(String text, String file) throws YamlProblem {
    return Policy.read(text, file, Set.copyOf(profiles()));
  }

  /**
   * Reads a jurisdiction table over the same profiles.
   *
   * @param file how errors name it
   */
  public static JurisdictionTable jurisdictions(String text, String file) throws YamlProblem {
    return JurisdictionTable.read(text, file, profiles());
  }

  /** The words that {@code profile:} may have in a policy: legacy is read, never made. */
  public static List<String> profiles() {
    return Arrays.stream(CryptoProfile.Name.values())
        .filter(name -> name != CryptoProfile.Name.LEGACY_READ)
        .map(CryptoProfile.Name::word)
        .toList();
  }

  /** Below the next hop's, for what is signed and encrypted grows. */
  @Override
  public Optional<Long> largest() {
    return ports.nextHop().largest().map(most -> Growth.before(settings.direction(), most));
  }

  @Override
  public Answer handle(Arrival arrival, Envelope envelope, Octets message) {
    Answer answer;
    try {
      answer = taken(arrival, envelope, message);
    } catch (MalformedMessage e) {
      answer = new Answer(554, "5.6.0", String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      ports.events().trouble("message " + arrival.id() + ": not handled: " + e);
      answer = new Answer(451, "4.3.0", "message: could not be handled here; try again later");
    }
    ports.events().answered(settings.direction(), answer);
    return answer;
  }

  private Answer taken(Arrival arrival, Envelope envelope, Octets message) throws IOException {
    MessageHeader header = MessageHeader.read(message);
    if (desks.trace().loops(header)) {
      return new Answer(
          554,
          "5.4.6",
          "message: goes round in circles (RFC 5321 §6.3); the routing of this or the next server"
              + " is wrong");
    }
    if (settings.direction() == Facts.Direction.OUTBOUND) {
      requireFields(header);
      Optional<Mailbox> login = arrival.login();
      if (login.isPresent() && !login.equals(header.from())) {
        return new Answer(
            553,
            "5.7.1",
            "From: is not " + login.get() + ", who logged in; write under that address alone");
      }
    }
    String identity = MessageIdentity.of(settings.direction(), envelope, message);
    Set<Mailbox> mailboxes = envelope.mailboxes();
    if (!inFlight.take(identity, mailboxes)) {
      return new Answer(451, "4.3.2", "message: the same is still on its way; try again later");
    }
    try {
      return new Passage(desks, arrival, envelope, message).pass(header, identity);
    } finally {
      inFlight.release(identity, mailboxes);
    }
  }

  private static void requireFields(MessageHeader header) throws MalformedMessage {
    for (String name : List.of("From", "Date", "Message-ID")) {
      if (header.all(name).size() != 1) {
        throw new MalformedMessage(
            "message: has "
                + (header.all(name).isEmpty() ? "no " : "more than one ")
                + name
                + " field (RFC 5322 §3.6); let a mail program or the submission server set it");
      }
    }
  }
}
