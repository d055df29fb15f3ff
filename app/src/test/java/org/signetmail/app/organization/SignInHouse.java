package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.ConfigurationText;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.PortalSettings;
import org.signetmail.app.http.TlsTrust;
import org.signetmail.ca.Issuance;
import org.signetmail.ca.ServiceKind;
import org.signetmail.ca.ServiceNames;
import org.signetmail.enrolment.DirectoryPasswords.Answer;
import org.signetmail.lookup.LdapPasswords;
import org.signetmail.lookup.LdapSignIn;
import org.signetmail.lookup.LdapSignIn.Transport;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SecretAccess;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;
import org.signetmail.testkit.TestProvider;
import org.signetmail.web.openid.OpenIdClient;

/**
 * A system whose people sign in at a directory over LDAP and at an identity provider, both beside
 * it on this machine.
 */
final class SignInHouse implements AutoCloseable {
  static final String BASE = "ou=people,dc=example,dc=test";
  static final String PORTAL = "https://portal.example.test";
  static final Mailbox ALICE = Mailbox.of("alice@example.test");

  final InMemoryDirectoryServer directory;
  final TestProvider provider;
  final RunningSystem system;
  private final SSLContext trusting;
  private final PageBrowser first;

  SignInHouse(Path folder) throws Exception {
    Home home = RunningSystem.laid(folder, text -> text);
    Configuration configuration;
    SSLContext tls;
    SSLContext strange;
    try (Organization laid = Organization.open(home, InstantSource.system())) {
      configuration = laid.configuration();
      tls = ServerTls.context(laid);
      strange = server(laid, "elsewhere.example.test");
      trusting = TlsTrust.under(laid.root().encoded(), "root");
    }
    directory = directory(tls, strange);
    provider = new TestProvider(tls);
    Files.writeString(home.folder().resolve("login-secret"), TestProvider.SECRET + "\n");
    Files.writeString(home.folder().resolve("ldap-password"), "of the service\n");
    Files.write(home.configuration(), ConfigurationText.of(configuration.with(portal(home))));
    system = new RunningSystem(home);
    first = new PageBrowser(system, Optional.empty());
    system.organization.enrolling().enrolment().invite(ALICE, "Alice Example", Set.of());
  }

  /** A browser that was never here. */
  PageBrowser browser() {
    return first.another();
  }

  /** What the directory says of a password, asked in this way. */
  Answer asked(String host, String listener, Transport transport, String local, String password) {
    LdapSignIn settings =
        new LdapSignIn(
            host,
            directory.getListenPort(listener),
            transport,
            BASE,
            "mail",
            Optional.empty(),
            trusting,
            Duration.ofSeconds(10));
    return new LdapPasswords(settings, line -> assertFalse(line.contains(password), line))
        .check(Mailbox.of(local + "@example.test"), password);
  }

  private PortalSettings portal(Home home) {
    Optional<String> root = Optional.of(home.certificateFile("root").toString());
    return new PortalSettings(
        Optional.of(PORTAL),
        Optional.of(
            new PortalSettings.Ldap(
                "Windows",
                URI.create("ldap://localhost:" + directory.getListenPort("clear") + "/" + BASE),
                Transport.STARTTLS,
                "mail",
                Optional.of("cn=signet,dc=example,dc=test"),
                Optional.of("ldap-password"),
                root)),
        Optional.of(
            new PortalSettings.OpenId(
                "Example Login",
                URI.create(provider.issuer()),
                TestProvider.CLIENT,
                Optional.of("login-secret"),
                root,
                OpenIdClient.Mailboxes.VERIFIED)),
        PortalSettings.Newcomers.REFUSED,
        PortalSettings.STANDARD.renewalNotices());
  }

  /** A server under our root, with another name than the one that is asked. */
  private static SSLContext server(Organization organization, String name) throws Exception {
    SigningKey key = KeyPairs.signing(KeyAlgorithm.P_256, organization.random());
    Issuance issuance =
        organization
            .authority()
            .issueService(
                ServiceKind.TLS_SERVER,
                key.publicKey(),
                ServiceNames.ofServer(
                    new SubjectName(name, Optional.of("Example Corp")), List.of(name)));
    Issuance.Issued issued = assertInstanceOf(Issuance.Issued.class, issuance);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "server",
        key.privateKey(SecretAccess.TOKEN),
        new char[0],
        new X509Certificate[] {issued.certificate().x509(), organization.issuing().x509()});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static InMemoryDirectoryServer directory(SSLContext tls, SSLContext strange)
      throws Exception {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=test");
    InetAddress here = InetAddress.getLoopbackAddress();
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig("clear", here, 0, tls.getSocketFactory()),
        InMemoryListenerConfig.createLDAPSConfig(
            "tls", here, 0, tls.getServerSocketFactory(), tls.getSocketFactory()),
        InMemoryListenerConfig.createLDAPConfig("strange", here, 0, strange.getSocketFactory()),
        InMemoryListenerConfig.createLDAPSConfig(
            "strange-tls", here, 0, strange.getServerSocketFactory(), strange.getSocketFactory()));
    config.setSchema(null);
    InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
    server.add("dn: dc=example,dc=test", "objectClass: domain", "dc: example");
    server.add("dn: " + BASE, "objectClass: organizationalUnit", "ou: people");
    server.add(
        "dn: cn=signet,dc=example,dc=test", "objectClass: person", "userPassword: of the service");
    person(server, "alice", "alice", "hers");
    person(server, "twin1", "twin", "theirs");
    person(server, "twin2", "twin", "theirs");
    server.startListening();
    return server;
  }

  static void person(InMemoryDirectoryServer server, String id, String local, String password)
      throws Exception {
    server.add(
        "dn: uid=" + id + "," + BASE,
        "objectClass: inetOrgPerson",
        "uid: " + id,
        "mail: " + local + "@example.test",
        "userPassword: " + password);
  }

  @Override
  public void close() {
    first.close();
    system.close();
    provider.close();
    directory.shutDown(true);
  }
}
