package org.signetmail.app.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.app.home.Home;
import org.signetmail.app.http.BoundedHttp;
import org.signetmail.app.http.EstClient;
import org.signetmail.app.http.ShownIdentity;
import org.signetmail.app.http.TlsTrust;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.testkit.CommandRun;

/**
 * People's agents renew their keys at a running system over TLS; their clocks stand ten days before
 * the end of what they have.
 */
@Timeout(120)
class KeyRenewalTest {
  private static final char[] PASSWORD = {'x'};

  @TempDir private static Path folder = Path.of("");

  private static Organization organization;
  private static Services services;

  @BeforeAll
  static void makeACompany() throws Exception {
    Files.writeString(folder.resolve("password"), "x\n");
    done(
        "init",
        home(),
        "--organization=Example Corp",
        "--domain=example.test",
        "--officers=2",
        "--quorum=2");
    for (String officer : List.of("olga", "omar")) {
      done(
          "officer",
          "enrol",
          officer + "@example.test",
          "--name=" + officer,
          "--home=" + home(),
          "-o",
          file(officer + ".p12").toString(),
          "--password-file=" + file("password"));
    }
    for (String person : List.of("alice", "bob", "carol", "dora", "emil")) {
      done("user", "add", person + "@example.test", "--name=" + person, "--home=" + home());
      done(
          "enrol",
          "new",
          person + "@example.test",
          "--vouched-by=admin@example.test",
          "--home=" + home(),
          "-o",
          file(person + ".p12").toString(),
          "--password-file=" + file("password"));
    }
    Path yaml = folder.resolve("home/signet.yaml");
    Files.writeString(
        yaml, Files.readString(yaml).replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:0"));
    organization = Organization.open(new Home(folder.resolve("home")), Clock.systemUTC());
    services = Services.start(organization);
    Thread.sleep(1100); // certificates have whole seconds: what is issued now ends later
  }

  @AfterAll
  static void end() throws Exception {
    services.close();
    organization.close();
  }

  @Test
  void aNewKeyComesIntoTheFileAndSignsFromThenOn() throws Exception {
    try (Renewing alice = new Renewing("alice")) {
      KeyFile before = alice.read();
      alice.look();
      KeyFile after = alice.read();

      SigningIdentity next = after.signing().getFirst();
      assertEquals(1, after.signing().size());
      assertNotEquals(before.signing().getFirst().key().id(), next.key().id());
      assertTrue(
          next.certificate()
              .notAfter()
              .isAfter(before.signing().getFirst().certificate().notAfter()));
      assertEquals(2, next.path().size(), "with the issuing authority");
      assertEquals(
          List.of(next.certificate()),
          alice.keys.signers().stream().map(SigningIdentity::certificate).toList(),
          "for the next message");
      assertEquals(opened(before), opened(after), "what opens messages stays");
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(alice.path)));

      CertificateRecord record =
          organization.store().certificates().ofKey(next.key().id()).getFirst();
      assertEquals(Optional.of(Mailbox.of("alice@example.test")), record.owner());
      assertEquals(
          Optional.empty(),
          organization
              .store()
              .certificates()
              .ofKey(before.signing().getFirst().key().id())
              .getFirst()
              .revocation(),
          "mail that is under way still verifies");
      assertEquals(1, alice.told.size(), alice.told::toString);
      assertTrue(alice.told.getFirst().contains("signing key renewed"), alice.told.getFirst());

      byte[] written = Files.readAllBytes(alice.path);
      alice.now = Instant.now();
      alice.look();
      assertArrayEquals(written, Files.readAllBytes(alice.path), "a third of its life is not over");
      assertEquals(List.of(), alice.waiting());
    }
  }

  @Test
  void whereNobodyAnswersTheSameKeyIsAskedForAgain() throws Exception {
    try (Renewing bob = new Renewing("bob")) {
      byte[] before = Files.readAllBytes(bob.path);
      bob.server = URI.create("https://localhost:1");
      bob.look();
      assertArrayEquals(before, Files.readAllBytes(bob.path));
      assertTrue(bob.told.getFirst().contains("no answer"), bob.told.getFirst());
      Path kept = bob.waiting().getFirst();
      KeyId waits = KeyFile.readKey(Files.readAllBytes(kept), PASSWORD, kept.toString()).id();
      assertTrue(Files.readString(kept).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY"));

      bob.server = est();
      bob.look();
      assertEquals(waits, bob.read().signing().getFirst().key().id());
    }
  }

  @Test
  void aRevokedCertificateRenewsNothing() throws Exception {
    try (Renewing carol = new Renewing("carol")) {
      byte[] before = Files.readAllBytes(carol.path);
      String serial = carol.read().signing().getFirst().certificate().serialHex();
      done("cert", "revoke", serial, "--reason=key-compromise", "--home=" + home());
      carol.look();
      assertArrayEquals(before, Files.readAllBytes(carol.path));
      assertTrue(
          carol.told.getFirst().contains("does not take the present certificate"),
          carol.told.getFirst());
    }
  }

  @Test
  void anothersCertificateIsNotTaken() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (Renewing dora = new Renewing("dora")) {
      Certificate emils = KeyFile.read(octets("emil.p12"), PASSWORD, "emil").certificates().get(0);
      byte[] answer = Base64.getEncoder().encode(Certificates.certsOnly(List.of(emils)));
      other.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      other.start();
      byte[] before = Files.readAllBytes(dora.path);
      dora.server = URI.create("http://127.0.0.1:" + other.getAddress().getPort());
      dora.look();
      assertArrayEquals(before, Files.readAllBytes(dora.path));
      assertTrue(
          dora.told.getFirst().contains("no certificate over the requested key"),
          dora.told.getFirst());
    } finally {
      other.stop(0);
    }
  }

  @Test
  void ofATokenAndOfAPemFileThePersonIsToldOnce() throws Exception {
    try (Renewing emil = new Renewing("emil")) {
      KeyRenewal token = emil.renewal(List.of());
      token.look();
      token.look();
      token.close();
      assertEquals(1, emil.told.size(), emil.told::toString);
      assertTrue(emil.told.getFirst().contains("a key in a token"), emil.told.getFirst());
      emil.told.clear();

      KeyRenewal away = emil.renewal(List.of(new OwnKeyFile(file("away.p12"), PASSWORD)));
      away.look();
      away.close();
      assertEquals(1, emil.told.size(), emil.told::toString);
      assertTrue(emil.told.getFirst().contains("not renewed"), "it may be that key's file");
      emil.told.clear();

      Path pem = file("emil.pem");
      Process openssl =
          new ProcessBuilder(
                  "openssl",
                  "pkcs12",
                  "-in",
                  emil.path.toString(),
                  "-passin",
                  "pass:x",
                  "-nodes",
                  "-out",
                  pem.toString())
              .redirectErrorStream(true)
              .start();
      assertEquals(0, openssl.waitFor());
      KeyRenewal ofPem = emil.renewal(List.of(new OwnKeyFile(pem, PASSWORD)));
      ofPem.look();
      ofPem.look();
      ofPem.close();
      assertEquals(1, emil.told.size(), emil.told::toString);
      assertTrue(emil.told.getFirst().contains("PEM file"), emil.told.getFirst());
    }
  }

  /** Somebody's agent, as far as it renews. */
  private static final class Renewing implements InstantSource, AutoCloseable {
    final Path path;
    final OwnKeys keys;
    final List<String> told = new ArrayList<>();
    private final AgentFolder held;
    private final KeyRenewal renewal;
    URI server = est();
    Instant now;

    Renewing(String person) throws IOException {
      path = file(person + ".p12");
      KeyFile file = read();
      keys = new OwnKeys(file.signing(), opened(file), this);
      now = file.signing().getFirst().certificate().notAfter().minus(Duration.ofDays(10));
      held = AgentFolder.take(file("agent-" + person), new SecureRandom());
      renewal = renewal(List.of(new OwnKeyFile(path, PASSWORD)));
    }

    KeyRenewal renewal(List<OwnKeyFile> files) {
      return new KeyRenewal(
          keys,
          files,
          identity -> new EstClient(server, shown(identity)),
          held,
          new SecureRandom(),
          told::add,
          this);
    }

    void look() {
      renewal.look();
    }

    KeyFile read() throws IOException {
      return KeyFile.read(Files.readAllBytes(path), PASSWORD, path.toString());
    }

    List<Path> waiting() throws IOException {
      try (Stream<Path> files = Files.list(held.place())) {
        return files.filter(one -> one.getFileName().toString().startsWith("next-")).toList();
      }
    }

    private static BoundedHttp shown(SigningIdentity identity) {
      try {
        byte[] root = organization.root().pem().getBytes(StandardCharsets.US_ASCII);
        return new BoundedHttp(
            Duration.ofSeconds(20), TlsTrust.under(root, "root", new ShownIdentity(identity)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public void close() throws IOException {
      renewal.close();
      held.close();
    }
  }

  private static URI est() {
    return URI.create("https://localhost:" + services.httpsPort());
  }

  private static List<Certificate> opened(KeyFile file) {
    return file.decryption().stream().map(DecryptionIdentity::certificate).toList();
  }

  private static byte[] octets(String name) throws IOException {
    return Files.readAllBytes(file(name));
  }

  private static Path file(String name) {
    return folder.resolve(name);
  }

  private static String home() {
    return folder.resolve("home").toString();
  }

  private static void done(String... words) {
    CommandRun run = CommandRun.of(new byte[0], errors -> Main.run(words, errors));
    assertEquals(0, run.status(), () -> String.join(" ", words) + ": " + run.errors());
  }
}
