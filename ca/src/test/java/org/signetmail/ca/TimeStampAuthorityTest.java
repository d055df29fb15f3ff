package org.signetmail.ca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.signetmail.ca.OpenSsl.Run;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.pkix.TimeStampRequest.DigestAlgorithm;
import org.signetmail.pkix.TimeStampToken;

/** Time stamps, asked for and verified by OpenSSL and by ourselves. */
class TimeStampAuthorityTest {
  @TempDir Path folder;
  private final Organization corp = new Organization();
  private volatile Optional<Instant> time = Optional.of(corp.now.plusMillis(120));
  private OpenSsl openssl;
  private TimeStampAuthority authority;

  @BeforeEach
  void start() throws Exception {
    openssl = new OpenSsl(folder);
    authority = authority(KeyAlgorithm.P_256);
    Files.writeString(folder.resolve("data"), "what was there\n");
    Files.writeString(folder.resolve("root.pem"), corp.root().pem());
    Files.writeString(folder.resolve("issuing.pem"), corp.issuing().pem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-sha256", "-sha384", "-sha512"})
  void openSslVerifiesTheStamp(String digest) throws Exception {
    answer(query(digest, "-cert"));
    Run run = verify("-CAfile", "root.pem", "-untrusted", "issuing.pem");
    assertEquals(0, run.exit(), run.said());
    assertTrue(run.said().contains("Verification: OK"), run.said());

    Files.writeString(folder.resolve("data"), "what was not there\n");
    assertTrue(
        verify("-CAfile", "root.pem", "-untrusted", "issuing.pem").said().contains("FAILED"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P_384", "RSA_3072"})
  void otherKeysStampToo(KeyAlgorithm key) throws Exception {
    authority = authority(key);
    answer(query("-sha256", "-cert"));
    Run run = verify("-CAfile", "root.pem", "-untrusted", "issuing.pem");
    assertTrue(run.said().contains("Verification: OK"), run.said());
  }

  @Test
  void theStampSaysTimeAccuracyPolicyAndRepeatsTheNonce() throws Exception {
    TimeStampRequest request =
        TimeStampRequest.of(DigestAlgorithm.SHA_256, digest("SHA-256"), corp.random);
    TimeStampToken token = TimeStampToken.ofResponse(authority.answer(request.encoded()), request);

    assertEquals(corp.now.plusMillis(120), token.time());
    assertEquals(Optional.of(Duration.ofSeconds(1)), token.accuracy());
    assertEquals(TimeStampAuthority.POLICY, token.policy());
    assertEquals(request.nonce(), token.nonce());
    assertFalse(token.isOrdered(), "several nodes stamp");
    assertEquals(Optional.of(authority.certificate()), token.signer(List.of()));
  }

  @Test
  void whatStandsInAFileIsATokenOrTheResponseThatCarriesIt() throws Exception {
    answer(query("-sha256", "-cert"));
    byte[] response = Files.readAllBytes(folder.resolve("answer.tsr"));
    TimeStampToken token = token();
    assertEquals(token.serial(), TimeStampToken.ofTokenOrResponse(response).serial());
    assertEquals(token.serial(), TimeStampToken.ofTokenOrResponse(token.encoded()).serial());

    byte[] refusal = authority.answer(new byte[] {0x30, 0});
    IOException refused =
        assertThrows(IOException.class, () -> TimeStampToken.ofTokenOrResponse(refusal));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("was refused"), refused::getMessage);
    assertThrows(IOException.class, () -> TimeStampToken.ofTokenOrResponse(new byte[] {1, 2}));
  }

  @Test
  void theCertificateGoesAlongOnlyWhenItIsWanted() throws Exception {
    answer(query("-sha256"));
    Files.writeString(
        folder.resolve("untrusted.pem"), authority.certificate().pem() + corp.issuing().pem());
    TimeStampToken bare = token();
    assertEquals(List.of(), bare.certificates());
    assertEquals(
        Optional.of(authority.certificate()), bare.signer(List.of(authority.certificate())));
    assertEquals(Optional.empty(), bare.signer(List.of(corp.issuing())));
    Run run = verify("-CAfile", "root.pem", "-untrusted", "untrusted.pem");
    assertTrue(run.said().contains("Verification: OK"), run.said());
  }

  @Test
  void noSerialNumberIsGivenTwiceByOneOrByTwoNodes() throws Exception {
    Set<BigInteger> serials = new HashSet<>();
    byte[] query = query("-sha256", "-cert");
    for (int i = 0; i < 20; i++) {
      authority = authority(KeyAlgorithm.P_256); // as after a restart
      for (int j = 0; j < 5; j++) {
        answer(query);
        assertTrue(serials.add(token().serial()));
        assertTrue(token().serial().bitLength() <= 159, "RFC 3161 §2.4.2: 160 bits are understood");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-sha1", "-md5"})
  void weakDigestsAreNotStamped(String digest) throws Exception {
    assertRefused("bad-alg", query(digest));
  }

  @Test
  void whatIsNoRequestIsRefusedInTheFormOfTheStandard() throws Exception {
    byte[] good = query("-sha256", "-cert");
    assertRefused("bad-data-format", new byte[0]);
    assertRefused("bad-data-format", new byte[] {0x30, 0});
    assertRefused("bad-data-format", java.util.Arrays.copyOf(good, good.length - 1));
    assertRefused("bad-data-format", new byte[TimeStampRequest.LARGEST + 1]);
    assertRefused("unaccepted-policy", query("-sha256", "-tspolicy", "1.2.3.4"));
    byte[] version = good.clone();
    version[4] = 2;
    assertRefused("bad-request", version);
    Files.write(folder.resolve("answer.tsr"), authority.answer(version));
    Run shown = openssl.run("ts", "-reply", "-in", "answer.tsr", "-text");
    assertTrue(shown.said().contains("Status: Rejected"), shown.said());
    assertTrue(shown.said().contains("transaction not permitted"), shown.said());
  }

  @Test
  void withoutATimeToBelieveThereIsNoStamp() throws Exception {
    time = Optional.empty();
    assertRefused("time-not-available", query("-sha256"));
  }

  @Test
  void afterTheCertificateEndedThereIsNoStamp() throws Exception {
    time = Optional.of(authority.certificate().notAfter().plusSeconds(1));
    assertRefused("system-failure", query("-sha256"));
  }

  @Test
  void aStampOfAnotherRequestOrWithAChangedOctetIsNotTaken() throws Exception {
    TimeStampRequest request =
        TimeStampRequest.of(DigestAlgorithm.SHA_256, digest("SHA-256"), corp.random);
    TimeStampRequest other =
        TimeStampRequest.of(DigestAlgorithm.SHA_256, digest("SHA-256"), corp.random);
    TimeStampRequest more =
        TimeStampRequest.of(DigestAlgorithm.SHA_512, digest("SHA-512"), corp.random);
    byte[] response = authority.answer(request.encoded());
    assertThrows(IOException.class, () -> TimeStampToken.ofResponse(response, other));
    assertThrows(IOException.class, () -> TimeStampToken.ofResponse(response, more));
    byte[] changed = response.clone();
    changed[changed.length - 1] ^= 1;
    assertThrows(IOException.class, () -> TimeStampToken.ofResponse(changed, request));
  }

  @Test
  void aKeyThatDoesAnythingElseDoesNotStamp() {
    SigningKey key = corp.signingKey();
    Certificate alice =
        corp.signing(key, "Alice", org.signetmail.pkix.Mailbox.of("alice@example.test"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new TimeStampAuthority(
                new SigningIdentity(key, List.of(alice)),
                TimeStampAuthority.Settings.STANDARD,
                () -> time,
                corp.random));
  }

  @Test
  void aClockThatIsSetIsNotBelievedUntilItHasGoneEvenly() {
    Instant[] now = {corp.now};
    long[] count = {0};
    WatchedClock clock =
        new WatchedClock(
            () -> now[0], () -> count[0], Duration.ofMillis(500), Duration.ofMinutes(1));
    assertEquals(Optional.of(now[0]), clock.now());
    pass(now, count, Duration.ofHours(5));
    assertEquals(Optional.of(now[0]), clock.now());

    now[0] = now[0].minusSeconds(3);
    assertEquals(Optional.empty(), clock.now(), "it was set back");
    pass(now, count, Duration.ofSeconds(59));
    assertEquals(Optional.empty(), clock.now());
    pass(now, count, Duration.ofSeconds(1));
    assertEquals(Optional.of(now[0]), clock.now());

    for (int i = 0; i < 8; i++) {
      pass(now, count, Duration.ofSeconds(1));
      now[0] = now[0].plusMillis(100);
      clock.now();
    }
    assertEquals(Optional.empty(), clock.now(), "many small steps are one large one");
  }

  private static void pass(Instant[] now, long[] count, Duration time) {
    now[0] = now[0].plus(time);
    count[0] += time.toNanos();
  }

  private void assertRefused(String reason, byte[] query) {
    byte[] answer = authority.answer(query);
    TimeStampRequest any = TimeStampRequest.of(DigestAlgorithm.SHA_256, new byte[32], corp.random);
    IOException refused =
        assertThrows(IOException.class, () -> TimeStampToken.ofResponse(answer, any));
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.contains("refused") && said.contains("(" + reason + ")"), said);
  }

  private TimeStampAuthority authority(KeyAlgorithm algorithm) {
    SigningKey key = KeyPairs.signing(algorithm, corp.random);
    Certificate certificate =
        Organization.issued(
            corp.authority.issueService(
                ServiceKind.TSA,
                key.publicKey(),
                ServiceNames.of(corp.subject("Example Corp Time Stamps"))));
    return new TimeStampAuthority(
        new SigningIdentity(key, List.of(certificate)),
        TimeStampAuthority.Settings.STANDARD,
        () -> time,
        corp.random);
  }

  private byte[] digest(String algorithm) throws Exception {
    return MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(folder.resolve("data")));
  }

  private byte[] query(String... options) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(List.of("ts", "-query", "-data", "data", "-out", "query.tsq"));
    command.addAll(List.of(options));
    Run run = openssl.run(command.toArray(String[]::new));
    assertEquals(0, run.exit(), run.said());
    return Files.readAllBytes(folder.resolve("query.tsq"));
  }

  private void answer(byte[] query) throws IOException {
    Files.write(folder.resolve("answer.tsr"), authority.answer(query));
  }

  private TimeStampToken token() throws Exception {
    Run run = openssl.run("ts", "-reply", "-in", "answer.tsr", "-token_out", "-out", "token.der");
    assertEquals(0, run.exit(), run.said());
    return TimeStampToken.of(Files.readAllBytes(folder.resolve("token.der")));
  }

  private Run verify(String... trust) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(List.of("ts", "-verify", "-in", "answer.tsr", "-data", "data"));
    command.addAll(List.of(trust));
    return openssl.run(command.toArray(String[]::new));
  }
}
