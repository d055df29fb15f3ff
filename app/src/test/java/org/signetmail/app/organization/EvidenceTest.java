package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.app.home.Configuration;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.MessageSigner;
import org.signetmail.smime.Octets;
import org.signetmail.testkit.CommandRun;
import org.signetmail.testkit.Fixtures;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code signet evidence} with the time stamps, OCSP responses and lists of a running system. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EvidenceTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^signet (.*)$");

  @TempDir private static Path folder = Path.of("");

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private RunningSystem system;
  private HttpServer front;
  private SigningIdentity alice;
  private String plain = "";
  private String tsa = "";
  private String mail = "";
  private String root = "";

  @BeforeAll
  void up() throws Exception {
    front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    front.createContext("/", this::passOn);
    front.start();
    system =
        new RunningSystem(
            folder.resolve("home"),
            Configuration.Status.STANDARD,
            List.of(),
            "http://127.0.0.1:" + front.getAddress().getPort());
    tsa = system.uri("/tsa").toString();
    alice = system.person("Alice", "alice@example.test");
    root = RunningSystem.write(folder, "root.pem", system.organization.root()).toString();
    byte[] text =
        """
        From: Alice <alice@example.test>
        To: bob@example.test
        Subject: the contract
        MIME-Version: 1.0
        Content-Type: text/plain

        We agree.
        """
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.UTF_8);
    plain = Files.write(folder.resolve("plain.eml"), text).toString();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageSigner(alice, MessageSigner.Options.standard())
        .sign(Octets.of(text), Instant.now(), new SecureRandom(), out);
    mail = Files.write(folder.resolve("mail.eml"), out.toByteArray()).toString();
  }

  @AfterAll
  void down() {
    front.stop(0);
    system.close();
  }

  /** What stands before a system: the address in its certificates. */
  private void passOn(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    try (OutputStream out = exchange.getResponseBody()) {
      byte[] question = exchange.getRequestBody().readAllBytes();
      HttpResponse<byte[]> answer =
          question.length > 0
              ? system.post(path, "application/ocsp-request", question)
              : system.get(path);
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      out.write(answer.body());
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Test
  void theCommandsOfTheManualWork() throws Exception {
    String page = Files.readString(Fixtures.repository().resolve("docs/operate/evidence.md"));
    List<String> told = new ArrayList<>();
    Matcher commands = COMMAND.matcher(page);
    while (commands.find()) {
      List<String> arguments = new ArrayList<>();
      for (String word : commands.group(1).split(" ")) {
        arguments.add(
            word.startsWith("http://")
                ? tsa
                : word.matches(".*\\.(pem|eml|evidence)") ? folder.resolve(word).toString() : word);
      }
      CommandRun run = run(arguments.toArray(String[]::new));
      assertEquals(0, run.status(), () -> commands.group() + ": " + run.errors() + run.text());
      told.add(arguments.get(1));
    }
    assertEquals(List.of("make", "verify", "renew", "extract", "extract"), told);

    JsonNode json =
        JsonMapper.shared()
            .readTree(
                run("evidence", "verify", "--json", "--trust", root, file("mail.evidence")).text());
    assertEquals("passed", json.path("verdict").asString());
    assertEquals("LTA", json.path("level").asString());
    assertEquals("alice@example.test", json.path("from").asString());
    assertEquals(3, json.path("timeStamps").size(), json.toString());
    assertTrue(Files.readString(folder.resolve("content.eml")).endsWith("We agree.\r\n"));
    assertEquals(0, run("verify", "--trust", root, file("again.eml")).status());
  }

  @Test
  void whatWasChangedFailsAndWhatIsNoEvidenceIsUnreadable() throws Exception {
    make("changed.evidence");
    Path changed = folder.resolve("changed.evidence");
    byte[] bytes = Files.readAllBytes(changed);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("We agree");
    bytes[at] ^= 1;
    Files.write(changed, bytes);
    CommandRun failed = run("evidence", "verify", "--trust", root, changed.toString());
    assertEquals(1, failed.status(), failed.text());
    assertTrue(failed.text().startsWith("✗ "), failed.text());

    CommandRun unreadable = run("evidence", "verify", "--trust", root, mail);
    assertEquals(5, unreadable.status());
    assertTrue(unreadable.errors().startsWith("signet: " + mail + ": has "), unreadable.errors());
    assertEquals(1, unreadable.errors().lines().count());
  }

  @Test
  void withoutStatusNothingIsMadeAndAnAuthorityThatIsNotThereIsSaid() throws Exception {
    CommandRun open = run("evidence", "make", "--no-fetch", "--tsa", tsa, "--trust", root, mail);
    assertEquals(3, open.status(), open.errors());
    assertEquals(0, open.out().length);
    CommandRun away =
        run("evidence", "make", "--tsa", "http://127.0.0.1:1/tsa", "--trust", root, mail);
    assertEquals(6, away.status(), away.errors());
    assertEquals(1, away.errors().lines().count(), away.errors());
  }

  @Test
  void aYearLaterTheListsOfThatTimeStillDoAndAnotherRootDoesNot() throws Exception {
    make("later.evidence");
    String later = Instant.now().plus(Duration.ofDays(200)).toString();
    CommandRun passed =
        run("evidence", "verify", "--at", later, "--trust", root, file("later.evidence"));
    assertEquals(0, passed.status(), passed.text());
    CommandRun stranger =
        run(
            "evidence",
            "verify",
            "--trust",
            root,
            "--tsa-trust",
            RunningSystem.write(
                    folder, "alice.pem", system.person("Al", "al@example.test").certificate())
                .toString(),
            file("later.evidence"));
    assertTrue(stranger.status() == 1 || stranger.status() == 3, stranger.text());
  }

  @Test
  void theResponderIsAskedFirstAndTheListWhereThereIsNone() throws Exception {
    asked.clear();
    make("fetched.evidence");
    assertTrue(asked.stream().anyMatch(path -> path.startsWith("/ocsp")), asked::toString);
    assertTrue(asked.stream().anyMatch(path -> path.startsWith("/crl/")), asked::toString);
  }

  @Test
  void aSignatureIsStampedAsItIsMade() throws Exception {
    String key = file("alice.pem.key");
    Files.write(Path.of(key), pem());
    CommandRun signed = run("sign", "--key", key, "--tsa", tsa, "-o", file("stamped.eml"), plain);
    assertEquals(0, signed.status(), signed.errors());
    assertEquals(0, run("verify", "--trust", root, file("stamped.eml")).status());
    CommandRun made =
        run(
            "evidence",
            "make",
            "--level",
            "LT",
            "--tsa",
            "http://127.0.0.1:1/",
            "--trust",
            root,
            "-o",
            file("stamped.evidence"),
            file("stamped.eml"));
    assertEquals(0, made.status(), "no second stamp is asked for: " + made.errors());
    CommandRun refused =
        run("sign", "--key", key, "--tsa", "ftp://127.0.0.1/", "-o", file("no.eml"), plain);
    assertEquals(2, refused.status(), refused.errors());
  }

  /** Key and certificates in one file. */
  private byte[] pem() {
    StringBuilder pem = new StringBuilder("-----BEGIN PRIVATE KEY-----\n");
    pem.append(
        java.util.Base64.getMimeEncoder()
            .encodeToString(alice.key().privateKey(SecretAccess.TOKEN).getEncoded()));
    pem.append("\n-----END PRIVATE KEY-----\n");
    alice.path().forEach(certificate -> pem.append(certificate.pem()));
    return pem.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void make(String name) throws Exception {
    CommandRun run = run("evidence", "make", "--tsa", tsa, "--trust", root, "-o", file(name), mail);
    assertEquals(0, run.status(), run.errors());
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.of(new byte[0], errors -> Main.run(arguments, errors));
  }
}
