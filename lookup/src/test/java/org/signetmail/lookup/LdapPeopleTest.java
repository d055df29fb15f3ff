package org.signetmail.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everybody of a directory, however many, for who may read it. */
class LdapPeopleTest {
  private static final int PEOPLE = 1_203;
  private static final String BASE = "dc=example,dc=test";

  private InMemoryDirectoryServer server;

  @BeforeEach
  void serve() throws Exception {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
    config.setSchema(null);
    config.setMaxSizeLimit(0);
    config.addAdditionalBindCredentials("cn=reader," + BASE, "read");
    config.setAuthenticationRequiredOperationTypes(com.unboundid.ldap.sdk.OperationType.SEARCH);
    server = new InMemoryDirectoryServer(config);
    server.add("dn: " + BASE, "objectClass: domain", "dc: example");
    server.add("dn: ou=printers," + BASE, "objectClass: organizationalUnit", "ou: printers");
    for (int i = 0; i < PEOPLE; i++) {
      server.add(
          "dn: uid=p" + i + "," + BASE,
          "objectClass: inetOrgPerson",
          "uid: p" + i,
          "displayName: Person " + i,
          "mail: p" + i + "@example.test",
          "department: sales",
          "memberOf: cn=board,ou=groups," + BASE);
    }
    server.startListening();
  }

  @AfterEach
  void stop() {
    server.shutDown(true);
  }

  @Test
  void everybodyWithAMailboxIsReadPageByPage() throws Exception {
    List<LdifPeople.Found> found = LdapPeople.read(directory("read"));
    assertEquals(PEOPLE, found.size());
    assertEquals(PEOPLE, found.stream().map(LdifPeople.Found::mail).distinct().count());
    LdifPeople.Found first =
        found.stream()
            .filter(one -> one.mail().equals("p0@example.test"))
            .findFirst()
            .orElseThrow();
    assertEquals(Optional.of("Person 0"), first.name());
    assertEquals(Set.of("sales", "board"), first.groups());
  }

  @Test
  void whatIsWrongIsSaidInAPhrase() {
    IOException e = assertThrows(IOException.class, () -> LdapPeople.read(directory("wrong")));
    assertTrue(String.valueOf(e.getMessage()).contains("invalid credentials"), e.toString());
  }

  private LdapSignIn directory(String password) throws Exception {
    return new LdapSignIn(
        "localhost",
        server.getListenPort(),
        LdapSignIn.Transport.DANGEROUSLY_PLAIN,
        BASE,
        "mail",
        Optional.of(new LdapSignIn.Login("cn=reader," + BASE, password)),
        SSLContext.getDefault(),
        Duration.ofSeconds(10));
  }
}
