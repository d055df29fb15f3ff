package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.Endpoint;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.MailSettings;
import org.signetmail.ca.Publication;
import org.signetmail.enrolment.Proof;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.OcspRequest;
import org.signetmail.pkix.OcspResponse;
import org.signetmail.pkix.Revocation;
import org.signetmail.policy.Policy;
import org.signetmail.testkit.PostgresReplica;
import org.signetmail.testkit.PostgresServer;

/**
 * A system with a replica that has stopped to follow, and may be an hour behind: what of directory,
 * lists and search is read there is as old, and OCSP says nothing that the node knows better.
 */
class ReplicaServicesTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");

  @TempDir Path folder;

  @Test
  void whatMayBeOldIsReadAtTheReplicaAndStatusIsNotOlderThanWhatIsKnown() throws Exception {
    String database = PostgresServer.shared().freshDatabase();
    try (PostgresReplica replica = PostgresServer.shared().replica();
        RunningSystem system = new RunningSystem(laid(database, replica.url(database)))) {
      Organization organization = system.organization;
      Certificate alice = system.person("Alice", "alice@example.test").certificate();
      await("the replica follows", () -> organization.store().aside().inUse() == 1);
      await("Alice arrives", () -> search(system, "alice") == 200);
      String list = "/crl/" + Publication.name(organization.issuing().keyId()) + ".crl";
      byte[] before = system.get(list).body();

      replica.fallBehind();
      Certificate bob = enrolBob(organization);
      organization
          .authority()
          .revoke(organization.issuing().keyId(), alice.serial(), Revocation.Reason.SUPERSEDED);
      organization.authority().publishDue();

      await("OCSP says so", () -> status(system, alice) == OcspResponse.Status.REVOKED);
      assertEquals(OcspResponse.Status.GOOD, status(system, bob), "issued since, and not unknown");
      assertEquals(404, search(system, "bob"), "the replica is asked for certificates");
      assertEquals(0, found(system), "and for the directory");
      assertArrayEquals(before, system.get(list + "?a").body(), "and for lists");

      replica.catchUp();
      await("certificates arrive", () -> search(system, "bob") == 200);
      await("the directory arrives", () -> found(system) == 1);
      await("the list arrives", () -> system.get(list + "?b").body().length > before.length);
    }
  }

  private static int search(RunningSystem system, String name) throws Exception {
    return system.https("/certificates/search?email=" + name + "%40example.test").statusCode();
  }

  private static int found(RunningSystem system) throws Exception {
    try (LDAPConnection client = new LDAPConnection("127.0.0.1", system.services.ldapPort())) {
      return client
          .search("dc=example,dc=test", SearchScope.SUB, "(mail=" + BOB + ")")
          .getEntryCount();
    }
  }

  private static OcspResponse.Status status(RunningSystem system, Certificate certificate)
      throws Exception {
    Certificate issuer = system.organization.issuing();
    byte[] request = OcspRequest.of(certificate, issuer).encoded();
    return OcspResponse.of(system.post("/ocsp", "application/ocsp-request", request).body())
        .about(certificate, issuer)
        .orElseThrow()
        .status();
  }

  private static Certificate enrolBob(Organization organization) throws Exception {
    OfficerCeremony officers = new OfficerCeremony(organization);
    for (String officer : List.of("olga", "omar", "otto")) {
      officers.enrol(Mailbox.of(officer + "@example.test"), officer);
    }
    organization.enrolling().enrolment().invite(BOB, "Bob", Set.of());
    return new PersonCeremony(organization)
        .enrol(
            BOB,
            "Bob",
            new Proof.AdministratorVouches(Mailbox.of("admin@example.test")),
            new PersonCeremony.Occasion.First())
        .decryption()
        .certificate();
  }

  private Home laid(String database, String replica) throws Exception {
    Endpoint any = new Endpoint("127.0.0.1", 0);
    Configuration configuration =
        new Configuration(
                "Example Corp",
                List.of("example.test"),
                database,
                new Configuration.Archive(3, 2),
                "http://127.0.0.1:8080",
                new Configuration.Listen(any, any, any, any),
                new MailSettings(new Endpoint("127.0.0.1", 25), 50_000_000),
                "policy.yaml",
                "example.test/signet")
            .servingDirectoryAt(any);
    Home home = new Home(folder.resolve("home"));
    new Foundation(configuration, new SecureRandom(), InstantSource.system())
        .lay(home, Policy.example().getBytes(StandardCharsets.UTF_8));
    String text = Files.readString(home.configuration());
    Files.writeString(
        home.configuration(),
        text.replaceFirst(
            "(?m)^store:\n", "store:\n  replica-lag: PT1H\n  replicas: [\"" + replica + "\"]\n"));
    return home;
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < end, "in vain: " + what);
      Thread.sleep(200);
    }
  }
}
