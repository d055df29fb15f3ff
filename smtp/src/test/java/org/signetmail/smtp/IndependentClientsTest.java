package org.signetmail.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.signetmail.smime.Spool;
import org.signetmail.testkit.Fixtures;

/**
 * Other people's clients against our server. One that is not installed is skipped, and says so;
 * with {@code CI=true} in the environment that is a failure.
 */
@Timeout(120)
class IndependentClientsTest {
  private final Recorder recorder = new Recorder();
  private SmtpServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        SmtpServer.start(
            ServerSettings.loopback(0, "mx.example.test"),
            recorder,
            Spool.standard(),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pythonsSmtplib() throws Exception {
    String script =
        """
        import smtplib, sys
        s = smtplib.SMTP('127.0.0.1', int(sys.argv[1]))
        r = s.sendmail('alice@example.test', ['bob@example.test', 'carol@example.test'],
            'Subject: from python\\r\\n\\r\\n.leading stop\\r\\n..two\\r\\nlast line', mail_options=['BODY=8BITMIME'])
        assert r == {}, r
        s.sendmail('alice@example.test', ['bob@example.test'], 'Subject: second\\r\\n\\r\\nx\\r\\n')
        s.sendmail('\\u00e4@example.test', ['bob@example.test'],
            'Subject: third\\r\\n\\r\\nx\\r\\n', mail_options=['SMTPUTF8'])
        s.quit()
        """;
    run("python3", "-c", script, "" + server.port());
    assertEquals(3, recorder.messages.size());
    assertEquals(
        "Subject: from python\r\n\r\n.leading stop\r\n..two\r\nlast line\r\n",
        recorder.messages.getFirst().text());
    assertEquals(2, recorder.messages.getFirst().envelope().recipients().size());
  }

  @Test
  void swaks() throws Exception {
    String said =
        run(
            "swaks",
            "--server",
            "127.0.0.1:" + server.port(),
            "--from",
            "alice@example.test",
            "--to",
            "bob@example.test,carol@example.test",
            "--helo",
            "c.example.test",
            "--header",
            "Subject: from swaks",
            "--body",
            "a\n.\nb");
    assertTrue(said.contains("250 2.0.0 kept"), said);
    assertTrue(recorder.messages.getFirst().text().contains("\r\na\r\n.\r\nb\r\n"));
  }

  @Test
  void postfixsSmtpSource() throws Exception {
    run(
        "smtp-source",
        "-4",
        "-s",
        "10",
        "-m",
        "500",
        "-l",
        "10240",
        "-r",
        "3",
        "-d",
        "-f",
        "a@example.test",
        "-t",
        "b@example.test",
        "127.0.0.1:" + server.port());
    assertEquals(500, recorder.messages.size());
    assertTrue(recorder.messages.stream().allMatch(m -> m.octets().length > 10_000));
  }

  /** Its standard output and error, once it has ended with 0. */
  private static String run(String... command) throws IOException, InterruptedException {
    Path program = find(command[0]);
    List<String> line = new ArrayList<>(List.of(command));
    line.set(0, program.toString());
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), command[0]);
    assertEquals(0, process.exitValue(), said);
    return said;
  }

  private static Path find(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
    return Stream.of(path.split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> Fixtures.absent(name, "install it to run it against the SMTP server"));
  }
}
