package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.smtp.House.ALICE;
import static org.signetmail.smtp.House.DAVE;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.gateway.Answer;
import org.signetmail.gateway.Arrival;
import org.signetmail.gateway.Envelope;
import org.signetmail.gateway.MailHandler;
import org.signetmail.policy.Facts;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Spool;

/**
 * Whatever a mail program sends, what is signed is such that nothing on the way has a reason to
 * touch it (RFC 8551 §3.1.3): seven bits, short lines, no blank at a line's end, no line that an
 * mbox would quote. OpenSSL verifies it as it is sent, and after servers of the kinds there are.
 */
@Timeout(120)
class SignedTransportTest {
  private static final String SIGN_ALL =
      """
      outbound:
        default: { deliver: { sign: required, encrypt: no } }
      inbound:
        default: { deliver: { sign: no, encrypt: no } }
      """;

  @TempDir private Path folder = Path.of("");

  /** What is between here and there does this to a message. */
  private static final Map<String, UnaryOperator<String>> SERVERS = new LinkedHashMap<>();

  static {
    SERVERS.put("nothing", text -> text);
    SERVERS.put("strips blanks at line ends", text -> text.replaceAll("[ \t]+(?=\r\n)", ""));
    SERVERS.put("quotes From for an mbox", text -> text.replaceAll("(?m)^From ", ">From "));
    SERVERS.put("breaks lines at 998 octets", text -> text.replaceAll("([^\r\n]{998})", "$1\r\n"));
    SERVERS.put(
        "breaks lines at 78 as if they flowed",
        text -> text.startsWith("\r\n") ? text.replaceAll("([^\r\n]{78})", "$1 \r\n") : text);
    SERVERS.put("sends seven bits", text -> text.replaceAll("[^\\x00-\\x7f]", "?"));
    SERVERS.put("ends lines with LF", text -> text.replace("\r\n", "\n"));
  }

  private record Mail(String name, String fields, String body) {}

