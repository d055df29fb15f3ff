package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.PathValidator.Context;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.PolicyInputs;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.pkix.Revocation.Reason;

/** A remembered path is given again only while it would be found again. */
class PathCacheTest {
  private static final Pki PKI = new Pki();
  private static final Certificate ALICE = PKI.person(KeyAlgorithm.P_256).certificate();
  private static final Instant NOW = Pki.NOW;

  private final PathCache cache = new PathCache(100);

  @Test
  void theSameQuestionIsAnsweredFromMemoryAtItsOwnTime() {
    Context context = context(RevocationChecking.REQUIRED, PKI.crl(), PKI.rootCrl());
    ValidatedPath first = valid(ask(NOW, context));
    ValidatedPath second = valid(ask(NOW.plusSeconds(1), context));
    assertSame(first.certificates(), second.certificates(), "not searched again");
    assertEquals(NOW.plusSeconds(1), second.at());
  }

  @Test
  void aNewRevocationListIsANewQuestion() {
    byte[] root = PKI.rootCrl();
    valid(ask(NOW, context(RevocationChecking.REQUIRED, PKI.crl(), root)));
    byte[] newer =
        PKI.crl(new Revocation(ALICE.serial(), NOW.minusSeconds(1), Reason.KEY_COMPROMISE));
    assertInstanceOf(
        Outcome.Invalid.class, ask(NOW, context(RevocationChecking.REQUIRED, newer, root)));
  }

  @Test
  void otherAnchorsAreAnotherQuestion() {
    valid(ask(NOW, context(RevocationChecking.OFF)));
    Context nobody =
        new Context(
            List.of(),
            PKI.issuing.path(),
            RevocationEvidence.NONE,
            RevocationChecking.OFF,
            PolicyInputs.ANY);
    assertNotSame(Outcome.Valid.class, ask(NOW, nobody).getClass());
    assertInstanceOf(Outcome.Undetermined.class, ask(NOW, context(RevocationChecking.REQUIRED)));
  }

  @Test
  void whatWasNotValidIsLookedAtAgain() {
    Context context = context(RevocationChecking.OFF);
    assertInstanceOf(Outcome.Invalid.class, ask(ALICE.notAfter().plusSeconds(1), context));
    valid(ask(ALICE.notAfter(), context));
    assertInstanceOf(Outcome.Invalid.class, ask(ALICE.notAfter().plusSeconds(1), context));
  }

  @Test
  void atEveryTimeItAnswersAsTheValidatorDoes() {
    byte[] crl = PKI.crl(new Revocation(ALICE.serial(), NOW.plusSeconds(90), Reason.SUPERSEDED));
    List<Context> contexts =
        List.of(
            context(RevocationChecking.REQUIRED, crl, PKI.rootCrl()),
            context(RevocationChecking.REQUIRED, PKI.crl(), PKI.rootCrl()),
            context(RevocationChecking.IF_AVAILABLE, PKI.crl()));
    List<Instant> edges = new ArrayList<>(List.of(NOW, NOW.plusSeconds(90)));
    for (Certificate one : List.of(ALICE, PKI.issuing.certificate(), PKI.root)) {
      edges.add(one.notBefore());
      edges.add(one.notAfter());
    }
    for (int days = 0; days < 9; days++) { // about where lists end
      edges.add(NOW.plusSeconds(days * 86_400L));
    }
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      Instant at = edges.get(random.nextInt(edges.size())).plusSeconds(random.nextInt(5) - 2);
      Context context = contexts.get(random.nextInt(contexts.size()));
      Outcome fresh = PathValidator.validate(ALICE, Purpose.EMAIL_SIGNING, at, context);
      Outcome remembered = ask(at, context);
      assertEquals(fresh.getClass(), remembered.getClass(), at::toString);
      assertEquals(fresh.findings(), remembered.findings(), at::toString);
    }
  }

  @Test
  void itKeepsNoMoreThanItMay() {
    PathCache one = new PathCache(1);
    Context context = context(RevocationChecking.OFF);
    Certificate bob = PKI.person(KeyAlgorithm.P_256).certificate();
    ValidatedPath first = valid(ask(one, ALICE, context));
    valid(ask(one, bob, context));
    assertNotSame(first.certificates(), valid(ask(one, ALICE, context)).certificates());
  }

  private static Outcome ask(PathCache cache, Certificate certificate, Context context) {
    return cache.validate(certificate, Purpose.EMAIL_SIGNING, NOW, context, AlgorithmRules.CURRENT);
  }

  private Outcome ask(Instant at, Context context) {
    return cache.validate(ALICE, Purpose.EMAIL_SIGNING, at, context, AlgorithmRules.CURRENT);
  }

  private static ValidatedPath valid(Outcome outcome) {
    return assertInstanceOf(Outcome.Valid.class, outcome, outcome::toString).path();
  }

  private static Context context(RevocationChecking revocation, byte[]... crls) {
    return new Context(
        List.of(PKI.root),
        PKI.issuing.path(),
        Paths.evidence(List.of(), crls),
        revocation,
        PolicyInputs.ANY);
  }
}
