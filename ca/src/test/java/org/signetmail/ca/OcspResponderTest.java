package org.signetmail.ca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.signetmail.ca.OpenSsl.Run;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.OcspFailure;
import org.signetmail.pkix.OcspInquiry;
import org.signetmail.pkix.Revocation.Reason;

/** What the responder says, asked and judged by OpenSSL. */
class OcspResponderTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");

  @TempDir Path folder;
  private final Organization corp = new Organization();
  private final KeyId issuer = corp.issuing().keyId();
  private Instant now = corp.now;
  private OcspSettings settings = OcspSettings.STANDARD;
  private OcspResponder responder;
  private OpenSsl openssl;
  private Certificate alice;

  @BeforeEach
  void start() throws Exception {
    openssl = new OpenSsl(folder);
    alice = corp.signing(corp.signingKey(), "Alice", ALICE);
    Files.writeString(folder.resolve("root.pem"), corp.root().pem());
    Files.writeString(folder.resolve("issuing.pem"), corp.issuing().pem());
    Files.writeString(folder.resolve("alice.pem"), alice.pem());
    responder = responder();
  }

  @Test
  void openSslBelievesThatACertificateIsGoodInEitherHash() throws Exception {
    for (String hash : List.of("-sha1", "-sha256")) {
      Run run = ask(hash, "-no_nonce", "-cert", "alice.pem");
      assertTrue(run.said().contains("Response verify OK"), run.said());
      assertTrue(run.said().contains("alice.pem: good"), run.said());
    }
  }

  @Test
  void aRevocationIsAnsweredOnceItIsTakenOverWithReasonAndTime() throws Exception {
    assertTrue(ask("-no_nonce", "-cert", "alice.pem").said().contains("alice.pem: good"));
    corp.revoke(alice, Reason.KEY_COMPROMISE);
    responder.refresh();

    Run run = ask("-no_nonce", "-cert", "alice.pem");
    assertTrue(run.said().contains("alice.pem: revoked"), run.said());
    assertTrue(run.said().contains("Reason: keyCompromise"), run.said());
  }

  @Test
  void aHoldIsRevokedUntilItIsTakenBack() throws Exception {
    corp.revoke(alice, Reason.CERTIFICATE_HOLD);
    responder.refresh();
    assertTrue(ask("-no_nonce", "-cert", "alice.pem").said().contains("Reason: certificateHold"));
    corp.authority.release(issuer, alice.serial());
    responder.refresh();
    assertTrue(ask("-no_nonce", "-cert", "alice.pem").said().contains("alice.pem: good"));
  }

  @Test
  void aCertificateThatNobodyIssuedIsUnknownAndNeverGood() throws Exception {
    Run run = ask("-no_nonce", "-serial", "0x1234567890abcdef1234567890abcdef");
    assertTrue(run.said().contains(": unknown"), run.said());
    assertTrue(run.said().contains("Response verify OK"), run.said());
  }

  @Test
  void aNonceIsRepeatedAndNotKeptForOthers() throws Exception {
    byte[] request = request("-nonce", "-cert", "alice.pem");
    Files.write(folder.resolve("answer.der"), responder.answer(request).encoded());
    Run run =
        openssl.run(
            "ocsp",
            "-reqin",
            "request.der",
            "-respin",
            "answer.der",
            "-CAfile",
            "root.pem",
            "-verify_other",
            "issuing.pem");
    assertTrue(run.said().contains("Response verify OK"), run.said());
    assertFalse(run.said().toLowerCase(java.util.Locale.ROOT).contains("nonce"), run.said());
    assertInstanceOf(
        OcspAnswer.Once.class, responder.answer(request("-nonce", "-cert", "alice.pem")));
    assertInstanceOf(
        OcspAnswer.Reusable.class, responder.answer(request("-no_nonce", "-cert", "alice.pem")));
  }

  @Test
  void severalCertificatesAreAnsweredAtOnce() throws Exception {
    Run run = ask("-no_nonce", "-cert", "alice.pem", "-serial", "0x77", "-cert", "alice.pem");
    assertTrue(run.said().contains("alice.pem: good"), run.said());
    assertTrue(run.said().contains("0x77: unknown"), run.said());
  }

  @Test
  void theSameResponseIsServedUntilHalfOfItsTimeIsOver() throws Exception {
    byte[] request = request("-no_nonce", "-cert", "alice.pem");
    byte[] first = responder.answer(request).encoded();
    responder.refresh();
    now = now.plus(Duration.ofHours(11));
    responder.refresh();
    assertArrayEquals(first, responder.answer(request).encoded());

    now = now.plus(Duration.ofHours(1));
    responder.refresh();
    OcspAnswer.Reusable renewed =
        assertInstanceOf(OcspAnswer.Reusable.class, responder.answer(request));
    assertEquals(now, renewed.thisUpdate());
    assertEquals(now.plus(settings.validity()), renewed.nextUpdate());
  }

  @Test
  void aResponseThatEndedIsNeverServedEvenIfNobodyRefreshed() throws Exception {
    byte[] request = request("-no_nonce", "-cert", "alice.pem");
    byte[] first = responder.answer(request).encoded();
    now = now.plus(settings.validity());
    assertNotEquals(List.of(first), List.of(responder.answer(request).encoded()));
    OcspAnswer.Reusable fresh =
        assertInstanceOf(OcspAnswer.Reusable.class, responder.answer(request));
    assertEquals(now, fresh.thisUpdate());
  }

  @Test
  void theRespondersOwnCertificateIsReplacedBeforeItEnds() throws Exception {
    byte[] request = request("-no_nonce", "-cert", "alice.pem");
    long before = issuedFor("ocsp");
    now = now.plus(Duration.ofDays(9));
    responder.refresh();
    assertEquals(before, issuedFor("ocsp"), "two thirds are not over");
    now = now.plus(Duration.ofDays(1));
    responder.refresh();
    assertEquals(before + 1, issuedFor("ocsp"));
    assertInstanceOf(OcspAnswer.Reusable.class, responder.answer(request));

    now = now.plus(Duration.ofDays(15));
    assertEquals(
        new OcspAnswer.Failed(OcspFailure.UNAUTHORIZED),
        responder.answer(request),
        "nobody renewed it: no answer is better than one that nobody may believe");
  }

  @Test
  void garbageAndOthersCertificatesGetTheErrorsOfTheStandard() throws Exception {
    Organization other = new Organization();
    Files.writeString(folder.resolve("other.pem"), other.issuing().pem());
    byte[] foreign = request("other.pem", List.of("-no_nonce", "-serial", "0x77"));
    byte[] good = request("-no_nonce", "-cert", "alice.pem");
    byte[] cut = java.util.Arrays.copyOf(good, good.length - 1);

    assertEquals(new OcspAnswer.Failed(OcspFailure.UNAUTHORIZED), responder.answer(foreign));
    for (byte[] bad :
        List.of(new byte[0], new byte[] {0x30, 0}, cut, new byte[OcspInquiry.LARGEST + 1])) {
      OcspAnswer answer = responder.answer(bad);
      assertEquals(new OcspAnswer.Failed(OcspFailure.MALFORMED_REQUEST), answer);
      assertArrayEquals(new byte[] {0x30, 3, 0x0a, 1, 1}, answer.encoded());
    }
    byte[] tooMany = request("issuing.pem", manySerials(OcspInquiry.MOST_CERTIFICATES + 1));
    assertEquals(new OcspAnswer.Failed(OcspFailure.MALFORMED_REQUEST), responder.answer(tooMany));
    byte[] most = request("issuing.pem", manySerials(OcspInquiry.MOST_CERTIFICATES));
    assertInstanceOf(OcspAnswer.Once.class, responder.answer(most));
  }

  @Test
  void strangersCannotMakeItSignWithoutLimit() throws Exception {
    settings = new OcspSettings(Duration.ofHours(24), 100, 0, 3);
    responder = responder();
    byte[] plain = request("-no_nonce", "-cert", "alice.pem");
    byte[] withNonce = request("-nonce", "-cert", "alice.pem");
    byte[] unknown = request("-no_nonce", "-serial", "0x77");

    assertInstanceOf(OcspAnswer.Reusable.class, responder.answer(plain));
    assertInstanceOf(OcspAnswer.Once.class, responder.answer(withNonce));
    assertInstanceOf(OcspAnswer.Reusable.class, responder.answer(unknown));
    assertEquals(new OcspAnswer.Failed(OcspFailure.TRY_LATER), responder.answer(unknown));
    assertInstanceOf(
        OcspAnswer.Reusable.class, responder.answer(withNonce), "what is ready, without the nonce");
    assertInstanceOf(OcspAnswer.Reusable.class, responder.answer(plain), "costs no signature");

    now = now.plusSeconds(1);
    assertInstanceOf(OcspAnswer.Once.class, responder.answer(withNonce));
  }

  @Test
  void whatIsPreparedNeedsNoSignatureWhenItIsAskedFor() throws Exception {
    settings = new OcspSettings(Duration.ofHours(24), 100, 50, 1);
    responder = responder();
    responder.prepare();
    assertEquals(
        Optional.empty(),
        Optional.of(responder.answer(request("-no_nonce", "-serial", "0x77")))
            .filter(OcspAnswer.Failed.class::isInstance),
        "the one signature of this second");
    assertInstanceOf(
        OcspAnswer.Reusable.class,
        responder.answer(request("-sha1", "-no_nonce", "-cert", "alice.pem")));
  }

  @Test
  void aStatusReadBeforeARevocationIsNotKeptAfterIt() {
    OcspCache cache = new OcspCache(10);
    OcspCache.Subject subject = new OcspCache.Subject(issuer, alice.serial());
    OcspCache.Ready good =
        new OcspCache.Ready(
            org.signetmail.pkix.OcspCertId.of(
                corp.issuing(), alice.serial(), org.signetmail.pkix.OcspCertId.Form.SHA_256),
            new OcspAnswer.Reusable(new byte[] {1}, now, now, ""));
    long before = cache.era();
    cache.forget(new OcspCache.Subject(issuer, BigInteger.ONE));
    cache.keep(subject, good, before);
    assertEquals(Optional.empty(), cache.find(subject, good.id()));
    cache.keep(subject, good, cache.era());
    assertEquals(Optional.of(good.answer()), cache.find(subject, good.id()));
    cache.forget(subject);
    assertEquals(Optional.empty(), cache.find(subject, good.id()));
  }

  @Test
  void whoIsAskedForStaysAndTheOthersMakeRoom() {
    OcspCache cache = new OcspCache(10);
    for (int i = 0; i < 1000; i++) {
      keep(cache, i);
      assertTrue(isKept(cache, 0), "asked for each time, " + i);
    }
    int kept = 0;
    for (int i = 0; i < 1000; i++) {
      kept += isKept(cache, i) ? 1 : 0;
    }
    assertTrue(kept <= 10, "kept " + kept);
    assertTrue(isKept(cache, 999));
  }

  private void keep(OcspCache cache, int number) {
    var id =
        org.signetmail.pkix.OcspCertId.of(
            corp.issuing(),
            BigInteger.valueOf(number),
            org.signetmail.pkix.OcspCertId.Form.SHA_256);
    cache.keep(
        new OcspCache.Subject(issuer, id.serial()),
        new OcspCache.Ready(id, new OcspAnswer.Reusable(new byte[] {1}, now, now, "")),
        cache.era());
  }

  private boolean isKept(OcspCache cache, int number) {
    return cache.all().containsKey(new OcspCache.Subject(issuer, BigInteger.valueOf(number)))
        && cache
            .find(
                new OcspCache.Subject(issuer, BigInteger.valueOf(number)),
                org.signetmail.pkix.OcspCertId.of(
                    corp.issuing(),
                    BigInteger.valueOf(number),
                    org.signetmail.pkix.OcspCertId.Form.SHA_256))
            .isPresent();
  }

  /** A replica that never hears of the revocation; nothing was asked before. */
  @Test
  void aCopyIsNotBelievedThatLacksAChangeWhichWasTakenOver() throws Exception {
    MemoryCertificateStore copy = new MemoryCertificateStore();
    copy.keep(
        corp.certificates.find(issuer, alice.serial()).orElseThrow(),
        corp.certificates.log().getFirst());
    responder = responder(copy);
    corp.revoke(alice, Reason.KEY_COMPROMISE);
    responder.refresh();
    assertTrue(ask("-no_nonce", "-cert", "alice.pem").said().contains("alice.pem: revoked"));
  }

  /** What was made from a copy before is made anew from what is known now. */
  @Test
  void aResponseThatACopyLeftReadyEndsWithTheChange() throws Exception {
    MemoryCertificateStore copy = new MemoryCertificateStore();
    copy.keep(
        corp.certificates.find(issuer, alice.serial()).orElseThrow(),
        corp.certificates.log().getFirst());
    responder = responder(copy);
    corp.revoke(alice, Reason.KEY_COMPROMISE);
    assertTrue(
        ask("-no_nonce", "-cert", "alice.pem").said().contains("alice.pem: good"),
        "the copy was asked");
    responder.refresh();
    assertTrue(ask("-no_nonce", "-cert", "alice.pem").said().contains("alice.pem: revoked"));
  }

  @Test
  void whatACopyDoesNotKnowYetIsNotUnknown() throws Exception {
    responder = responder(new MemoryCertificateStore());
    assertTrue(ask("-no_nonce", "-cert", "alice.pem").said().contains("alice.pem: good"));
  }

  private OcspResponder responder() {
    return responder(corp.certificates);
  }

  private OcspResponder responder(CertificateStore copy) {
    CertificationAuthority authority =
        new CertificationAuthority(
            corp.authorities.issuing(),
            corp.authority.settings(),
            corp.certificates,
            corp.crls,
            corp.random,
            () -> now);
    return new OcspResponder(authority, corp.certificates, copy, settings, corp.random, () -> now);
  }

  private long issuedFor(String profile) {
    return corp.certificates.log().stream()
        .filter(entry -> entry.value("profile").equals(Optional.of(profile)))
        .count();
  }

  private static List<String> manySerials(int count) {
    List<String> arguments = new java.util.ArrayList<>(List.of("-no_nonce"));
    for (int i = 0; i < count; i++) {
      arguments.addAll(List.of("-serial", "0x" + Integer.toHexString(0x1000 + i)));
    }
    return arguments;
  }

  /** Asks as the command does, lets the responder answer, and has the answer judged. */
  private Run ask(String... arguments) throws Exception {
    byte[] request = request(arguments);
    Files.write(folder.resolve("answer.der"), responder.answer(request).encoded());
    List<String> command =
        new java.util.ArrayList<>(
            List.of("ocsp", "-reqin", "request.der", "-respin", "answer.der"));
    command.addAll(List.of("-CAfile", "root.pem", "-verify_other", "issuing.pem"));
    command.addAll(List.of("-issuer", "issuing.pem"));
    command.addAll(List.of(arguments));
    return openssl.run(command.toArray(String[]::new));
  }

  private byte[] request(String... arguments) throws Exception {
    return request("issuing.pem", List.of(arguments));
  }

  private byte[] request(String issuerFile, List<String> arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("ocsp"));
    List<String> rest = new java.util.ArrayList<>(arguments);
    if (!rest.isEmpty() && rest.getFirst().startsWith("-sha")) {
      command.add(rest.removeFirst());
    }
    command.addAll(List.of("-issuer", issuerFile, "-reqout", "request.der"));
    command.addAll(rest);
    Run run = openssl.run(command.toArray(String[]::new));
    assertEquals(0, run.exit(), run.said());
    return Files.readAllBytes(folder.resolve("request.der"));
  }
}
