package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.gateway.KeyRingStore;
import org.signetmail.gateway.RingHolder;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Opening;
import org.signetmail.smime.Reading;
import org.signetmail.smime.Spool;
import org.signetmail.testkit.CommandRun;
import org.signetmail.tlog.EntryType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code signet keyring}, with OpenSSL as the partner that encrypts to the domain. */
class KeyRingCommandTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");

  @TempDir private static Path folder = Path.of("");

  private static String home = "";
  private static String password = "";

  @BeforeAll
  static void found() throws Exception {
    home = folder.resolve("home").toString();
    password = Files.writeString(folder.resolve("password"), "x\n").toString();
    done(
        "init",
        home,
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
          "-o",
          folder.resolve(officer + ".p12").toString(),
          "--password-file=" + password,
          "--home=" + home);
    }
  }

  @Test
  void whatAPartnerEncryptsToTheDomainOpensForItsPeople() throws Exception {
    Path certificate = folder.resolve("gateway.pem");
    done("keyring", "domain", "example.test", "--out=" + certificate, "--home=" + home);
    String list = done("keyring", "list", "--home=" + home).text();
    assertTrue(list.contains("example.test"), list);
    Files.writeString(folder.resolve("plain"), "Content-Type: text/plain\r\n\r\nat noon\r\n");
    for (String cipher : List.of("-aes256", "-aes-256-gcm")) {
      openssl(
          "cms",
          "-encrypt",
          cipher,
          "-in",
          "plain",
          "-out",
          "mail",
          "-from",
          "peter@partner.test",
          "-to",
          "bob@example.test",
          "-subject",
          "plan",
          "-recip",
          certificate.toString(),
          "-keyopt",
          "rsa_padding_mode:oaep");
      try (Organization organization = organization()) {
        Opening opening = opened(organization, BOB);
        assertTrue(opening instanceof Opening.Opened, cipher + " " + opening);
        assertEquals(
            List.of(),
            organization.mailing().keyRing().keysFor(Mailbox.of("bob@elsewhere.test")),
            "nobody else's");
        assertTrue(
            organization
                .mailing()
                .keyRing()
                .opens(organization.store().keyRing().entries().getFirst().certificate()));
      }
    }
    try (Organization organization = organization()) {
      Mailbox authority = Mailbox.of("domain-confidentiality-authority@example.test");
      assertEquals(
          1, organization.archiving().archive().ofOwner(authority).size(), "it is archived");
      assertTrue(types(organization).contains(EntryType.RING_KEY_ADDED));
    }
    done("keyring", "remove", "example.test", "--home=" + home);
    try (Organization organization = organization()) {
      assertEquals(List.of(), organization.mailing().keyRing().keysFor(BOB));
      assertTrue(types(organization).contains(EntryType.RING_KEY_REMOVED));
    }
    assertEquals(1, run("keyring", "remove", "example.test", "--home=" + home).status());
    assertEquals(2, run("keyring", "domain", "partner.test", "--home=" + home).status());
  }

  @Test
  void aPersonHandsInAKeyThatOnlyEncryptsAndIsTold() throws Exception {
    done("user", "add", "alice@example.test", "--name=Alice", "--home=" + home);
    Path keys = folder.resolve("alice.p12");
    done(
        "enrol",
        "new",
        "alice@example.test",
        "--vouched-by=admin@example.test",
        "-o",
        keys.toString(),
        "--password-file=" + password,
        "--home=" + home);
    CommandRun another = add("bob@example.test", keys);
    assertEquals(1, another.status());
    assertTrue(another.errors().contains("is not for mail to bob@example.test"), another.errors());
    assertEquals(2, add("alice@partner.test", keys).status());
    assertEquals(0, add("alice@example.test", keys).status());
    assertEquals(2, add("alice@example.test", keys).status(), "once");
    try (Organization organization = organization()) {
      Mailbox alice = Mailbox.of("alice@example.test");
      List<KeyRingStore.Entry> ring =
          organization.store().keyRing().of(new RingHolder.Person(alice));
      assertEquals(1, ring.size(), "the encryption key alone");
      assertFalse(ring.getFirst().certificate().maySign());
      assertTrue(
          organization.mailing().keyRing().keysFor(alice).stream()
              .anyMatch(one -> one.certificate().equals(ring.getFirst().certificate())));
    }
    try (Stream<Path> letters = Files.walk(folder.resolve("home"))) {
      assertTrue(
          letters
              .filter(file -> file.toString().endsWith(".eml"))
              .anyMatch(file -> text(file).contains("gateway's key ring")));
    }
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "both.pem",
        "-out",
        "both.crt",
        "-days",
        "9",
        "-subj",
        "/CN=Alice",
        "-addext",
        "subjectAltName=email:alice@example.test",
        "-addext",
        "keyUsage=digitalSignature,keyEncipherment");
    Path both = folder.resolve("both.pem");
    Files.writeString(both, Files.readString(both) + Files.readString(folder.resolve("both.crt")));
    CommandRun signing = add("alice@example.test", both);
    assertEquals(1, signing.status());
    assertTrue(signing.errors().contains("signs as well"), signing.errors());
  }

  @Test
  void whatPolicyMakesOfAMessageIsToldWithWhatIsInside() throws Exception {
    done("user", "add", "carol@example.test", "--name=Carol", "--home=" + home);
    Path keys = folder.resolve("carol.p12");
    done(
        "enrol",
        "new",
        "carol@example.test",
        "--vouched-by=admin@example.test",
        "-o",
        keys.toString(),
        "--password-file=" + password,
        "--home=" + home);
    assertEquals(0, add("carol@example.test", keys).status());
    Path certificate = folder.resolve("carol.pem");
    try (Organization organization = organization()) {
      Mailbox carol = Mailbox.of("carol@example.test");
      Files.writeString(
          certificate,
          organization.mailing().keyRing().keysFor(carol).getFirst().certificate().pem());
    }
    Path plain = folder.resolve("plain.eml");
    Files.writeString(
        plain,
        "From: peter@partner.test\r\nTo: carol@example.test, dave@example.test\r\nSubject:"
            + " plan\r\n\r\nat noon\r\n");
    String mail = folder.resolve("carol.eml").toString();
    done("encrypt", "--to=" + certificate, "-o", mail, plain.toString());

    String unproven = "--policy=" + policy("unproven", "dangerous-unproven");
    JsonNode told = explained(unproven, "--home=" + home, mail);
    assertEquals("dangerous-unproven", told.path(0).path("open").asString());
    assertEquals("[unsigned]", told.path(0).path("markSubject").asString());
    JsonNode inside = told.path(0).path("inside");
    assertEquals("none", inside.path("signature").asString());
    assertFalse(inside.path("proven").asBoolean(true));
    assertEquals("unsigned", inside.path("rule").asString());
    assertEquals("no", told.path(1).path("open").asString());
    assertEquals("no-key", told.path(1).path("inside").path("closed").asString());

    told = explained("--policy=" + policy("proven", "proven"), "--home=" + home, mail);
    assertEquals("no", told.path(0).path("open").asString(), "nothing proves it");
    assertTrue(told.path(0).path("inside").path("rule").isMissingNode());

    told = explained(unproven, "--direction=inbound", mail);
    assertEquals("no-key-ring", told.path(0).path("inside").path("closed").asString());

    String words = done("policy", "explain", unproven, "--home=" + home, mail).text();
    assertTrue(words.contains("carol@example.test: open and mark"), words);
    assertTrue(words.contains("it stays closed here: the key ring has no key"), words);
    assertFalse(words.contains("at noon"), words);

    JsonNode counted =
        json("policy", "simulate", "--json", unproven, "--home=" + home, folder("mails", mail));
    assertEquals(1, counted.path("closed").path("no-key").asInt());
    assertEquals(2, counted.path("outcomes").size(), "one opens, one does not");
  }

  private static JsonNode explained(String policy, String where, String mail) {
    return json("policy", "explain", "--json", policy, where, mail).path("recipients");
  }

  private static JsonNode json(String... words) {
    return JsonMapper.shared().readTree(done(words).text());
  }

  private static String policy(String name, String open) throws IOException {
    String text =
        """
        outbound:
          default: { deliver: { sign: no, encrypt: no } }
        inbound:
          rules:
            - name: unsigned
              when: message.openable && signature.verdict == 'none'
              deliver: { sign: no, encrypt: no, open: %s, mark-subject: '[unsigned]' }
          default: { deliver: { sign: no, encrypt: no } }
        """
            .formatted(open);
    return Files.writeString(folder.resolve(name + ".yaml"), text).toString();
  }

  private static String folder(String name, String mail) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    Files.copy(Path.of(mail), made.resolve("1.eml"));
    return made.toString();
  }

  private static CommandRun add(String address, Path key) {
    return run(
        "keyring", "add", address, "--key=" + key, "--password-file=" + password, "--home=" + home);
  }

  private static Opening opened(Organization organization, Mailbox recipient) throws IOException {
    MessageReader reader =
        new MessageReader(
            organization.mailing().keyRing().keysFor(recipient),
            organization.trust(RevocationChecking.IF_AVAILABLE),
            Spool.standard(),
            MessageReader.Options.standard());
    byte[] mail = Files.readAllBytes(folder.resolve("mail"));
    try (Reading reading = reader.read(Octets.of(mail), Instant.now())) {
      return reading.opening().orElseThrow();
    }
  }

  private static List<EntryType> types(Organization organization) {
    return organization.store().log().entries(0, organization.store().log().size()).stream()
        .map(entry -> entry.type())
        .toList();
  }

  private static Organization organization() throws IOException {
    return Organization.open(new Home(Path.of(home)), InstantSource.system());
  }

  private static void openssl(String... arguments) throws Exception {
    List<String> command = Stream.concat(Stream.of("openssl"), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), text(folder.resolve("openssl.log")));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static CommandRun done(String... arguments) {
    CommandRun run = run(arguments);
    assertEquals(0, run.status(), run.errors());
    return run;
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.of(new byte[0], errors -> Main.run(arguments, errors));
  }
}
