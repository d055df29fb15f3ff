package org.signetmail.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.Main;
import org.signetmail.app.home.Home;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.Issuance;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.testkit.CommandRun;

/** Two organisations that trust each other, and an authority of OpenSSL's above one of them. */
class PartnersAndAuthoritiesTest {
  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void makeBoth() throws Exception {
    found("ours", "Example Corp", "example.test");
    found("theirs", "Partner Ltd", "partner.test");
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout outer.key"
            + " -out outer.pem -days 3650 -subj /O=Outer/CN=Outer_Root"
            + " -addext keyUsage=critical,keyCertSign,cRLSign");
  }

  @Test
  void aPartnersRootVouchesForItsOwnDomainsOnly() throws Exception {
    String root = home("theirs").certificateFile("root").toString();
    Certificate theirs = person("theirs", "bob@partner.test");
    assertFalse(isTrusted("ours", theirs, "theirs"), "before it is a partner");

    done("partner", "add", "Wrong", "--root=" + root, "--domain=elsewhere.test", at("ours"));
    assertFalse(isTrusted("ours", theirs, "theirs"), "for another domain");

    done("partner", "add", "Partner Ltd", "--root=" + root, "--domain=Partner.TEST", at("ours"));
    assertTrue(isTrusted("ours", theirs, "theirs"));
    CommandRun twice =
        run("partner", "add", "Partner Ltd", "--root=" + root, "--domain=b.test", at("ours"));
    assertEquals(2, twice.status());
    assertTrue(twice.errors().contains("is there already"), twice.errors());
    assertTrue(done("partner", "list", at("ours")).text().contains("partner.test"));

    done("partner", "remove", "Partner Ltd", at("ours"));
    assertFalse(isTrusted("ours", theirs, "theirs"), "after it was removed");
    assertEquals(1, run("partner", "remove", "Partner Ltd", at("ours")).status());
    done("partner", "remove", "Wrong", at("ours"));
  }

  @Test
  void nobodyElseVouchesForOurOwnPeople() {
    String root = home("theirs").certificateFile("root").toString();
    for (String domain : List.of("example.test", "EXAMPLE.test")) {
      CommandRun run =
          run("partner", "add", "P", "--root=" + root, "--domain=" + domain, at("ours"));
      assertEquals(2, run.status());
      assertTrue(run.errors().contains("is ours"), run.errors());
    }
    String notARoot = home("theirs").certificateFile("receipts").toString();
    CommandRun run =
        run("partner", "add", "P", "--root=" + notARoot, "--domain=p.test", at("ours"));
    assertTrue(run.errors().contains("is no authority's certificate"), run.errors());
  }

  @Test
  void anotherAuthorityCertifiesOursAndWhatWeIssuedLeadsToItsRoot() throws Exception {
    Certificate before = person("theirs", "carol@partner.test");
    done("ca", "request", "-o", folder.resolve("ca.csr").toString(), at("theirs"));
    Files.writeString(
        folder.resolve("ca.ext"),
        """
        basicConstraints=critical,CA:TRUE,pathlen:0
        keyUsage=critical,keyCertSign,cRLSign
        authorityKeyIdentifier=keyid
        certificatePolicies=2.5.29.32.0
        crlDistributionPoints=URI:http://outer.test/outer.crl
        """);
    openssl(
        "x509 -req -in ca.csr -CA outer.pem -CAkey outer.key -days 1000 -copy_extensions copy"
            + " -set_serial 0x1122334455667788990011 -extfile ca.ext -out ca.pem");
    String root = folder.resolve("outer.pem").toString();

    String other = home("ours").certificateFile("issuing").toString();
    CommandRun wrong = run("ca", "import", other, "--root=" + root, at("theirs"));
    assertEquals(1, wrong.status());
    assertTrue(wrong.errors().contains("RFC 5280 §3.2"), wrong.errors());
    String wrongRoot = home("ours").certificateFile("root").toString();
    String cross = folder.resolve("ca.pem").toString();
    assertEquals(1, run("ca", "import", cross, "--root=" + wrongRoot, at("theirs")).status());

    done("ca", "import", cross, "--root=" + root, at("theirs"));
    assertTrue(done("ca", "show", at("theirs")).text().contains("Outer"));
    Certificate after = person("theirs", "dave@partner.test");
    for (Certificate certificate : List.of(before, after)) {
      Files.writeString(folder.resolve("person.pem"), certificate.pem());
      openssl("verify -x509_strict -CAfile outer.pem -untrusted ca.pem person.pem");
    }
  }

  /** Makes a service's certificate for somebody: what they are issued, without an archive. */
  private static Certificate person(String name, String address) throws Exception {
    try (Organization organization = Organization.open(home(name), InstantSource.system())) {
      var key = KeyPairs.signing(KeyAlgorithm.P_256, organization.random());
      var mailbox = Mailbox.of(address);
      var request = CertificationRequest.make(key, mailbox.localPart(), mailbox);
      var issuance =
          organization
              .authority()
              .issueSigning(
                  request,
                  organization.authority().settings().subjectOf(mailbox.localPart(), mailbox),
                  mailbox);
      return ((Issuance.Issued) issuance).certificate();
    }
  }

  private static boolean isTrusted(String by, Certificate certificate, String issuedBy)
      throws Exception {
    try (Organization organization = Organization.open(home(by), InstantSource.system())) {
      PathValidator.Context trust = organization.trust(RevocationChecking.IF_AVAILABLE);
      Certificate issuing = home(issuedBy).certificate("issuing");
      PathValidator.Outcome outcome =
          PathValidator.validate(
              certificate,
              PathValidator.Purpose.EMAIL_SIGNING,
              Instant.now(),
              new PathValidator.Context(
                  trust.anchors(),
                  List.of(issuing),
                  trust.evidence(),
                  trust.revocation(),
                  trust.policy(),
                  trust.domains()));
      return outcome instanceof PathValidator.Outcome.Valid;
    }
  }

  private static void found(String name, String organization, String domain) {
    done(
        "init",
        home(name).folder().toString(),
        "--organization=" + organization,
        "--domain=" + domain,
        "--officers=2",
        "--quorum=2");
  }

  private static Home home(String name) {
    return new Home(folder.resolve(name));
  }

  private static String at(String name) {
    return "--home=" + home(name).folder();
  }

  private static void openssl(String words) throws Exception {
    Process process =
        new ProcessBuilder(("openssl " + words).split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), words + "\n" + output);
  }

  private static CommandRun run(String... words) {
    return CommandRun.of(new byte[0], errors -> Main.run(words, errors));
  }

  private static CommandRun done(String... words) {
    CommandRun run = run(words);
    assertEquals(0, run.status(), () -> String.join(" ", words) + "\n" + run.errors() + run.text());
    return run;
  }
}
