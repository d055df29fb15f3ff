package org.signetmail.pkix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.signetmail.pkix.Paths.assertInvalid;
import static org.signetmail.pkix.Paths.codes;
import static org.signetmail.pkix.Paths.validate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.PathValidator.Outcome;

/** Which of many chains is looked at first, and which is told where none is valid. */
class PathChoiceTest {
  private static final SigningIdentity ROOT = Odd.of("CN=Root").authority().identity();
  private static final SigningIdentity STRANGER = Odd.of("CN=Stranger").authority().identity();
  private static final SigningIdentity CA = Odd.of("CN=CA").issuedBy(ROOT).authority().identity();
  private static final Certificate ALICE = Odd.of("CN=Alice").issuedBy(CA).make();
  private static final byte[] KEY_ID = {1, 2, 3};

  private static Odd ca() {
    return Odd.of("CN=CA").over(CA.key()).authority();
  }

  private static Certificate expired() {
    return ca().issuedBy(ROOT).until(Pki.NOW.minusSeconds(1)).make();
  }

  /** Whichever comes first. */
  private static void assertTold(String codes, Certificate one, Certificate other) {
    List<Certificate> roots = ROOT.path();
    Certificate stranger = STRANGER.certificate();
    assertInvalid(codes, validate(ALICE, roots, List.of(one, other, stranger)));
    assertInvalid(codes, validate(ALICE, roots, List.of(stranger, other, one)));
  }

  @Test
  void ofSeveralTheValidChainCounts() {
    for (List<Certificate> order :
        List.of(List.of(expired(), CA.certificate()), List.of(CA.certificate(), expired()))) {
      assertInstanceOf(Outcome.Valid.class, validate(ALICE, ROOT.path(), order));
    }
  }

  @Test
  void aChainToATrustedRootTellsMoreThanOneToAnother() {
    assertTold("path.expired", expired(), ca().issuedBy(STRANGER).make());
  }

  @Test
  void ofTwoThatAreWrongTheOneWithFewerErrorsIsTold() {
    Certificate worse =
        Odd.of("CN=CA").over(CA.key()).issuedBy(ROOT).until(Pki.NOW.minusSeconds(2)).make();
    assertTold("path.expired", expired(), worse);
  }

  @Test
  void aChainThatIsOpenIsToldBeforeOneThatIsWrong() {
    SigningIdentity unknown = Odd.of("CN=Unknown").authority().identity();
    Certificate open = ca().issuedBy(unknown).make();
    Certificate wrong = ca().issuedBy(unknown).until(Pki.NOW.minusSeconds(1)).make();
    for (List<Certificate> order : List.of(List.of(open, wrong), List.of(wrong, open))) {
      Outcome outcome = validate(ALICE, ROOT.path(), order);
      assertInstanceOf(Outcome.Undetermined.class, outcome);
      assertEquals("path.issuer-missing", codes(outcome));
    }
  }

  /** More than there are signatures to check; none of them signed anything. */
  private static List<Certificate> namesakes() {
    return IntStream.range(0, 320).mapToObj(i -> Odd.of("CN=Root").authority().make()).toList();
  }

  private static List<Certificate> with(List<Certificate> many, Certificate last) {
    List<Certificate> all = new ArrayList<>(many);
    all.add(last);
    return all;
  }

  @Test
  void amongNamesakesTheOneThatIsNamedByItsKeyIsTriedFirst() {
    SigningIdentity named =
        Odd.of("CN=Root")
            .authority()
            .extension("2.5.29.14", false, new SubjectKeyIdentifier(KEY_ID))
            .identity();
    Certificate alice =
        Odd.of("CN=Alice")
            .issuedBy(named)
            .extension("2.5.29.35", false, new AuthorityKeyIdentifier(KEY_ID))
            .make();
    Certificate unnamed = Odd.of("CN=Alice").issuedBy(named).make();
    List<Certificate> namesakes = namesakes();
    List<Certificate> anchors = with(namesakes, named.certificate());
    assertInstanceOf(Outcome.Valid.class, validate(alice, anchors, List.of()));
    // Else a trusted one before others, and at the end of the budget there is no answer.
    assertInstanceOf(Outcome.Valid.class, validate(unnamed, named.path(), namesakes));
    Outcome outcome = validate(unnamed, anchors, List.of());
    assertInstanceOf(Outcome.Undetermined.class, outcome);
    assertEquals("path.budget", codes(outcome));
  }

  @Test
  void anAuthorityWithManyCertificatesIsFollowedByOneInForce() {
    List<Certificate> anchors = new ArrayList<>();
    for (int i = 1; i <= 70; i++) { // more than chains are tried
      Odd root = Odd.of("CN=Root").over(ROOT.key()).authority();
      Duration away = Duration.ofMinutes(i);
      anchors.add(
          i % 2 == 0
              ? root.until(Pki.NOW.minus(away)).make()
              : root.from(Pki.NOW.plus(away)).make());
    }
    Certificate alice = Odd.of("CN=Alice").issuedBy(ROOT).make();
    Outcome lost = validate(alice, anchors, List.of());
    assertTrue(codes(lost).contains("path.budget"), codes(lost));
    anchors.add(ROOT.certificate());
    assertInstanceOf(Outcome.Valid.class, validate(alice, anchors, List.of()));
  }

  @Test
  void aChainHasSixteenCertificatesAtMost() {
    List<Certificate> between = new ArrayList<>();
    SigningIdentity last = ROOT;
    for (int i = 0; i < 14; i++) {
      last = Odd.of("CN=Authority " + i).issuedBy(last).authority().identity();
      between.add(last.certificate());
    }
    Certificate alice = Odd.of("CN=Alice").issuedBy(last).make();
    assertInstanceOf(Outcome.Valid.class, validate(alice, ROOT.path(), between));
    SigningIdentity more = Odd.of("CN=One more").issuedBy(last).authority().identity();
    between.add(more.certificate());
    Certificate bob = Odd.of("CN=Bob").issuedBy(more).make();
    assertInstanceOf(Outcome.Undetermined.class, validate(bob, ROOT.path(), between));
  }

  @Test
  void authoritiesThatCertifyEachOtherAreEachPassedOnce() { // RFC 4158 §2.4.1
    Certificate byAlice = ca().issuedBy(STRANGER).make();
    Certificate stranger =
        Odd.of("CN=Stranger").over(STRANGER.key()).issuedBy(CA).authority().make();
    Outcome outcome = validate(ALICE, ROOT.path(), List.of(byAlice, stranger));
    assertInstanceOf(Outcome.Undetermined.class, outcome);
    assertEquals("path.issuer-missing", codes(outcome));
  }

  @Test
  void anEndEntityMayAskForAPolicyItself() { // RFC 5280 §6.1.5 b
    for (int skip : new int[] {0, 1}) {
      Certificate asking =
          Odd.of("CN=Alice")
              .issuedBy(ROOT)
              .extension(
                  "2.5.29.36",
                  true,
                  new DERSequence(new DERTaggedObject(false, 0, new ASN1Integer(skip))))
              .make();
      String expected = skip == 0 ? "path.policy" : "";
      assertEquals(expected, codes(validate(asking, ROOT.path(), List.of())));
    }
  }
}
