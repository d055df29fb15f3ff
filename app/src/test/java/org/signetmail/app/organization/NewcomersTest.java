package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Entry;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.app.http.TlsTrust;
import org.signetmail.enrolment.Person;
import org.signetmail.pkix.Mailbox;

/** A company that lets in whoever its directory knows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewcomersTest {
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final String BASE = "ou=people,dc=example,dc=test";

  @TempDir static Path folder;

  private InMemoryDirectoryServer directory;
  private RunningSystem system;

  @BeforeAll
  void start() throws Exception {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=test");
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig(
            "clear", InetAddress.getLoopbackAddress(), 0, null));
    config.setSchema(null);
    directory = new InMemoryDirectoryServer(config);
    directory.add("dn: dc=example,dc=test", "objectClass: domain", "dc: example");
    directory.add("dn: " + BASE, "objectClass: organizationalUnit", "ou: people");
    entry("nora@example.test", "cn: Nora", "displayName: Nora New");
    entry("noah@example.test", "cn: Noah New");
    entry("nameless@example.test");
    entry("partner@elsewhere.test", "cn: A Partner");
    directory.startListening();
    system =
        new RunningSystem(
            RunningSystem.laid(
                folder.resolve("home"),
                text ->
                    text
                        + """
                        portal:
                          sign-in:
                            newcomers: added
                            ldap:
                              at: ldap://localhost:%d/%s
                              tls: dangerously-none
                        """
                            .formatted(directory.getListenPort("clear"), BASE)));
  }

  private void entry(String mailbox, String... names) throws Exception {
    Entry entry = new Entry("uid=" + mailbox + "," + BASE);
    entry.addAttribute("objectClass", "inetOrgPerson");
    entry.addAttribute("mail", mailbox);
    entry.addAttribute("userPassword", "known");
    for (String name : names) {
      String[] parts = name.split(": ", 2);
      entry.addAttribute(parts[0], parts[1]);
    }
    directory.add(entry);
  }

  @AfterAll
  void stop() {
    system.close();
    directory.shutDown(true);
  }

  @Test
  void whoTheDirectoryKnowsComesInAndIsSomebodyFromThenOn() throws Exception {
    assertEquals(403, signIn("nora@example.test", "guessed"));
    assertEquals(Optional.empty(), person("nora@example.test"));

    assertEquals(303, signIn("nora@example.test", "known"));
    Person nora = person("nora@example.test").orElseThrow();
    assertEquals("Nora New", nora.name());
    assertEquals(Person.State.INVITED, nora.state());
    assertEquals(303, signIn("noah@example.test", "known"));
    assertEquals("Noah New", person("noah@example.test").orElseThrow().name());
  }

  @Test
  void whoHasNoNameOrIsOfAnotherDomainStaysOutside() throws Exception {
    for (String mailbox : new String[] {"nameless@example.test", "partner@elsewhere.test"}) {
      assertEquals(403, signIn(mailbox, "known"), mailbox);
      assertEquals(Optional.empty(), person(mailbox));
    }
  }

  private Optional<Person> person(String mailbox) {
    return system.organization.store().people().find(Mailbox.of(mailbox));
  }

  /** With a browser of its own; the status. */
  private int signIn(String mailbox, String password) throws Exception {
    try (HttpClient browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .sslContext(TlsTrust.under(system.organization.root().encoded(), "root"))
            .build()) {
      String page =
          browser
              .send(
                  HttpRequest.newBuilder(uri("/signin")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      Matcher csrf = CSRF.matcher(page);
      assertTrue(csrf.find(), page);
      String form =
          "csrf=%s&mailbox=%s&password=%s"
              .formatted(
                  URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8),
                  URLEncoder.encode(mailbox, StandardCharsets.UTF_8),
                  password);
      return browser
          .send(
              HttpRequest.newBuilder(uri("/signin/password"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(form))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private URI uri(String path) {
    return URI.create("https://localhost:" + system.services.httpsPort() + path);
  }
}