  private static List<Mail> mails() {
    String utf8 =
        new String("Grüße 日本".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String eight =
        """
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit
        """;
    String binary =
        """
        MIME-Version: 1.0
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: binary
        """;
    String parts =
        """
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b
        Content-Transfer-Encoding: 8bit
        """;
    return List.of(
        new Mail("plain", "", "Hello.\r\n"),
        new Mail("eight bits, said", eight, utf8 + "\r\n"),
        new Mail("eight bits, not said", "", utf8 + "\r\n"),
        new Mail("blanks at line ends", "", "a \r\nb\t\r\n-- \r\n\r\n   \r\n"),
        new Mail("lines that an mbox quotes", "", "From me to you\r\n>From x\r\nFrom\r\n"),
        new Mail("lines with a full stop", "", ".\r\n..\r\n.x\r\n"),
        new Mail("long lines", "", "x".repeat(5_000) + "\r\n" + "y z ".repeat(1_000) + "\r\n"),
        new Mail(
            "flowed",
            "MIME-Version: 1.0\nContent-Type: text/plain; format=flowed\n",
            "a paragraph that goes on \r\nand ends here.\r\n> \r\n"),
        new Mail("binary, said to be", binary, "\u0001\u00ff\0\u0080\r\n"),
        new Mail(
            "parts of many kinds",
            parts,
            "preamble "
                + utf8
                + " \r\n--b\r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: text/plain;"
                + " charset=utf-8\r\n\r\n"
                + utf8
                + " \r\nFrom here\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x"
                + "\r\n\r\n"
                + utf8
                + "\r\n--b--\r\nepilogue \r\n"));
  }

  @TestFactory
  Stream<DynamicTest> openSslVerifiesBehindEveryKindOfServer() throws Exception {
    House house = new House();
    Files.writeString(folder.resolve("root.pem"), house.root.certificate().pem());
    return mails().stream()
        .map(mail ->
            DynamicTest.dynamicTest(
                mail.name(),
                () -> {
                  String sent = sent(house, mail);
                  assertFit(sent);
                  for (Map.Entry<String, UnaryOperator<String>> server : SERVERS.entrySet()) {
                    int body = sent.indexOf("\r\n\r\n");
                    verify(
                        mail.name() + ", " + server.getKey(),
                        server.getValue().apply(sent.substring(0, body))
                            + server.getValue().apply(sent.substring(body)));
                  }
                }));
  }

  @Test
  void whatIsEightBitAndLeftIsDeclaredToBe() throws Exception {
    House house = new House();
    Recorder recorder = new Recorder();
    String leave = SIGN_ALL.replace("sign: required", "sign: no");
    try (SmtpServer hop = server(recorder);
        RelayClient relay = client(hop)) {
      for (Mail mail : mails().subList(0, 3)) {
        Envelope envelope =
            new Envelope(
                Optional.of(ALICE), List.of(new Envelope.Recipient(DAVE, List.of())), List.of());
        Arrival arrival =
            new Arrival("1", InetAddress.getLoopbackAddress(), "c", "ESMTP", Instant.now());
        house
            .gateway(Facts.Direction.OUTBOUND, relay, leave)
            .handle(arrival, envelope, Octets.of(message(mail)));
      }
    }
    assertEquals(
        List.of(List.of(), List.of("BODY=8BITMIME"), List.of("BODY=8BITMIME")),
        recorder.messages.stream()
            .map(one ->
                one.envelope().parameters().stream().filter(p -> p.startsWith("BODY")).toList())
            .toList());
  }

  private static byte[] message(Mail mail) {
    return ("From: alice@example.test\r\nTo: dave@example.test\r\nSubject: x\r\n"
            + "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@example.test>\r\n"
            + mail.fields().replace("\n", "\r\n")
            + "\r\n"
            + mail.body())
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Client, our server, gateway, relay client, our server, file. */
  private String sent(House house, Mail mail) throws Exception {
    MaildirSink sink = new MaildirSink(folder.resolve("sink-" + mail.name()));
    try (SmtpServer hop = server(sink);
        RelayClient relay = client(hop);
        SmtpServer front = server(house.gateway(Facts.Direction.OUTBOUND, relay, SIGN_ALL));
        RelayClient client = client(front)) {
      Envelope envelope =
          new Envelope(
              Optional.of(ALICE),
              List.of(new Envelope.Recipient(DAVE, List.of())),
              List.of("BODY=8BITMIME"));
      Answer answer = client.send(envelope, Octets.of(message(mail))).get(DAVE);
      assertEquals(250, answer == null ? 0 : answer.code(), String.valueOf(answer));
      return Files.readString(sink.messages(DAVE).getFirst(), StandardCharsets.ISO_8859_1);
    }
  }

  private static void assertFit(String sent) {
    String signed = sent.substring(sent.indexOf("\r\n\r\n"));
    for (String line : signed.split("\r\n", -1)) {
      assertTrue(line.length() <= 998, () -> "long: " + line);
      assertTrue(line.chars().allMatch(c -> c < 128 && c != 0), line);
      assertFalse(line.endsWith(" ") || line.endsWith("\t"), () -> "blank at its end: " + line);
      assertFalse(line.startsWith("From "), line);
    }
  }

  private void verify(String what, String message) throws Exception {
    Path file = folder.resolve("signed.eml");
    Files.writeString(file, message, StandardCharsets.ISO_8859_1);
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "cms",
                "-verify",
                "-in",
                file.toString(),
                "-CAfile",
                folder.resolve("root.pem").toString(),
                "-out",
                folder.resolve("out").toString())
            .redirectErrorStream(true)
            .start();
    openssl.getOutputStream().close();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(openssl.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, openssl.exitValue(), () -> what + ": " + said + message);
  }

  private static SmtpServer server(MailHandler handler) throws IOException {
    return SmtpServer.start(
        ServerSettings.loopback(0, "host.example.test"),
        handler,
        Spool.standard(),
        Clock.systemUTC());
  }

  private static RelayClient client(SmtpServer server) {
    return new RelayClient(RelaySettings.plain("127.0.0.1", server.port(), "client.example.test"));
  }
}
