package org.signetmail.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.policy.Facts;
import org.signetmail.smime.Octets;

/** Mail from outside on its way through a house's gateway, and what came out behind it. */
final class Doorway {
  static final Mailbox PETER = Mailbox.of("peter@partner.test");
  private static final Answer TAKEN = new Answer(250, "2.0.0", "taken");

  /** What the next hop was handed. */
  record Sent(Envelope envelope, String text) {}

  final List<Sent> sent = new ArrayList<>();

  /** What the next hop says to whom. */
  Function<Mailbox, Answer> hop = mailbox -> TAKEN;

  private final House house;
  private final String policy;

  /**
   * @param inbound what stands under {@code inbound:}
   */
  Doorway(House house, String inbound) {
    this.house = house;
    this.policy = "outbound: { default: { deliver: { sign: no, encrypt: no } } }\n" + inbound;
  }

  Answer send(String message, Mailbox... recipients) throws IOException {
    Arrival arrival =
        new Arrival("1", InetAddress.getLoopbackAddress(), "peer", "ESMTP", Instant.now());
    Envelope envelope =
        new Envelope(
            Optional.of(PETER),
            Stream.of(recipients).map(one -> new Envelope.Recipient(one, List.of())).toList(),
            List.of("RET=FULL", "ENVID=x"));
    return house
        .gateway(
            Facts.Direction.INBOUND,
            (part, octets) -> {
              sent.add(
                  new Sent(part, new String(octets.toByteArray(), StandardCharsets.ISO_8859_1)));
              Map<Mailbox, Answer> answers = new LinkedHashMap<>();
              part.recipients().forEach(r -> answers.put(r.mailbox(), hop.apply(r.mailbox())));
              return answers;
            },
            policy)
        .handle(arrival, envelope, Octets.of(message.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** What somebody was handed. */
  Sent to(Mailbox mailbox) {
    return sent.stream()
        .filter(
            one -> one.envelope().recipients().stream().anyMatch(r -> r.mailbox().equals(mailbox)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(mailbox + " got nothing"));
  }

  /** A message below what the gateway wrote on top of it. */
  static String below(Sent sent) {
    String text = sent.text();
    int trace = text.indexOf("\r\nSignet-Trace: ");
    return text.substring(text.indexOf("\r\n", trace + 2) + 2);
  }
}
