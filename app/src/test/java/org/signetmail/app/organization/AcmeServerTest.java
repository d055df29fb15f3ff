package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.app.organization.AcmeHouse.ALICE;
import static org.signetmail.app.organization.AcmeHouse.AUTHENTIC;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.RevocationReason;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.shredzone.acme4j.toolbox.JoseUtils;
import org.signetmail.acme.AcmeAccount;
import org.signetmail.acme.OutsideAuthority;
import org.signetmail.acme.PlacedOrder;
import org.signetmail.enrolment.OutsideRequest;
import org.signetmail.enrolment.Person;
import org.signetmail.enrolment.acme.AccountHolder;
import org.signetmail.enrolment.acme.AcmeRules;
import org.signetmail.enrolment.acme.ExternalAccounts;
import org.signetmail.enrolment.emailreply.ChallengeMail;
import org.signetmail.enrolment.emailreply.TokenPart;
import org.signetmail.gateway.Answer;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Revocation;
import org.signetmail.pkix.SigningKey;

/** Our ACME server as acme4j sees it, with the mails of RFC 8823 over SMTP. */
class AcmeServerTest {
  @TempDir static Path folder = Path.of("");

  @SuppressWarnings("NullAway") // set before all tests
  private static AcmeHouse house;

  private static int challenges;

