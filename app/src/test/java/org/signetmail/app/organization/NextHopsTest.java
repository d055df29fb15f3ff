package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.ConfigurationFile;
import org.signetmail.app.home.Home;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.NextHop;
import org.signetmail.pkix.Mailbox;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;
import org.signetmail.smtp.MaildirSink;
import org.signetmail.smtp.ServerSettings;
import org.signetmail.smtp.SmtpServer;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUrl;

/** What {@code mail:} says, and where mail goes then. */
@Timeout(60)
class NextHopsTest {
  private static final Mailbox OWN = Mailbox.of("anna@example.test");
  private static final Mailbox OTHER = Mailbox.of("otto@other.test");
  private static final Mailbox PARTNER = Mailbox.of("paul@partner.test");

  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(StoreUrl.sqlite(folder.resolve("store.db")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void eachDirectionHasItsServerAndReportsGoByTheirRecipient() throws Exception {
    MaildirSink out = new MaildirSink(folder.resolve("out"));
    MaildirSink in = new MaildirSink(folder.resolve("in"));
    MaildirSink partner = new MaildirSink(folder.resolve("partner"));
    try (SmtpServer outside = server(out);
        SmtpServer inside = server(in);
        SmtpServer theirs = server(partner);
        NextHops hops =
            hops(
                "outbound-next-hop: 127.0.0.1:" + outside.port(),
                "inbound-next-hop: 127.0.0.1:" + inside.port(),
                "routes: {partner.test: \"127.0.0.1:" + theirs.port() + "\"}")) {
      send(hops.outbound(), OWN, OTHER, PARTNER);
      assertEquals(List.of(1, 1, 0), counts(out));
      send(hops.inbound(), OWN, OTHER, PARTNER);
      assertEquals(List.of(1, 1, 0), counts(in));
      assertEquals(List.of(0, 0, 2), counts(partner));
      send(hops.outbound().reports(), OWN);
      send(hops.inbound().reports(), OTHER);
      assertEquals(List.of(2, 1, 0), counts(in));
      assertEquals(List.of(1, 2, 0), counts(out));
    }
  }

  @Test
  void byMxOurOwnDomainsGoInward() throws Exception {
    MaildirSink in = new MaildirSink(folder.resolve("in"));
    try (SmtpServer inside = server(in);
        NextHops hops =
            hops(
                "outbound-next-hop: mx",
                "inbound-next-hop: 127.0.0.1:" + inside.port(),
                "resolver: 127.0.0.1:1")) {
      send(hops.outbound(), OWN);
      assertEquals(List.of(1, 0, 0), counts(in));
      IOException e = assertThrows(IOException.class, () -> send(hops.outbound(), OTHER));
      assertTrue(
          String.valueOf(e.getMessage()).startsWith("mail for other.test: DNS gave no answer"),
          e.getMessage());
    }
  }

  @Test
  void aFileThatIsNotWhatItShouldBeIsNamed() throws Exception {
    Files.writeString(folder.resolve("empty"), "");
    Files.writeString(folder.resolve("secret"), "x\n");
    Files.writeString(folder.resolve("text"), "no certificate");
    Map<String, String> wrong =
        Map.of(
            "user: a, password-file: gone", "gone: is not there",
            "user: a, password-file: empty", "empty: is empty",
            "tls: required, roots: text", "text",
            "tls: required, client-key: text, client-key-password-file: secret",
                "text: is no PKCS#12 file that its password opens");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      Exception e =
          assertThrows(
              Exception.class,
              () -> hops("next-hop: {server: \"a.test:25\", " + one.getKey() + "}").close());
      assertTrue(e instanceof Failure || e instanceof IOException, e.toString());
      assertTrue(String.valueOf(e.getMessage()).contains(one.getValue()), e.getMessage());
    }
  }

  private NextHops hops(String... lines) throws IOException {
    String text =
        """
        organization: Example Corp
        domains: [example.test]
        archive: {officers: 3, quorum: 2}
        mail:
        """
            + String.join("\n", lines).indent(2);
    Files.writeString(folder.resolve("signet.yaml"), text);
    Configuration configuration = ConfigurationFile.read(folder);
    return NextHops.open(new Home(folder), configuration, store.stsPolicies());
  }

  private static SmtpServer server(MaildirSink sink) throws IOException {
    return SmtpServer.start(
        ServerSettings.loopback(0, "mail.test"), sink, Spool.standard(), InstantSource.system());
  }

  private static void send(NextHop hop, Mailbox... to) throws IOException {
    Envelope envelope =
        new Envelope(
            Optional.empty(),
            Stream.of(to).map(m -> new Envelope.Recipient(m, List.of())).toList(),
            List.of());
    Map<Mailbox, Answer> answers =
        hop.send(envelope, Octets.of("X: y\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    assertTrue(answers.values().stream().allMatch(a -> a.code() == 250), answers.toString());
  }

  private static List<Integer> counts(MaildirSink sink) throws IOException {
    return List.of(
        sink.messages(OWN).size(), sink.messages(OTHER).size(), sink.messages(PARTNER).size());
  }
}
