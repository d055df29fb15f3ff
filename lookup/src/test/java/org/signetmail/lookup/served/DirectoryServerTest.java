package org.signetmail.lookup.served;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.signetmail.directory.AskingLimits;
import org.signetmail.directory.ListedPerson;
import org.signetmail.directory.Purses;
import org.signetmail.directory.TestPki;
import org.signetmail.lookup.LdapCertificateSource;
import org.signetmail.lookup.LdapSettings;
import org.signetmail.lookup.served.DirectoryEvents.Outcome;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Certificates;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;

/** The served directory, asked by another LDAP implementation's client. */
class DirectoryServerTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final String BASE = "dc=example,dc=test";
  private static final byte[] LIST = {0x30, 0};

  private final TestPki house =
      new TestPki("Example Corp", Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final TestPki corp = house.below();
  private final PeopleInMemory people = new PeopleInMemory();
  private final Map<Outcome, Integer> outcomes = new ConcurrentHashMap<>();
  private final AtomicLong nanoTime = new AtomicLong();
  private final Certificate bob = corp.encryption(BOB);
  private boolean ours;
  private DirectoryServer server;
  private LDAPConnection client;

  @BeforeEach
  void serve() throws Exception {
    people.add(new ListedPerson(BOB, "Bob Example", List.of(bob, corp.encryption(BOB))));
    serve(AskingLimits.STANDARD);
  }

  private void serve(AskingLimits limits) throws Exception {
    stop();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server =
        DirectoryServer.start(
            new ServedSettings(
                any, Optional.of(any), ServerContext.fresh(), "example.test", "Example Corp"),
            people,
            new ServedAuthorities() {
              @Override
              public List<Certificate> authorities() {
                return List.of(house.root(), corp.root());
              }

              @Override
              public Optional<byte[]> list(KeyId authority) {
                return authority.equals(corp.root().keyId()) ? Optional.of(LIST) : Optional.empty();
              }
            },
            new Purses(limits, one -> ours, nanoTime::get),
            outcome -> outcomes.merge(outcome, 1, Integer::sum),
            InstantSource.system());
    client = new LDAPConnection(options(), "127.0.0.1", server.port());
  }

  private static LDAPConnectionOptions options() {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setResponseTimeoutMillis(20_000);
    return options;
  }

  @AfterEach
  void stop() {
    if (client != null) {
      client.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aPersonIsAnInetOrgPersonWithCertificates() throws Exception {
    SearchResultEntry entry = search("(mail=BOB@example.test)").getFirst();
    assertEquals("mail=bob@example.test,ou=people,dc=example,dc=test", entry.getDN());
    assertEquals("Bob Example", entry.getAttributeValue("cn"));
    assertEquals("Example", entry.getAttributeValue("sn"));
    assertEquals("Bob", entry.getAttributeValue("givenName"));
    assertEquals("bob@example.test", entry.getAttributeValue("mail"));
    assertTrue(entry.hasObjectClass("inetOrgPerson"));
    assertArrayEquals(bob.encoded(), entry.getAttributeValueBytes("userCertificate;binary"));
    byte[] withPath = entry.getAttributeValueBytes("userSMIMECertificate;binary");
    assertEquals(Set.of(bob, corp.root()), Set.copyOf(Certificates.read(withPath, "with path")));
  }

  @Test
  void onlyWhatWasAskedForIsSent() throws Exception {
    SearchResultEntry entry =
        search("(mail=bob@example.test)", "usercertificate;binary").getFirst();
    assertEquals(
        List.of("userCertificate;binary"),
        entry.getAttributes().stream().map(one -> one.getName()).toList());
    assertEquals(0, search("(mail=bob@example.test)", "1.1").getFirst().getAttributes().size());
  }

  @Test
  void ourOwnClientFindsWhatIsServed() throws Exception {
    LdapSettings settings =
        new LdapSettings(
            "us",
            "127.0.0.1",
            server.port(),
            LdapSettings.Transport.PLAIN,
            BASE,
            Set.of(),
            Duration.ofSeconds(5));
    try (LdapCertificateSource source = new LdapCertificateSource(settings)) {
      assertTrue(source.find(BOB).contains(bob));
      assertEquals(List.of(), source.find(Mailbox.of("nobody@example.test")));
    }
  }

  @Test
  void everyScopeAndBaseIsKept() throws Exception {
    String filter = "(mail=bob@example.test)";
    String own = "mail=bob@example.test,ou=people," + BASE;
    assertEquals(1, found("", SearchScope.SUB, filter));
    assertEquals(1, found(BASE, SearchScope.SUB, filter));
    assertEquals(1, found("OU=People, DC=Example, DC=Test", SearchScope.ONE, filter));
    assertEquals(0, found(BASE, SearchScope.ONE, filter));
    assertEquals(0, found(BASE, SearchScope.BASE, filter));
    assertEquals(0, found("ou=authorities," + BASE, SearchScope.SUB, filter));
    assertEquals(1, found(own, SearchScope.BASE, "(objectClass=*)"));
    assertEquals(1, found(own, SearchScope.SUB, "(objectClass=*)"));
    assertEquals(0, found(own, SearchScope.BASE, "(mail=carol@example.test)"));
    assertEquals(2, found(BASE, SearchScope.ONE, "(ou=*)"));
    assertEquals(ResultCode.NO_SUCH_OBJECT, refused("dc=elsewhere", "(mail=bob@example.test)"));
    assertEquals(ResultCode.INVALID_DN_SYNTAX, refused("no name", "(mail=bob@example.test)"));
  }

  @Test
  void theServerSaysWhatItIs() throws Exception {
    SearchResultEntry root =
        client.searchForEntry("", SearchScope.BASE, Filter.create("(objectClass=*)"), "*", "+");
    assertEquals(BASE, root.getAttributeValue("namingContexts"));
    assertEquals("3", root.getAttributeValue("supportedLDAPVersion"));
    assertEquals("cn=schema", root.getAttributeValue("subschemaSubentry"));
    assertTrue(client.getSchema().getObjectClass("inetOrgPerson") != null);
    assertTrue(client.getSchema().getAttributeType("userSMIMECertificate") != null);
  }

  @Test
  void authoritiesAreFoundByClassAndBySubject() throws Exception {
    List<SearchResultEntry> all = search("(objectClass=pkiCA)", "cACertificate;binary");
    assertEquals(2, all.size());
    assertEquals(1, all.getFirst().getAttributes().size());
    SearchResultEntry issuing =
        client.searchForEntry(
            corp.root().subject(),
            SearchScope.BASE,
            Filter.create("(objectClass=*)"),
            "cACertificate;binary",
            "certificateRevocationList;binary");
    assertArrayEquals(
        corp.root().encoded(), issuing.getAttributeValueBytes("cACertificate;binary"));
    assertArrayEquals(LIST, issuing.getAttributeValueBytes("certificateRevocationList;binary"));
  }

  @Test
  void nobodyLogsInAndNothingIsChanged() throws Exception {
    assertEquals(ResultCode.SUCCESS, client.bind("", "").getResultCode());
    assertEquals(ResultCode.INVALID_CREDENTIALS, code(() -> client.bind("cn=admin", "secret")));
    String own = "mail=bob@example.test,ou=people," + BASE;
    assertEquals(ResultCode.UNWILLING_TO_PERFORM, code(() -> client.delete(own)));
    assertEquals(
        ResultCode.UNWILLING_TO_PERFORM,
        code(() -> client.modify(own, new Modification(ModificationType.REPLACE, "sn", "x"))));
    assertEquals(ResultCode.UNWILLING_TO_PERFORM, code(() -> client.modifyDN(own, "cn=x", true)));
    assertEquals(
        ResultCode.UNWILLING_TO_PERFORM, code(() -> client.add("dn: cn=x", "objectClass: top")));
    assertEquals(
        ResultCode.UNWILLING_TO_PERFORM,
        code(() -> client.compare(own, "mail", "bob@example.test")));
    SearchRequest critical = request("(mail=bob@example.test)");
    critical.addControl(new Control("1.2.3", true));
    assertEquals(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION, code(() -> client.search(critical)));
  }

  @Test
  void tlsFromTheStartOrLater() throws Exception {
    SSLContext trusting = new SSLUtil(new TrustAllTrustManager()).createSSLContext();
    assertEquals(
        ResultCode.SUCCESS,
        client.processExtendedOperation(new StartTLSExtendedRequest(trusting)).getResultCode());
    assertEquals(1, search("(mail=bob@example.test)").size());
    try (LDAPConnection tls =
        new LDAPConnection(
            trusting.getSocketFactory(), "127.0.0.1", server.tlsPort().orElseThrow())) {
      assertEquals(1, tls.search(request("(mail=bob@example.test)")).getEntryCount());
    }
  }

  @Test
  void nobodyIsGivenAList() throws Exception {
    for (String filter :
        List.of("(objectClass=*)", "(mail=*)", "(cn=*)", "(cn=b*)", "(mail=*@example.test)")) {
      assertEquals(ResultCode.ADMIN_LIMIT_EXCEEDED, refused(BASE, filter), filter);
    }
    assertEquals(5, outcomes.get(Outcome.TOO_WIDE));
    ours = true;
    assertEquals(ResultCode.ADMIN_LIMIT_EXCEEDED, refused(BASE, "(mail=*)"), "not even ours");
  }

  @Test
  void anAnswerByNameHasAnEnd() throws Exception {
    addPeople(50);
    LDAPSearchException limited =
        assertThrows(LDAPSearchException.class, () -> client.search(request("(cn=person*)")));
    assertEquals(ResultCode.SIZE_LIMIT_EXCEEDED, limited.getResultCode());
    assertEquals(20, limited.getSearchEntries().size());
    SearchRequest three = request("(cn=person*)");
    three.setSizeLimit(3);
    assertEquals(
        3,
        assertThrows(LDAPSearchException.class, () -> client.search(three))
            .getSearchEntries()
            .size());
    assertEquals(1, search("(&(cn=person*)(mail=*17*))").size(), "the whole filter counts");
    ours = true;
    assertEquals(50, search("(cn=person*)").size());
  }

  /** Who guesses addresses is held to one in five seconds, however many connections. */
  @Test
  void whoGuessesIsSlowed() throws Exception {
    serve(new AskingLimits(3, 20, 120, 300, Duration.ZERO));
    int guesses = 0;
    while (guesses < 1_000 && isAnswered("(mail=guess" + guesses + "@example.test)")) {
      guesses++;
    }
    assertEquals(30, guesses, "300 in the purse, 10 for each");
    assertEquals(1, outcomes.get(Outcome.REFUSED));
    assertFalse(isAnswered("(mail=bob@example.test)"), "nothing is left for anything");
    try (LDAPConnection another = new LDAPConnection("127.0.0.1", server.port())) {
      assertEquals(ResultCode.BUSY, code(() -> another.search(request("(mail=bob@example.test)"))));
    }
    nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
    guesses = 0;
    while (guesses < 1_000 && isAnswered("(mail=guess" + guesses + "@example.test)")) {
      guesses++;
    }
    assertEquals(12, guesses, "120 in a minute");
  }

  @Test
  void manyGuessesInOneFilterAreCounted() throws Exception {
    serve(new AskingLimits(3, 20, 120, 300, Duration.ZERO));
    StringBuilder filter = new StringBuilder("(|");
    for (int i = 0; i < 40; i++) {
      filter.append("(mail=guess").append(i).append("@example.test)");
    }
    assertTrue(isAnswered(filter.append(')').toString()));
    assertFalse(isAnswered("(mail=bob@example.test)"), "400 were spent of 300");
  }

  /** A list by names costs more than it gives. */
  @Test
  void whoCollectsNamesIsSlowed() throws Exception {
    addPeople(200);
    serve(new AskingLimits(3, 20, 120, 300, Duration.ZERO));
    int entries = 0;
    for (int i = 0; i < 100; i++) {
      try {
        entries += search("(mail=person1" + i + "*)").size();
      } catch (LDAPSearchException e) {
        entries += e.getEntryCount();
      }
    }
    assertTrue(entries <= 150, "entries: " + entries);
    assertTrue(outcomes.getOrDefault(Outcome.REFUSED, 0) > 50, outcomes.toString());
  }

  @Test
  void whoKnowsIsNotSlowed() throws Exception {
    for (int i = 0; i < 300; i++) {
      assertEquals(1, search("(mail=bob@example.test)").size());
    }
  }

  @Test
  void aFilterFromHellEndsItsOwnConnectionAtMost() throws Exception {
    Filter deep = Filter.create("(mail=bob@example.test)");
    for (int i = 0; i < 980; i++) {
      deep = Filter.createNOTFilter(deep);
    }
    SearchRequest deepest = new SearchRequest(BASE, SearchScope.SUB, deep);
    int octets = deep.encode().encode().length;
    assertTrue(octets > 3_800, "nearly all that a request may have: " + octets);
    assertEquals(ResultCode.ADMIN_LIMIT_EXCEEDED, code(() -> client.search(deepest)));
    assertEquals(1, search("(mail=bob@example.test)").size());
    for (int i = 0; i < 1_000; i++) {
      deep = Filter.createNOTFilter(deep);
    }
    SearchRequest larger = new SearchRequest(BASE, SearchScope.SUB, deep);
    assertThrows(LDAPException.class, () -> client.search(larger));
    client.close();
    client = new LDAPConnection(options(), "127.0.0.1", server.port());
    assertEquals(1, search("(mail=bob@example.test)").size());
  }

  @Test
  void oneClientDoesNotTakeAllConnections() throws Exception {
    List<LDAPConnection> many = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        many.add(new LDAPConnection("127.0.0.1", server.port()));
      }
      long served = many.stream().filter(one -> isServed(one)).count();
      assertEquals(19, served, "twenty with the one that is open");
    } finally {
      many.forEach(LDAPConnection::close);
    }
  }

  private static boolean isServed(LDAPConnection connection) {
    try {
      return connection.search(request("(mail=bob@example.test)")).getEntryCount() == 1;
    } catch (LDAPException e) {
      return false;
    }
  }

  private void addPeople(int count) {
    for (int i = 0; i < count; i++) {
      Mailbox mailbox = Mailbox.of("person" + i + "@example.test");
      people.add(new ListedPerson(mailbox, "Person No " + i, List.of(bob)));
    }
  }

  private boolean isAnswered(String filter) throws LDAPException {
    try {
      search(filter);
      return true;
    } catch (LDAPSearchException e) {
      if (e.getResultCode().equals(ResultCode.BUSY)) {
        return false;
      }
      throw e;
    }
  }

  private List<SearchResultEntry> search(String filter, String... attributes) throws LDAPException {
    return client.search(request(filter, attributes)).getSearchEntries();
  }

  private int found(String base, SearchScope scope, String filter) throws LDAPException {
    SearchResult result = client.search(base, scope, filter);
    return result.getEntryCount();
  }

  private ResultCode refused(String base, String filter) {
    return code(() -> client.search(base, SearchScope.SUB, filter));
  }

  private static SearchRequest request(String filter, String... attributes) throws LDAPException {
    return new SearchRequest(BASE, SearchScope.SUB, Filter.create(filter), attributes);
  }

  private interface Act {
    void run() throws Exception;
  }

  private static ResultCode code(Act act) {
    return assertThrows(LDAPException.class, act::run).getResultCode();
  }
}
