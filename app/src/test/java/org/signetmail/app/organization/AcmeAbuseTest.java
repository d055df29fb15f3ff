package org.signetmail.app.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.app.organization.AcmeHouse.ALICE;
import static org.signetmail.app.organization.AcmeHouse.AUTHENTIC;
import static org.signetmail.app.organization.AcmeHouse.BOB;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shredzone.acme4j.toolbox.JoseUtils;
import org.signetmail.enrolment.acme.AccountHolder;
import org.signetmail.enrolment.acme.AcmeRules;
import org.signetmail.enrolment.acme.ExternalAccounts;
import org.signetmail.enrolment.emailreply.ChallengeMail;
import org.signetmail.enrolment.emailreply.TokenPart;
import org.signetmail.gateway.Answer;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.internal.RequestForm;

/** What our ACME server does not do, whoever asks and however: one row a wrong. */
class AcmeAbuseTest {
  private static final Map<String, Object> ORDER =
      Map.of("identifiers", List.of(Map.of("type", "email", "value", ALICE.toString())));
  private static final int ORDERS_AN_HOUR = 6;

  @TempDir static Path folder = Path.of("");

  @SuppressWarnings("NullAway") // set before all tests
  private static AcmeHouse house;

  private static int challenges;

  @BeforeAll
  static void open() throws Exception {
    house = new AcmeHouse(folder, AcmeRules.Binding.REQUIRED, ORDERS_AN_HOUR);
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  private interface Change {
    void of(Map<String, Object> header) throws Exception;
  }

  @Test
  void aRequestThatIsNotSignedAsItMustBeIsRefused() throws Exception {
    int before = house.mails(ALICE);
    try (RawAcme acme = account(new AccountHolder.OfPerson(ALICE))) {
      String used = acme.nonce();
      acme.post("/acme/new-order", "{}", header -> header.put("nonce", used));
      Map<String, Change> wrongs = new LinkedHashMap<>();
      wrongs.put("badNonce without one", header -> header.remove("nonce"));
      wrongs.put("badNonce used", header -> header.put("nonce", used));
      wrongs.put("badNonce invented", header -> header.put("nonce", "A".repeat(54)));
      wrongs.put("unauthorized other path", header -> header.put("url", house.base + "/acme/x"));
      wrongs.put(
          "unauthorized other host",
          header -> header.put("url", "https://evil.test/acme/new-order"));
      wrongs.put("malformed no url", header -> header.remove("url"));
      wrongs.put(
          "malformed both",
          header -> header.put("jwk", JoseUtils.publicKeyToJWK(acme.key.getPublic())));
      wrongs.put("malformed neither", header -> header.remove("kid"));
      wrongs.put(
          "malformed jwk for an account",
          header -> {
            header.remove("kid");
            header.put("jwk", JoseUtils.publicKeyToJWK(acme.key.getPublic()));
          });
      wrongs.put(
          "accountDoesNotExist stranger",
          header -> header.put("kid", house.base + "/acme/account/nobody"));
      wrongs.put(
          "accountDoesNotExist elsewhere",
          header -> header.put("kid", "https://evil.test/acme/account/nobody"));
      wrongs.put("badSignatureAlgorithm HS256", header -> header.put("alg", "HS256"));
      wrongs.put("badSignatureAlgorithm none", header -> header.put("alg", "none"));
      wrongs.put("badSignatureAlgorithm PS256", header -> header.put("alg", "PS256"));
      wrongs.put("malformed other algorithm", header -> header.put("alg", "ES384"));
      wrongs.put("malformed crit", header -> header.put("crit", List.of("b64")));
      wrongs.put("malformed b64", header -> header.put("b64", false));
      for (Map.Entry<String, Change> wrong : wrongs.entrySet()) {
        Map<String, Object> header = acme.header("/acme/new-order");
        wrong.getValue().of(header);
        String body =
            RawAcme.JSON.writeValueAsString(
                RawAcme.jws(header, RawAcme.JSON.writeValueAsString(ORDER), acme.key));
        RawAcme.Answered answer = acme.send("/acme/new-order", body);
        assertEquals(wrong.getKey().split(" ")[0], answer.problem(), wrong.getKey());
        assertNotEquals("", answer.header("Replay-Nonce"), wrong.getKey());
        assertTrue(answer.header("Content-Type").startsWith("application/problem+json"));
      }
      assertEquals(before, house.mails(ALICE), "nothing was ordered");
    }
  }

  @Test
  void aBodyThatIsNotTheOneFormIsRefused() throws Exception {
    int before = house.mails(ALICE);
    try (RawAcme acme = account(new AccountHolder.OfPerson(ALICE))) {
      String order = RawAcme.JSON.writeValueAsString(ORDER);
      Map<String, Object> good = RawAcme.jws(acme.header("/acme/new-order"), order, acme.key);
      String text = RawAcme.JSON.writeValueAsString(good);
      Map<String, Object> unprotected = new HashMap<>(good);
      unprotected.put("header", Map.of("kid", "x"));
      Map<String, Object> tampered = new HashMap<>(good);
      tampered.put("payload", RawAcme.base64url((order + " ").getBytes(StandardCharsets.US_ASCII)));
      Map<String, Object> padded = new HashMap<>(good);
      padded.put("signature", good.get("signature") + "==");
      Map<String, Object> stranger =
          RawAcme.jws(acme.header("/acme/new-order"), order, RawAcme.key());
      List<String> bodies =
          List.of(
              RawAcme.JSON.writeValueAsString(unprotected),
              RawAcme.JSON.writeValueAsString(tampered),
              RawAcme.JSON.writeValueAsString(padded),
              RawAcme.JSON.writeValueAsString(stranger),
              RawAcme.JSON.writeValueAsString(Map.of("signatures", List.of(good))),
              text.replaceFirst("\\{", "{\"payload\":\"\","),
              text + "x",
              good.get("protected") + "." + good.get("payload") + "." + good.get("signature"),
              "[".repeat(100),
              "",
              "null");
      for (String body : bodies) {
        RawAcme.Answered answer = acme.send("/acme/new-order", body);
        assertEquals("malformed", answer.problem(), body);
        assertEquals(400, answer.status(), body);
      }
      assertEquals(413, acme.send("/acme/new-order", " ".repeat(70_000)).status());
      assertEquals(415, acme.send("/acme/new-order", text, "application/json").status());
      assertEquals(404, acme.get("/acme/order/x").status(), "resources are read by POST-as-GET");
      assertEquals(before, house.mails(ALICE));
    }
  }

  @Test
  void anAccountNeedsAStrongKeyAndABindingThatNobodyUsed() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1024);
    try (RawAcme acme = new RawAcme(house.base, house.organization.root())) {
      Map<String, Object> small =
          new HashMap<>(JoseUtils.publicKeyToJWK(rsa.generateKeyPair().getPublic()));
      Map<String, Object> secret = new HashMap<>(JoseUtils.publicKeyToJWK(acme.key.getPublic()));
      secret.put("d", RawAcme.base64url(BigInteger.TEN.toByteArray()));
      Map<String, Object> off = new HashMap<>(JoseUtils.publicKeyToJWK(acme.key.getPublic()));
      off.put("y", off.get("x"));
      for (Map<String, Object> bad : List.of(small, secret, off, Map.<String, Object>of())) {
        RawAcme.Answered answer =
            acme.post("/acme/new-account", "{}", header -> header.put("jwk", bad));
        assertEquals("badPublicKey", answer.problem(), bad.toString());
      }
      assertEquals("externalAccountRequired", acme.post("/acme/new-account", Map.of()).problem());
      assertEquals(
          "accountDoesNotExist",
          acme.post("/acme/new-account", Map.of("onlyReturnExisting", true)).problem());

      ExternalAccounts.Made made = made(new AccountHolder.OfPerson(ALICE), Duration.ofDays(1));
      ExternalAccounts.Made late = made(new AccountHolder.OfPerson(ALICE), Duration.ofMillis(1));
      ExternalAccounts.Made other = made(new AccountHolder.OfPerson(BOB), Duration.ofDays(1));
      Thread.sleep(1_100);
      KeyPair stranger = RawAcme.key();
      for (Map<String, Object> binding :
          List.of(
              binding(late.account().id(), late.macKey(), acme.key, "/acme/new-account"),
              binding(made.account().id(), other.macKey(), acme.key, "/acme/new-account"),
              binding("nobody", made.macKey(), acme.key, "/acme/new-account"))) {
        assertEquals("unauthorized", bind(acme, binding).problem());
      }
      for (Map<String, Object> binding :
          List.of(
              binding(made.account().id(), made.macKey(), stranger, "/acme/new-account"),
              binding(made.account().id(), made.macKey(), acme.key, "/acme/new-order"))) {
        assertEquals("malformed", bind(acme, binding).problem());
      }
      Map<String, Object> good =
          binding(made.account().id(), made.macKey(), acme.key, "/acme/new-account");
      assertEquals(201, bind(acme, good).status());
      assertEquals(200, bind(acme, good).status(), "the same key again");
      try (RawAcme second = new RawAcme(house.base, house.organization.root())) {
        Map<String, Object> again =
            binding(made.account().id(), made.macKey(), second.key, "/acme/new-account");
        assertEquals("unauthorized", bind(second, again).problem());
      }
    }
  }

  @Test
  void anAccountOrdersForWhomItIsBoundToAndNoOftenerThanItMay() throws Exception {
    try (RawAcme acme = account(new AccountHolder.OfGroup("guests"));
        RawAcme other = account(new AccountHolder.OfPerson(BOB))) {
      for (String wrong :
          List.of(
              ALICE.toString(),
              "nobody@example.test",
              "bob@elsewhere.test",
              "bob@example.test, alice@example.test",
              "*@example.test",
              "b\u043eb@example.test",
              "bob@ex\u0430mple.test",
              "")) {
        assertEquals("rejectedIdentifier", order(acme, "email", wrong).problem(), wrong);
      }
      assertEquals("unsupportedIdentifier", order(acme, "dns", "example.test").problem());
      assertEquals(
          "malformed",
          acme.post(
                  "/acme/new-order",
                  Map.of(
                      "identifiers",
                      List.of(Map.of("type", "email", "value", BOB.toString())),
                      "notAfter",
                      "2099-01-01T00:00:00Z"))
              .problem());
      RawAcme.Answered first = order(acme, "email", BOB.toString());
      assertEquals(201, first.status());
      String path = first.header("Location").substring(house.base.length());
      assertEquals(404, other.post(path, "", _ -> {}).status(), "another's order is not there");
      for (int i = 1; i < ORDERS_AN_HOUR; i++) {
        assertEquals(201, order(acme, "email", BOB.toString()).status());
      }
      RawAcme.Answered tooMany = order(acme, "email", BOB.toString());
      assertEquals("rateLimited", tooMany.problem());
      assertEquals(429, tooMany.status());
      assertEquals("3600", tooMany.header("Retry-After"));
      for (int i = ORDERS_AN_HOUR; i < 10; i++) {
        assertEquals(201, order(other, "email", BOB.toString()).status());
      }
      assertEquals("rateLimited", order(other, "email", BOB.toString()).problem(), "one mailbox");
    }
  }

  /** Each wrong answer leaves the order as it was; then the right one counts, once. */
  @Test
  void answersThatProveNothingAreRefusedWhileTheirSenderWaits() throws Exception {
    try (RawAcme acme = account(new AccountHolder.OfPerson(ALICE))) {
      Placed placed = place(acme);
      String good = AcmeHouse.response(placed.mail, placed.token, thumbprint(acme.key));
      Map<String, String> wrongs = new LinkedHashMap<>();
      wrongs.put("email-response.not-authenticated", good);
      wrongs.put(
          "does not hold for example.test",
          AUTHENTIC.replace("mx.example.test", "mx.evil.test") + good);
      wrongs.put("does not cover", AUTHENTIC.replace("Reply-To:", "") + good);
      wrongs.put("to whom no such challenge", AUTHENTIC + good.replace("From: alice", "From: bob"));
      wrongs.put(
          "names 2 mailboxes", AUTHENTIC + good.replace("From: ", "From: bob@example.test, "));
      wrongs.put("not acme@example.test", AUTHENTIC + good.replace("To: acme@", "To: other@"));
      wrongs.put("RFC 3834", AUTHENTIC + "Auto-Submitted: auto-replied\r\n" + good);
      wrongs.put("Precedence", AUTHENTIC + "Precedence: bulk\r\n" + good);
      wrongs.put("mailing list", AUTHENTIC + "List-Id: <all.example.test>\r\n" + good);
      wrongs.put("sent on", AUTHENTIC + "Resent-From: carol@example.test\r\n" + good);
      wrongs.put("of no order", AUTHENTIC + good.replaceFirst("ACME: \\S{8}", "ACME: AAAAAAAA"));
      wrongs.put("no ACME:", AUTHENTIC + good.replaceFirst("Subject: .*", "Subject: hello"));
      wrongs.put("response block", AUTHENTIC + good.replace("-----END", "-----FIN"));
      wrongs.put("is there 2 times", AUTHENTIC + "Subject: ACME: x\r\n" + good);
      for (Map.Entry<String, String> wrong : wrongs.entrySet()) {
        Answer answer = house.deliver(Optional.of(ALICE), wrong.getValue());
        assertEquals(550, answer.code(), wrong.getKey());
        String expected = wrong.getKey().startsWith("email-response") ? "DKIM" : wrong.getKey();
        assertTrue(answer.text().contains(expected), wrong.getKey() + ": " + answer);
      }
      Answer bounce = house.deliver(Optional.empty(), AUTHENTIC + good);
      assertEquals(550, bounce.code(), "a bounce");
      assertEquals("pending", status(acme, placed));

      Answer right = house.deliver(Optional.of(ALICE), AUTHENTIC + good);
      assertEquals(250, right.code(), right.toString());
      Answer replayed = house.deliver(Optional.of(ALICE), AUTHENTIC + good);
      assertEquals(550, replayed.code());
      assertTrue(replayed.text().contains("came before"), replayed.text());
      assertEquals("pending", status(acme, placed), "the client has not said so yet");
      acme.post(placed.path("challenge"), Map.of());
      assertEquals("ready", status(acme, placed));
    }
  }

  @Test
  void anAuthenticAnswerHasOneChance() throws Exception {
    try (RawAcme acme = account(new AccountHolder.OfPerson(ALICE))) {
      Placed placed = place(acme);
      String other = AcmeHouse.response(placed.mail, placed.token, thumbprint(RawAcme.key()));
      Answer answer = house.deliver(Optional.of(ALICE), AUTHENTIC + other);
      assertTrue(answer.text().contains("not what the order expects"), answer.text());
      assertEquals("invalid", status(acme, placed));
      String good = AcmeHouse.response(placed.mail, placed.token, thumbprint(acme.key));
      assertEquals(550, house.deliver(Optional.of(ALICE), AUTHENTIC + good).code());
      RawAcme.Answered challenge = acme.post(placed.path("challenge"), "", _ -> {});
      assertEquals("invalid", challenge.object().get("status"));
      assertTrue(challenge.response().body().contains("incorrectResponse"));
    }
  }

  @Test
  void aRequestForAnythingButOneSigningKeyIsABadCsr() throws Exception {
    try (RawAcme acme = account(new AccountHolder.OfPerson(ALICE))) {
      Placed placed = place(acme);
      KeyPair key = RawAcme.key();
      assertEquals("orderNotReady", finalize(acme, placed, csr(key, ALICE)).problem());
      house.deliver(
          Optional.of(ALICE),
          AUTHENTIC + AcmeHouse.response(placed.mail, placed.token, thumbprint(acme.key)));
      acme.post(placed.path("challenge"), Map.of());
      SigningKey signing = new SigningKey(key.getPrivate(), key.getPublic());
      KeyPair elsewhere = RawAcme.key();
      Map<String, byte[]> wrongs = new LinkedHashMap<>();
      wrongs.put("rfc822Name", csr(key, BOB));
      wrongs.put(
          "digitalSignature alone", CertificationRequest.make(signing, "Alice", ALICE).encoded());
      wrongs.put("serverkeygen", forEncryption());
      wrongs.put("key of an account", csr(acme.key, ALICE));
      wrongs.put("certification request", new byte[] {1, 2, 3});
      byte[] broken = csr(key, ALICE);
      broken[broken.length - 1] ^= 1;
      wrongs.put("signature that does not hold", broken);
      for (Map.Entry<String, byte[]> wrong : wrongs.entrySet()) {
        RawAcme.Answered answer = finalize(acme, placed, wrong.getValue());
        assertEquals("badCSR", answer.problem(), wrong.getKey());
        assertTrue(answer.response().body().contains(wrong.getKey()), answer.response().body());
      }
      assertEquals("ready", status(acme, placed), "it can still be finalized");
      RawAcme.Answered done = finalize(acme, placed, csr(key, ALICE));
      assertEquals("valid", done.object().get("status"), done.response().body());
      assertEquals(200, finalize(acme, placed, csr(key, ALICE)).status(), "its answer was lost");
      assertEquals("orderNotReady", finalize(acme, placed, csr(elsewhere, ALICE)).problem());
      assertEquals(404, acme.get("/acme/renewal-info/AAAA.AAAA").status());
    }
  }

  /** An order, its challenge mail, and the other half of its token. */
  private record Placed(String id, ChallengeMail mail, TokenPart token) {
    String path(String kind) {
      return "/acme/" + kind + "/" + id;
    }
  }

  private static Placed place(RawAcme acme) throws Exception {
    RawAcme.Answered order = acme.post("/acme/new-order", ORDER);
    assertEquals(201, order.status(), order.response().body());
    String id = order.header("Location").replaceFirst(".*/", "");
    ChallengeMail mail = house.challenge(ALICE, ++challenges);
    Object token =
        Objects.requireNonNull(
            acme.post("/acme/challenge/" + id, "", _ -> {}).object().get("token"));
    return new Placed(id, mail, TokenPart.of(token.toString()).orElseThrow());
  }

  private static String status(RawAcme acme, Placed placed) throws Exception {
    return String.valueOf(acme.post(placed.path("order"), "", _ -> {}).object().get("status"));
  }

  private static RawAcme.Answered finalize(RawAcme acme, Placed placed, byte[] csr)
      throws Exception {
    return acme.post(placed.path("order") + "/finalize", Map.of("csr", RawAcme.base64url(csr)));
  }

  private static byte[] csr(KeyPair key, Mailbox mailbox) {
    return CertificationRequest.forSigning(
            new SigningKey(key.getPrivate(), key.getPublic()), "Alice", mailbox)
        .encoded();
  }

  /** For key agreement, over a key that nobody keeps. */
  private static byte[] forEncryption() throws Exception {
    return RequestForm.makeForEncryption(
        KeyPairs.encryption(KeyAlgorithm.P_256, house.organization.random()), "Alice", ALICE);
  }

  private static RawAcme.Answered order(RawAcme acme, String type, String value) throws Exception {
    return acme.post(
        "/acme/new-order", Map.of("identifiers", List.of(Map.of("type", type, "value", value))));
  }

  private static RawAcme account(AccountHolder holder) throws Exception {
    RawAcme acme = new RawAcme(house.base, house.organization.root());
    ExternalAccounts.Made made = made(holder, Duration.ofDays(1));
    RawAcme.Answered answer =
        bind(acme, binding(made.account().id(), made.macKey(), acme.key, "/acme/new-account"));
    assertEquals(201, answer.status(), answer.response().body());
    acme.kid = answer.header("Location");
    return acme;
  }

  private static ExternalAccounts.Made made(AccountHolder holder, Duration validity) {
    return house.organization.enrolling().acmeKeys().make(holder, validity);
  }

  private static RawAcme.Answered bind(RawAcme acme, Map<String, Object> binding) throws Exception {
    return acme.post("/acme/new-account", Map.of("externalAccountBinding", binding));
  }

  private static Map<String, Object> binding(String kid, String macKey, KeyPair key, String path)
      throws Exception {
    return JoseUtils.createExternalAccountBinding(
        kid,
        key.getPublic(),
        new SecretKeySpec(java.util.Base64.getUrlDecoder().decode(macKey), "HmacSHA256"),
        "HS256",
        java.net.URI.create(house.base + path).toURL());
  }

  private static String thumbprint(KeyPair key) {
    return RawAcme.base64url(JoseUtils.thumbprint(key.getPublic()));
  }
}
