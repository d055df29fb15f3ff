package org.signetmail.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.signetmail.ca.Organization;
import org.signetmail.enrolment.OutsideRequest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningKey;

/** Steps with an authority that speaks ACME, and each way in which one fails. */
class OutsideAuthorityTest {
  private static final Mailbox ALICE = Mailbox.of("alice@example.test");
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final AcmeAccount.Binding BINDING =
      new AcmeAccount.Binding(
          "kid-1", "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W");

  private final TestAuthority authority = open(Optional.of(BINDING));
  private final SigningKey key = authority.organization.signingKey();

  @AfterEach
  void close() {
    authority.close();
  }

  @Test
  void theChallengeOfAnOrderSaysWhomTheMailWillBeFrom() throws Exception {
    PlacedOrder order = OutsideAuthority.signIn(account()).order(ALICE);
    assertEquals(TestAuthority.SENDER, order.challenge().orElseThrow().from());
    assertEquals(192, order.challenge().orElseThrow().token().bits());
    assertEquals(List.of(), authority.faults);
  }

  @Test
  void withoutAnAnswerNothingIsIssued() throws Exception {
    OutsideAuthority outside = OutsideAuthority.signIn(account());
    PlacedOrder order = outside.order(ALICE);
    var waiting =
        assertThrows(
            OutsideAuthorityException.class,
            () -> outside.awaitProof(order.challenge().orElseThrow(), Duration.ofSeconds(1)));
    assertEquals(OutsideAuthorityException.Kind.NOT_YET, waiting.kind());
    var request =
        new OutsideRequest.Signing(ALICE, CertificationRequest.forSigning(key, "Alice", ALICE));
    var refused =
        assertThrows(
            OutsideAuthorityException.class,
            () -> outside.certify(order.location(), request, Duration.ofSeconds(1)));
    assertEquals(OutsideAuthorityException.Kind.NOT_YET, refused.kind());
  }

  @Test
  void aWrongAnswerIsToldAsTheAuthorityPutsIt() throws Exception {
    OutsideAuthority outside = OutsideAuthority.signIn(account());
    PlacedOrder.EmailReply challenge = outside.order(ALICE).challenge().orElseThrow();
    authority.receive(
        "From: eve@example.test\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII));
    outside.answered(challenge);
    var refused =
        assertThrows(OutsideAuthorityException.class, () -> outside.awaitProof(challenge, SHORT));
    assertEquals(OutsideAuthorityException.Kind.REFUSED, refused.kind());
    assertTrue(String.valueOf(refused.getMessage()).contains("lacks"), refused.getMessage());
  }

  @Test
  void theAuthoritysWishForRenewalIsAsked() throws Exception {
    OutsideAuthority outside = OutsideAuthority.signIn(account());
    Certificate mine = authority.organization.signing(key, "Alice", ALICE);
    OutsideAuthority.RenewalWindow window = outside.renewalWindow(mine).orElseThrow();
    assertTrue(window.start().isAfter(Instant.now()));
    assertEquals(window.start().plusSeconds(86_400), window.end());
  }

  @Test
  void termsThatNobodyAgreedToAreNamed() {
    AcmeAccount silent =
        new AcmeAccount(
            authority.directory(),
            List.of(authority.organization.root()),
            key,
            Optional.of(BINDING),
            AcmeAccount.Terms.NOT_AGREED);
    var refused =
        assertThrows(OutsideAuthorityException.class, () -> OutsideAuthority.signIn(silent));
    assertEquals(OutsideAuthorityException.Kind.REFUSED, refused.kind());
    assertTrue(String.valueOf(refused.getMessage()).contains("--agree-terms"));
  }

  @Test
  void anAccountThatIsNotBoundIsRefused() {
    for (Optional<AcmeAccount.Binding> wrong :
        List.of(
            Optional.<AcmeAccount.Binding>empty(),
            Optional.of(new AcmeAccount.Binding("kid-2", BINDING.macKey())),
            Optional.of(new AcmeAccount.Binding("kid-1", BINDING.macKey().replace('z', 'y'))))) {
      AcmeAccount account =
          new AcmeAccount(
              authority.directory(),
              List.of(authority.organization.root()),
              key,
              wrong,
              AcmeAccount.Terms.AGREED);
      var refused =
          assertThrows(OutsideAuthorityException.class, () -> OutsideAuthority.signIn(account));
      assertEquals(OutsideAuthorityException.Kind.REFUSED, refused.kind(), wrong.toString());
    }
  }

  @Test
  void aServerThatNobodyVouchesForIsNotSpokenTo() {
    AcmeAccount elsewhere = account(authority.directory(), new Organization().root());
    var failed =
        assertThrows(OutsideAuthorityException.class, () -> OutsideAuthority.signIn(elsewhere));
    assertEquals(OutsideAuthorityException.Kind.UNREACHABLE, failed.kind());
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() {
    AcmeAccount nobody =
        account(URI.create("https://localhost:1/directory"), authority.organization.root());
    var failed =
        assertThrows(OutsideAuthorityException.class, () -> OutsideAuthority.signIn(nobody));
    assertEquals(OutsideAuthorityException.Kind.UNREACHABLE, failed.kind());
  }

  @Test
  void withoutTlsThereIsNoAcme() {
    URI plain = URI.create("http://localhost:1/directory");
    assertThrows(
        IllegalArgumentException.class, () -> account(plain, authority.organization.root()));
  }

  private AcmeAccount account() {
    return account(authority.directory(), authority.organization.root());
  }

  private AcmeAccount account(URI directory, Certificate root) {
    return new AcmeAccount(
        directory, List.of(root), key, Optional.of(BINDING), AcmeAccount.Terms.AGREED);
  }

  private static TestAuthority open(Optional<AcmeAccount.Binding> binding) {
    try {
      return new TestAuthority((from, to, mail) -> {}, binding);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
