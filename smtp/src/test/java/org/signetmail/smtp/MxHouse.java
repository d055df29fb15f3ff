package org.signetmail.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smtp.RelaySettings.Tls;

/** DNS, servers of other people's domains at 127.0.0.x, their policies, and who delivers there. */
final class MxHouse implements AutoCloseable {
  static final Mailbox PAUL = Mailbox.of("paul@partner.test");

  final Zone zone;
  final Map<String, byte[]> published = new ConcurrentHashMap<>();
  volatile Instant now = Instant.parse("2026-11-29T12:00:00Z");
  private final List<ScriptedHop> hops = new ArrayList<>();
  private final List<MxClient> clients = new ArrayList<>();
  private final HeldStsPolicies stored = new HeldStsPolicies();
  private @Nullable StsPolicies policies;
  private int port;

  MxHouse() throws IOException {
    zone = new Zone();
  }

  /** A server at 127.0.0.{@code place}; all of them have one port. */
  ScriptedHop server(int place, @Nullable SSLContext tls, Function<String, @Nullable String> script)
      throws IOException {
    ScriptedHop hop = new ScriptedHop(InetAddress.getByName("127.0.0." + place), port, tls, script);
    hops.add(hop);
    port = hop.port();
    return hop;
  }

  int port() {
    return port;
  }

  /** Who delivers, trusting this authority where DANE says nothing. */
  MxClient client(Tls tls, Optional<SSLContext> trust) {
    RelaySettings.Timeouts brief =
        new RelaySettings.Timeouts(
            Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2));
    RelaySettings each =
        RelaySettings.plain("mx", port, "signet.example.test")
            .withTls(tls, trust)
            .withTimeouts(brief);
    if (policies == null) {
      policies = new StsPolicies(zone.resolver(), this::policy, stored, () -> now);
    }
    MxClient client =
        new MxClient(
            new MxSettings(
                each,
                Duration.ofSeconds(5),
                Set.of("signet.example.test"),
                server -> server.getAddress().getHostAddress().equals("127.0.0.99")),
            zone.resolver(),
            policies);
    clients.add(client);
    return client;
  }

  /** What is kept in memory is gone; the clients of before keep theirs. */
  void restart() {
    policies = null;
  }

  private byte[] policy(String domain) throws IOException {
    byte[] text = published.get(domain);
    if (text == null) {
      throw new IOException("its web server says 404");
    }
    return text;
  }

  /** A policy, and the record that says so. */
  void publish(String domain, String text) throws IOException {
    zone.text("_mta-sts." + domain, "v=STSv1; id=1;");
    published.put(domain, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What became of a message to Paul: its answer, or the words of no answer. */
  static String deliver(MxClient client, Mailbox... recipients) {
    try {
      Map<Mailbox, Answer> answers =
          client.send(
              to(recipients.length == 0 ? new Mailbox[] {PAUL} : recipients),
              Octets.of("X: y\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      return String.join("|", answers.values().stream().map(Answer::toString).toList());
    } catch (IOException e) {
      return "none: " + e.getMessage();
    }
  }

  static Envelope to(Mailbox... recipients) {
    return new Envelope(
        Optional.of(Mailbox.of("alice@example.test")),
        Stream.of(recipients).map(m -> new Envelope.Recipient(m, List.of())).toList(),
        List.of());
  }

  @Override
  public void close() throws IOException {
    clients.forEach(MxClient::close);
    for (ScriptedHop hop : hops) {
      hop.close();
    }
    zone.close();
  }
}
