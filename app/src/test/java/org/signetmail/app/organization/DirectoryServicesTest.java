package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.DirectorySettings;
import org.signetmail.app.home.Endpoint;
import org.signetmail.directory.CertificateSource;
import org.signetmail.lookup.served.DirectoryProbe;
import org.signetmail.pkix.Mailbox;

/** The directory as a whole system serves it, and the sources it looks into. */
final class DirectoryServicesTest {
  @TempDir Path folder;

  @Test
  void theDirectoryAnswersAndIsReady() throws Exception {
    try (RunningSystem system =
        new RunningSystem(folder.resolve("home"), Configuration.Status.STANDARD)) {
      InetSocketAddress at =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), system.services.ldapPort());
      assertEquals("dc=example,dc=test", DirectoryProbe.namingContext(at, Duration.ofSeconds(5)));
      assertEquals(200, system.get("/health/ready").statusCode());
      assertEquals(200, system.https("/client/apple/signet.mobileconfig").statusCode());
      assertEquals(
          404,
          system.https("/.well-known/autoconfig/mail/config-v1.1.xml").statusCode(),
          "no mail server is named");
    }
  }

  /** What was guessed over HTTP is missing in the purse for LDAP. */
  @Test
  void oneClientHasOnePurseForBothWays() throws Exception {
    try (RunningSystem system =
        new RunningSystem(folder.resolve("home"), Configuration.Status.STANDARD)) {
      HttpResponse<byte[]> answer = guess(system, 0);
      int guesses = 0;
      while (guesses < 60 && answer.statusCode() == 404) {
        answer = guess(system, ++guesses);
      }
      assertEquals(429, answer.statusCode());
      assertTrue(guesses >= 30 && guesses < 40, "guesses: " + guesses);
      assertTrue(answer.headers().firstValueAsLong("Retry-After").orElse(0) >= 1);
      try (LDAPConnection client = new LDAPConnection("127.0.0.1", system.services.ldapPort())) {
        ResultCode code = ResultCode.SUCCESS;
        for (int i = 0; i < 5 && code.equals(ResultCode.SUCCESS); i++) {
          code = search(client);
        }
        assertEquals(ResultCode.BUSY, code);
      }
    }
  }

  @Test
  void aSourceHearsOfItsOwnDomainsOnly() throws Exception {
    try (RunningSystem system =
        new RunningSystem(folder.resolve("home"), Configuration.Status.STANDARD)) {
      byte[] bob = system.person("Bob", "bob@partner.test").certificate().encoded();
      AtomicInteger asked = new AtomicInteger();
      HttpServer partner = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      partner.createContext(
          "/search",
          exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Content-Type", "application/pkix-cert");
            exchange.sendResponseHeaders(200, bob.length);
            exchange.getResponseBody().write(bob);
            exchange.close();
          });
      partner.start();
      try (CertificateSources sources =
          new CertificateSources(
              system.organization.store(), settings(system, partner.getAddress().getPort()))) {
        assertEquals(
            List.of(
                "own store", "store at 127.0.0.1:" + partner.getAddress().getPort(), "harvested"),
            sources.all().stream().map(CertificateSource::name).toList());
        CertificateSource source = sources.all().get(1);
        assertEquals(1, source.find(Mailbox.of("bob@partner.test")).size());
        assertEquals(0, source.find(Mailbox.of("carol@elsewhere.test")).size());
        assertEquals(1, asked.get());
      } finally {
        partner.stop(0);
      }
    }
  }

  private static DirectorySettings settings(RunningSystem system, int port) {
    DirectorySettings usual = system.organization.configuration().directory();
    return new DirectorySettings(
        new Endpoint("127.0.0.1", 0),
        Optional.empty(),
        usual.limits(),
        usual.free(),
        List.of(
            new DirectorySettings.Source(
                "Partner",
                URI.create("http://127.0.0.1:" + port + "/search"),
                Set.of("partner.test"))),
        Optional.empty(),
        usual.keepHarvested());
  }

  private static HttpResponse<byte[]> guess(RunningSystem system, int number) throws Exception {
    return system.https("/certificates/search?email=guess" + number + "%40example.test");
  }

  private static ResultCode search(LDAPConnection client) {
    try {
      client.search("dc=example,dc=test", SearchScope.SUB, "(mail=bob@example.test)");
      return ResultCode.SUCCESS;
    } catch (LDAPException e) {
      return e.getResultCode();
    }
  }
}
