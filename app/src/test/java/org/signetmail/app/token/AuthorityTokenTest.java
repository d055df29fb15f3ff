package org.signetmail.app.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Home;
import org.signetmail.app.token.SoftToken.Ran;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.store.Store;
import org.signetmail.store.StoreUrl;

/**
 * The whole certification authority on a token of SoftHSM: made there, people enrolled, a
 * certificate revoked, and OpenSSL's word on all of it. The library reads its own environment, so
 * each command runs in a process of its own.
 */
class AuthorityTokenTest {
  @TempDir private static Path folder = Path.of("");

  private static SoftToken token = new SoftToken(folder, folder);
  private static String key = "";

  @BeforeAll
  static void makeTheAuthority() throws Exception {
    token = SoftToken.in(folder, "authority");
    Files.writeString(folder.resolve("pin"), "4711\n");
    Files.writeString(folder.resolve("password"), "x\n");
    key =
        "pkcs11:token=authority;object=issuing?module-path="
            + token.module()
            + "&pin-source="
            + folder.resolve("pin");
    done(init(home().folder(), "--ca-key=" + key));
    for (String officer : List.of("olga", "omar")) {
      done(
          signet(
              "officer",
              "enrol",
              officer + "@example.test",
              "--name=" + officer,
              "-o",
              folder.resolve(officer + ".p12").toString(),
              "--password-file=" + folder.resolve("password")));
    }
  }

  @Test
  void issuesRevokesAndPublishesWithAKeyThatNeverLeavesTheToken() throws Exception {
    assertFalse(Files.exists(home().folder().resolve("keys/issuing.key")));
    done(signet("user", "add", "alice@example.test", "--name=Alice"));
    done(
        signet(
            "enrol",
            "new",
            "alice@example.test",
            "--vouched-by=admin@example.test",
            "-o",
            folder.resolve("alice.p12").toString(),
            "--password-file=" + folder.resolve("password")));

    Certificate alice = newestOf("alice@example.test");
    write("root.pem", home().certificate("root").pem());
    write("issuing.pem", home().certificate("issuing").pem());
    write("alice.pem", alice.pem());
    assertEquals(0, verify().status(), verify().out());

    done(signet("cert", "revoke", alice.serialHex(), "--reason=superseded"));
    Ran revoked = verify();
    assertTrue(revoked.out().contains("certificate revoked"), revoked.out());
  }

  @Test
  void aWrongPinAndAMissingTokenAreSaidInOneLine() throws Exception {
    Path pin = folder.resolve("pin");
    Files.writeString(pin, "0000\n");
    try {
      assertSays(2, "does not open with this PIN", signet("cert", "list"));
    } finally {
      Files.writeString(pin, "4711\n");
    }
    Files.move(folder.resolve("tokens"), folder.resolve("unplugged"));
    Files.createDirectory(folder.resolve("tokens"));
    try {
      assertSays(6, "certificates.authority-key: ", signet("cert", "list"));
    } finally {
      Files.delete(folder.resolve("tokens"));
      Files.move(folder.resolve("unplugged"), folder.resolve("tokens"));
    }
  }

  @Test
  void thePinIsNotTakenFromTheCommandLine() throws Exception {
    String other = folder.resolve("other").toString();
    assertSays(
        2,
        "holds the PIN itself",
        signet(
            "init",
            other,
            "--organization=Other",
            "--domain=other.test",
            "--officers=2",
            "--quorum=2",
            "--ca-key=" + key.replaceFirst("pin-source=.*", "pin-value=4711")));
    assertFalse(Files.exists(Path.of(other)));
  }

  @Test
  void theNextGenerationIsMadeInTheTokenAndTheFormerOneAnswersFromThere() throws Exception {
    Path second = folder.resolve("second");
    done(init(second, "--ca-key=" + key));
    assertRollsOverIntoTheToken(second);
    try (Stream<Path> keys = Files.list(second.resolve("keys"))) {
      assertFalse(
          keys.anyMatch(file -> file.toString().contains("issuing")),
          "no key of an issuing authority is in a file");
    }
  }

  @Test
  void anAuthorityThatBeganInAFileGoesIntoATokenWithItsNextGeneration() throws Exception {
    Path third = folder.resolve("third");
    done(init(third));
    Path settings = third.resolve("signet.yaml");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace("certificates:\n", "certificates:\n  authority-key: '" + key + "'\n"));
    assertRollsOverIntoTheToken(third);
    assertFalse(Files.exists(third.resolve("keys/issuing.key")));
  }

  private static void assertRollsOverIntoTheToken(Path home) throws Exception {
    Certificate before = new Home(home).certificate("issuing");
    done(signet("ca", "rollover", "--home=" + home));
    Certificate now = new Home(home).certificate("issuing");
    assertNotEquals(before.keyId(), now.keyId());
    done(signet("crl", "publish", "--home=" + home));
    try (Store store = Store.open(StoreUrl.sqlite(home.resolve("signet.db")))) {
      for (Certificate generation : List.of(before, now)) {
        assertTrue(store.crls().current(generation.keyId()).isPresent(), "both have a list");
      }
    }
    assertEquals(0, signet("ca", "show", "--home=" + home).status());
  }

  private static Ran init(Path home, String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "init",
                home.toString(),
                "--organization=Example Corp",
                "--domain=example.test",
                "--officers=2",
                "--quorum=2"));
    words.addAll(List.of(more));
    return signet(words.toArray(String[]::new));
  }

  private static void assertSays(int status, String what, Ran ran) {
    assertEquals(status, ran.status(), ran.out());
    List<String> ours = ran.out().lines().filter(line -> line.startsWith("signet: ")).toList();
    assertEquals(1, ours.size(), ran.out());
    assertTrue(ours.getFirst().contains(what), ran.out());
    assertFalse(ran.out().contains("4711") || ran.out().contains("\tat "), ran.out());
  }

  private static Certificate newestOf(String address) throws Exception {
    Ran shown = signet("cert", "list", "--person=" + address, "--kind=person-signing");
    String serial = shown.out().lines().skip(1).findFirst().orElseThrow().split(" ")[0];
    write("shown.pem", signet("cert", "show", "--pem", serial).out());
    return Certificates.read(Files.readAllBytes(folder.resolve("shown.pem")), "shown.pem")
        .getFirst();
  }

  /** OpenSSL's word, with the revocation lists of the moment. */
  private static Ran verify() throws Exception {
    try (Store store = Store.open(StoreUrl.sqlite(home().folder().resolve("signet.db")))) {
      for (String issuer : List.of("root", "issuing")) {
        Files.write(
            folder.resolve(issuer + ".crl"),
            store.crls().current(home().certificate(issuer).keyId()).orElseThrow().encoded());
        done(
            token.run(
                "openssl crl -inform DER -in %s.crl -out %s.crl.pem".formatted(issuer, issuer)));
      }
    }
    return token.run(
        "openssl verify -x509_strict -crl_check_all -CAfile root.pem -untrusted issuing.pem"
            + " -CRLfile root.crl.pem -CRLfile issuing.crl.pem alice.pem");
  }

  private static void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  private static Home home() {
    return token.home();
  }

  private static Ran signet(String... words) throws Exception {
    return token.signet(words);
  }

  private static void done(Ran ran) {
    token.done(ran);
  }
}