  @BeforeAll
  static void open() throws Exception {
    house = new AcmeHouse(folder, AcmeRules.Binding.REQUIRED, 1_000);
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  /** With the client that asks other authorities, which is acme4j and our own RFC 8823 mails. */
  @Test
  void aPersonOrdersAnswersAndGetsASigningCertificate() throws Exception {
    ExternalAccounts.Made key = key(new AccountHolder.OfPerson(ALICE));
    OutsideAuthority authority =
        OutsideAuthority.signIn(
            new AcmeAccount(
                house.directory(),
                List.of(house.organization.root()),
                KeyPairs.signing(KeyAlgorithm.P_384, house.organization.random()),
                Optional.of(new AcmeAccount.Binding(key.account().id(), key.macKey())),
                AcmeAccount.Terms.NOT_AGREED));
    PlacedOrder order = authority.order(ALICE);
    PlacedOrder.EmailReply asked = order.challenge().orElseThrow();
    assertEquals(AcmeHouse.ACME, asked.from());
    ChallengeMail mail = house.challenge(ALICE, ++challenges);
    Answer answer =
        house.deliver(
            Optional.of(ALICE),
            AUTHENTIC + AcmeHouse.response(mail, asked.token(), authority.thumbprint()));
    assertEquals(Answer.Kind.ACCEPTED, answer.kind(), answer.toString());
    authority.answered(asked);
    authority.awaitProof(asked, Duration.ofSeconds(20));

    SigningKey signing = KeyPairs.signing(KeyAlgorithm.P_256, house.organization.random());
    List<org.signetmail.pkix.Certificate> chain =
        authority.certify(
            order.location(),
            new OutsideRequest.Signing(
                ALICE, CertificationRequest.forSigning(signing, "Alice", ALICE)),
            Duration.ofSeconds(20));
    assertEquals(List.of(ALICE), chain.getFirst().mailboxes());
    assertTrue(chain.getFirst().maySign() && !chain.getFirst().mayEncrypt());
    assertEquals(house.organization.issuing(), chain.get(1));
    assertEquals(2, chain.size(), "without the root");
    Person alice = house.organization.store().people().find(ALICE).orElseThrow();
    assertEquals(Person.State.ACTIVE, alice.state());
    Instant start = authority.renewalWindow(chain.getFirst()).orElseThrow().start();
    assertTrue(start.isAfter(Instant.now()) && start.isBefore(chain.getFirst().notAfter()));
  }

  @Test
  void anAccountIsChangedItsKeyExchangedAndEnded() throws Exception {
    Session session = session();
    KeyPair first = RawAcme.key();
    Login login = login(session, first, key(new AccountHolder.OfGroup("staff")));
    Account account = login.getAccount();
    account.modify().addContact("mailto:agent@example.test").commit();
    account.fetch();
    assertEquals(List.of(URI.create("mailto:agent@example.test")), account.getContacts());
    AcmeServerException contact =
        assertThrows(
            AcmeServerException.class, () -> account.modify().addContact("tel:+123").commit());
    assertEquals("unsupportedContact", word(contact));
    Order order = login.newOrder().identifier(new Identifier("email", ALICE.toString())).create();
    house.challenge(ALICE, ++challenges);
    List<URI> listed = new ArrayList<>();
    account
        .getOrders()
        .forEachRemaining(one -> listed.add(URI.create(one.getLocation().toString())));
    assertEquals(List.of(URI.create(order.getLocation().toString())), listed);

    KeyPair second = RawAcme.key();
    account.changeKey(second);
    assertEquals(
        account.getLocation(),
        new AccountBuilder()
            .onlyExisting()
            .useKeyPair(second)
            .createLogin(session)
            .getAccountLocation());
    AcmeServerException old =
        assertThrows(
            AcmeServerException.class,
            () -> new AccountBuilder().onlyExisting().useKeyPair(first).createLogin(session));
    assertEquals("accountDoesNotExist", word(old));
    account.deactivate();
    AcmeServerException ended =
        assertThrows(
            AcmeServerException.class,
            () ->
                session
                    .login(account.getLocation(), second)
                    .newOrder()
                    .identifier(new Identifier("email", ALICE.toString()))
                    .create());
    assertEquals("unauthorized", word(ended));
  }

  @Test
  void whatIsRenewedNamesWhatItReplacesAndIsRevokedByAccountAndByKey() throws Exception {
    Session session = session();
    KeyPair accountKey = RawAcme.key();
    Login login = login(session, accountKey, key(new AccountHolder.OfPerson(ALICE)));
    KeyPair firstKey = RawAcme.key();
    Certificate first = issued(login, accountKey, firstKey, Optional.empty());
    Certificate second = issued(login, accountKey, RawAcme.key(), Optional.of(first));
    AcmeServerException twice =
        assertThrows(
            AcmeServerException.class,
            () ->
                login
                    .newOrder()
                    .identifier(new Identifier("email", ALICE.toString()))
                    .replaces(first.getCertificate())
                    .create());
    assertEquals("alreadyReplaced", word(twice));
    assertEquals(List.of(), second.getAlternates());

    second.revoke(RevocationReason.SUPERSEDED);
    AcmeServerException again = assertThrows(AcmeServerException.class, second::revoke);
    assertEquals("alreadyRevoked", word(again));
    Instant past = login.bindRenewalInfo(second.getCertificate()).getSuggestedWindowEnd();
    assertTrue(past.isBefore(Instant.now()), "renew at once");
    AcmeServerException stranger =
        assertThrows(
            AcmeServerException.class,
            () ->
                Certificate.revoke(
                    session, RawAcme.key(), first.getCertificate(), RevocationReason.UNSPECIFIED));
    assertEquals("unauthorized", word(stranger));
    AcmeServerException reason =
        assertThrows(
            AcmeServerException.class,
            () ->
                Certificate.revoke(
                    session, firstKey, first.getCertificate(), RevocationReason.CA_COMPROMISE));
    assertEquals("badRevocationReason", word(reason));
    Certificate.revoke(session, firstKey, first.getCertificate(), RevocationReason.KEY_COMPROMISE);
    Revocation revocation =
        house
            .organization
            .store()
            .certificates()
            .find(house.organization.issuing().keyId(), first.getCertificate().getSerialNumber())
            .orElseThrow()
            .revocation()
            .orElseThrow();
    assertEquals(Revocation.Reason.KEY_COMPROMISE, revocation.reason());
  }

  private static Certificate issued(
      Login login, KeyPair accountKey, KeyPair key, Optional<Certificate> replaces)
      throws Exception {
    var builder = login.newOrder().identifier(new Identifier("email", ALICE.toString()));
    replaces.ifPresent(one -> builder.replaces(one.getCertificate()));
    Order order = builder.create();
    Challenge challenge = order.getAuthorizations().getFirst().getChallenges().getFirst();
    ChallengeMail mail = house.challenge(ALICE, ++challenges);
    challenge.trigger();
    assertEquals(Status.PROCESSING, challenge.getStatus(), "said before the mail came");
    TokenPart token = TokenPart.of(challenge.getJSON().get("token").asString()).orElseThrow();
    String thumbprint = RawAcme.base64url(JoseUtils.thumbprint(accountKey.getPublic()));
    house.deliver(Optional.of(ALICE), AUTHENTIC + AcmeHouse.response(mail, token, thumbprint));
    assertEquals(Status.READY, order.waitUntilReady(Duration.ofSeconds(20)));
    order.execute(
        CertificationRequest.forSigning(
                new SigningKey(key.getPrivate(), key.getPublic()), "Alice", ALICE)
            .encoded());
    assertEquals(Status.VALID, order.waitForCompletion(Duration.ofSeconds(20)));
    Certificate certificate = order.getCertificate();
    certificate.download();
    return certificate;
  }

  private static ExternalAccounts.Made key(AccountHolder holder) {
    return house.organization.enrolling().acmeKeys().make(holder, Duration.ofDays(1));
  }

  private static Login login(Session session, KeyPair key, ExternalAccounts.Made external)
      throws AcmeException {
    return new AccountBuilder()
        .useKeyPair(key)
        .withKeyIdentifier(external.account().id(), external.macKey())
        .withMacAlgorithm("HS256")
        .createLogin(session);
  }

  private static Session session() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", house.organization.root().x509());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return new Session(
        house.directory(),
        new GenericAcmeProvider() {
          @Override
          public HttpClient createHttpClient(NetworkSettings settings) {
            return HttpClient.newBuilder().sslContext(context).build();
          }
        });
  }

  private static String word(AcmeServerException e) {
    return e.getType().toString().replaceFirst(".*:", "");
  }
}
