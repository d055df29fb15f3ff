package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
 * Signing in to the portal at a directory over LDAP and at an identity provider, both beside us on
 * this machine, with what either or a browser may try: the rows of {@code docs/operate/portal.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalSignInTest {
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final String BASE = "ou=people,dc=example,dc=test";
  private static final String PORTAL = "https://portal.example.test";
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");

  @TempDir static Path folder;

  private SSLContext trusting;
  private InMemoryDirectoryServer directory;
  private TestProvider provider;
  private RunningSystem system;
  private HttpClient client;

  @BeforeAll
  void start() throws Exception {
    Home home = RunningSystem.laid(folder.resolve("home"), text -> text);
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
    client = HttpClient.newBuilder().sslContext(trusting).build();
    system.organization.enrolling().enrolment().invite(ALICE, "Alice Example", Set.of());
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

  private static void person(
      InMemoryDirectoryServer server, String id, String local, String password) throws Exception {
    server.add(
        "dn: uid=" + id + "," + BASE,
        "objectClass: inetOrgPerson",
        "uid: " + id,
        "mail: " + local + "@example.test",
        "userPassword: " + password);
  }

  @BeforeEach
  void beHonest() {
    provider.vice = TestProvider.Vice.NONE;
    provider.mailbox = ALICE.toString();
    provider.faults.clear();
  }

  @AfterAll
  void stop() {
    client.close();
    system.close();
    provider.close();
    directory.shutDown(true);
  }

  @Test
  void thePasswordOfTheDirectorySignsIn() throws Exception {
    Browser browser = new Browser();
    String csrf = csrf(browser.get("/signin"));
    String before = browser.session();
    for (String wrong : List.of("his", "")) {
      HttpResponse<String> answer = browser.password(csrf, ALICE.toString(), wrong);
      assertEquals(403, answer.statusCode(), wrong);
      assertTrue(answer.body().contains("do not belong together"), answer.body());
    }
    assertEquals(before, browser.session());

    HttpResponse<String> in = browser.password(csrf, "Alice@example.test", "hers");

    assertEquals(303, in.statusCode(), in.body());
    assertNotEquals(before, browser.session(), "the session has a token that nobody had before");
    assertTrue(browser.get("/account").body().contains(ALICE.toString()));
  }

  @Test
  void whoTheDirectoryKnowsAndWeDoNotStaysOutside() throws Exception {
    Browser browser = new Browser();
    String csrf = csrf(browser.get("/signin"));
    person(directory, "bob", "bob", "his");

    assertEquals(403, browser.password(csrf, "bob@example.test", "his").statusCode());
  }

  @Test
  void passwordsGoOnlyWhereTlsIsAndToTheRightServer() {
    assertEquals(new Answer.Right(""), asked("localhost", "tls", Transport.TLS, "alice", "hers"));
    assertEquals(
        new Answer.Right(""), asked("localhost", "clear", Transport.STARTTLS, "alice", "hers"));
    assertEquals(new Answer.Wrong(), asked("localhost", "tls", Transport.TLS, "alice", "his"));
    assertEquals(new Answer.Wrong(), asked("localhost", "tls", Transport.TLS, "alice", ""));
    assertEquals(new Answer.Wrong(), asked("localhost", "tls", Transport.TLS, "*", "hers"));
    assertEquals(new Answer.Wrong(), asked("localhost", "tls", Transport.TLS, "twin", "theirs"));
    assertEquals(
        new Answer.Unreachable(),
        asked("localhost", "strange-tls", Transport.TLS, "alice", "hers"));
    assertEquals(
        new Answer.Unreachable(),
        asked("localhost", "strange", Transport.STARTTLS, "alice", "hers"));
    assertEquals(
        new Answer.Unreachable(),
        asked("localhost", "clear", Transport.TLS, "alice", "hers"),
        "no TLS");
    assertEquals(
        new Answer.Right(""),
        asked("localhost", "clear", Transport.DANGEROUSLY_PLAIN, "alice", "hers"));
  }

  private Answer asked(
      String host, String listener, Transport transport, String local, String password) {
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

  @Test
  void theProviderSignsInAndTheSessionIsNew() throws Exception {
    Browser browser = new Browser();
    browser.get("/signin");
    String before = browser.session();

    HttpResponse<String> in = browser.back(provider.login(browser.leave()));

    assertEquals(200, in.statusCode(), in.body());
    assertTrue(in.body().contains("http-equiv=\"refresh\" content=\"0;url=/account\""), in.body());
    assertNotEquals(before, browser.session());
    assertTrue(browser.get("/account").body().contains(ALICE.toString()));
    assertEquals(List.of(), provider.faults);
    assertEquals("", browser.cookies.get("__Host-signet-away"), "of no more use");
  }

  @Test
  void theMailboxMayComeFromUserinfo() throws Exception {
    provider.vice = TestProvider.Vice.EMAIL_IN_USERINFO;
    Browser browser = new Browser();

    assertEquals(200, browser.back(provider.login(browser.leave())).statusCode());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"NONE", "EMAIL_IN_USERINFO", "NO_EMAIL_ANYWHERE", "FAILS", "TAKES_CODES_TWICE"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatDoesNotHoldLetsNobodyIn(TestProvider.Vice vice) throws Exception {
    Browser browser = new Browser();
    String query = provider.login(browser.leave());
    provider.vice = vice;

    assertOutside(browser.back(query), browser);
  }

  @Test
  void anAnswerOfAnotherBrowserOrOfAnotherTimeLetsNobodyIn() throws Exception {
    Browser attacker = new Browser();
    String query = provider.login(attacker.leave());
    Browser victim = new Browser();
    assertOutside(victim.back(query), victim);
    victim.leave();
    assertOutside(victim.back(query), victim);

    String noState = query.replaceAll("&state=[^&]*", "");
    Browser third = new Browser();
    third.leave();
    assertOutside(third.back(noState), third);
    Browser fourth = new Browser();
    String own = provider.login(fourth.leave());
    assertOutside(fourth.back(own.replaceAll("iss=[^&]*", "iss=https://elsewhere.test")), fourth);
  }

  @Test
  void aCodeIsOfUseOnceEvenWhereTheProviderTakesItTwice() throws Exception {
    provider.vice = TestProvider.Vice.TAKES_CODES_TWICE;
    Browser browser = new Browser();
    String query = provider.login(browser.leave());
    String away = browser.cookies.get("__Host-signet-away");
    assertEquals(200, browser.back(query).statusCode());

    Browser again = new Browser();
    again.cookies.put("__Host-signet-away", away);
    assertOutside(again.back(query), again);
  }

  @Test
  void aRefusalOfTheProviderIsARefusal() throws Exception {
    Browser browser = new Browser();
    String state = provider.login(browser.leave()).replaceAll("code=[^&]*&", "");

    assertOutside(browser.back("error=access_denied&" + state), browser);
  }

  @Test
  void whoIsNotKnownHereStaysOutside() throws Exception {
    provider.mailbox = "mallory@example.test";
    Browser browser = new Browser();

    assertOutside(browser.back(provider.login(browser.leave())), browser);
  }

  @Test
  void aProviderThatFailsIsSaidToFail() throws Exception {
    Browser browser = new Browser();
    String query = provider.login(browser.leave());
    provider.vice = TestProvider.Vice.FAILS;

    HttpResponse<String> answer = browser.back(query);

    assertEquals(503, answer.statusCode());
    assertTrue(answer.body().contains("cannot be reached"), answer.body());
  }

  private static void assertOutside(HttpResponse<String> answer, Browser browser) throws Exception {
    assertEquals(403, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("did not vouch"), answer.body());
    assertEquals("", browser.session());
    assertEquals("/signin", browser.get("/account").headers().firstValue("Location").orElse(""));
  }

  private static String csrf(HttpResponse<String> page) {
    Matcher found = CSRF.matcher(page.body());
    assertTrue(found.find(), page.body());
    return found.group(1);
  }

  /** Keeps cookies as a browser does; sends the strict one only from our own pages. */
  private final class Browser {
    private final Map<String, String> cookies = new HashMap<>();

    String session() {
      return cookies.getOrDefault("__Host-signet", "");
    }

    /** To the provider; the question that it is asked. */
    String leave() throws Exception {
      HttpResponse<String> away = get("/signin/provider");
      assertEquals(303, away.statusCode(), away.body());
      URI to = URI.create(away.headers().firstValue("Location").orElseThrow());
      assertTrue(to.toString().startsWith(provider.issuer() + "/authorize?"), to.toString());
      assertTrue(
          to.getQuery().contains("redirect_uri=" + PORTAL + "/signin/provider/back"),
          to.getQuery());
      return to.getRawQuery();
    }

    /** From the provider, another site. */
    HttpResponse<String> back(String query) throws Exception {
      return send(HttpRequest.newBuilder(uri("/signin/provider/back?" + query)), false);
    }

    HttpResponse<String> get(String path) throws Exception {
      return send(HttpRequest.newBuilder(uri(path)), true);
    }

    HttpResponse<String> password(String csrf, String mailbox, String password) throws Exception {
      String body =
          Map.of("csrf", csrf, "mailbox", mailbox, "password", password).entrySet().stream()
              .map(one ->
                  one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
              .collect(Collectors.joining("&"));
      return send(
          HttpRequest.newBuilder(uri("/signin/password"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(body)),
          true);
    }

    private URI uri(String path) {
      return URI.create("https://localhost:" + system.services.httpsPort() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, boolean isFromHere)
        throws IOException, InterruptedException {
      String sent =
          cookies.entrySet().stream()
              .filter(cookie -> isFromHere || !cookie.getKey().equals("__Host-signet"))
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; "));
      if (!sent.isEmpty()) {
        request.header("Cookie", sent);
      }
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      for (String set : answer.headers().allValues("Set-Cookie")) {
        String[] cookie = set.split(";", 2)[0].split("=", 2);
        cookies.put(cookie[0], cookie[1]);
      }
      return answer;
    }
  }
}
