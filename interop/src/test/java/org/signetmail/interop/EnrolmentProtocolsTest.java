package org.signetmail.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.app.organization.Services;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.Mailbox;

/**
 * Runs every command of {@code docs/operate/enrolment-protocols.md}, in order: curl and OpenSSL
 * speak EST as RFC 7030 appendix A does, strongSwan speaks EST and SCEP, OpenSSL speaks CMP.
 */
final class EnrolmentProtocolsTest {
  private static final Path FOLDER = Scratch.folder("enrolment");
  private static final Path HOME = FOLDER.resolve("home");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @Test
  void everyCommandOfThePageDoesWhatItSays() throws Exception {
    found();
    try (Organization organization = Organization.open(new Home(HOME), InstantSource.system());
        Services services = Services.start(organization)) {
      Files.writeString(FOLDER.resolve("root.pem"), organization.root().pem());
      Files.writeString(FOLDER.resolve("issuing.pem"), organization.issuing().pem());
      List<String> environment =
          List.of(
              "HTTPS=https://localhost:" + services.httpsPort(),
              "EST=https://localhost:" + services.httpsPort() + "/.well-known/est",
              "SCEP=http://localhost:" + services.httpPort() + "/scep",
              "CMP=http://localhost:" + services.httpPort() + "/.well-known/cmp");
      Matcher blocks = BLOCK.matcher(OperatePage.read("enrolment-protocols.md").text());
      while (blocks.find()) {
        for (String line : blocks.group(1).lines().toList()) {
          run(line, environment);
        }
      }
      examine(organization);
    }
  }

  private static void examine(Organization organization) throws IOException {
    Certificate first = certificate("alice.pem");
    Certificate renewed = certificate("alice2.pem");
    assertNotEquals(first.keyId(), renewed.keyId());
    assertTrue(first.maySign() && renewed.maySign());
    assertEquals(2, Certificates.read(bytes("authorities.pem"), "authorities").size());
    assertNotEquals(certificate("carol.pem").keyId(), certificate("carol2.pem").keyId());
    for (String person : List.of("alice", "bob", "carol")) {
      Mailbox mailbox = Mailbox.of(person + "@example.test");
      assertEquals(List.of(mailbox), certificate(person + ".pem").mailboxes());
    }

    Mailbox alice = Mailbox.of("alice@example.test");
    List<CertificateRecord> records = organization.store().certificates().ofOwner(alice);
    assertEquals(2, records.stream().filter(one -> one.kind() == Kind.PERSON_SIGNING).count());
    assertEquals(2, records.stream().filter(one -> one.kind() == Kind.PERSON_ENCRYPTION).count());
    assertEquals(2, organization.store().archive().ofOwner(alice).size());
    assertEquals(publicKeyOf("encryption.key"), publicKeyIn("encryption.pem"));
    assertTrue(
        records.stream()
            .map(CertificateRecord::certificate)
            .anyMatch(one -> publicKeyOf("encryption2.key").equals(publicKeyIn(one))));
    assertNotEquals(publicKeyOf("encryption.key"), publicKeyOf("encryption2.key"));
    examineCmp(organization);
  }

  /** Four certificates, each over its own key; the one that was ended is revoked, none besides. */
  private static void examineCmp(Organization organization) throws IOException {
    assertEquals(organization.root(), certificate("dora.root.pem"));
    Mailbox dora = Mailbox.of("dora@example.test");
    for (String name : List.of("dora", "dora2", "dora3", "dora4")) {
      assertEquals(publicKeyOf(name + ".key"), publicKeyIn(name + ".pem"));
      assertEquals(List.of(dora), certificate(name + ".pem").mailboxes());
    }
    List<CertificateRecord> records = organization.store().certificates().ofOwner(dora);
    assertEquals(4, records.size());
    assertEquals(
        List.of(certificate("dora2.pem")),
        records.stream()
            .filter(one -> one.revocation().isPresent())
            .map(CertificateRecord::certificate)
            .toList());
  }

  private static void found() throws IOException {
    Files.writeString(FOLDER.resolve("password"), "x\n");
    Product.done(
        List.of(
            "init",
            HOME.toString(),
            "--organization=Example Corp",
            "--domain=example.test",
            "--officers=2",
            "--quorum=2"));
    Path settings = HOME.resolve("signet.yaml");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replaceAll(
                "(https?|smtp-outbound|smtp-inbound|ldap): \"127.0.0.1:[0-9]+\"", "$1: 127.0.0.1:0")
            .replace("made-keys: sealed", "made-keys: inside-tls"));
    for (String officer : List.of("olga", "omar")) {
      Product.done(
          List.of(
              "officer",
              "enrol",
              officer + "@example.test",
              "--name=" + officer,
              "--output=" + FOLDER.resolve(officer + ".p12"),
              "--password-file=" + FOLDER.resolve("password"),
              "--home=" + HOME));
    }
  }

  private static void run(String line, List<String> environment) {
    if (line.startsWith("signet ")) {
      Product.done(words(line.substring("signet ".length())));
      return;
    }
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(environment);
    command.addAll(List.of("bash", "-euo", "pipefail", "-c", "cd '" + FOLDER + "' && " + line));
    Tool.run(command).succeeded();
  }

  /** The words of a command of ours; its files are in the folder. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      String word = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      boolean isFile = !words.isEmpty() && words.getLast().equals("-o");
      words.add(isFile ? FOLDER.resolve(word).toString() : word);
    }
    words.add("--home=" + HOME);
    return words;
  }

  private static Certificate certificate(String file) throws IOException {
    return Certificates.read(bytes(file), file).getFirst();
  }

  private static byte[] bytes(String file) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(file));
  }

  private static String publicKeyOf(String file) {
    return openSsl("pkey", "-in", FOLDER.resolve(file).toString(), "-pubout");
  }

  private static String publicKeyIn(String file) {
    return openSsl("x509", "-in", FOLDER.resolve(file).toString(), "-noout", "-pubkey");
  }

  private static String publicKeyIn(Certificate certificate) {
    try {
      Path file = Files.writeString(FOLDER.resolve("one.pem"), certificate.pem());
      return openSsl("x509", "-in", file.toString(), "-noout", "-pubkey");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String openSsl(String... words) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(Arrays.asList(words));
    return Tool.run(command).succeeded().out();
  }
}
