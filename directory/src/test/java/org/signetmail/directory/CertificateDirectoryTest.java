package org.signetmail.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;

class CertificateDirectoryTest {
  private static final Mailbox BOB = Mailbox.of("bob@example.test");
  private static final Mailbox CAROL = Mailbox.of("carol@example.test");
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final LookupLimits QUICK =
      new LookupLimits(Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofSeconds(30), 100);

  private final TestPki corp = new TestPki("Example Corp", NOW);
  private Instant time = NOW;
  private PathValidator.Context trust = corp.trust();

  @Test
  void validCertificateIsFoundWithItsPathAndSource() {
    Certificate bob = corp.encryption(BOB);

    Lookup.Found found = found(over(source("own store", bob)).find(BOB));

    assertEquals(bob, found.best());
    assertEquals("own store", found.ranked().getFirst().source());
    assertEquals(corp.root(), found.ranked().getFirst().path().root());
  }

  @Test
  void authoritiesThatCameAlongHelpTheWayAndAreNoAnswers() {
    PathValidator.Context known = trust;
    trust =
        new PathValidator.Context(
            known.anchors(),
            List.of(),
            RevocationEvidence.NONE,
            RevocationChecking.OFF,
            known.policy());
    TestPki below = corp.below();
    Certificate bob = below.encryption(BOB);

    assertNotFound("directory.not-trusted", over(source("harvested", bob)).find(BOB));
    Lookup.Found found = found(over(source("harvested", bob, below.root())).find(BOB));

    assertEquals(1, found.ranked().size());
    assertEquals(corp.root(), found.ranked().getFirst().path().root());
    assertEquals(List.of(), found.findings());
    Certificate stranger = new TestPki("Stranger", NOW).below().root();
    assertNotFound("directory.not-trusted", over(source("harvested", bob, stranger)).find(BOB));
  }

  @Test
  void newestComesFirst() {
    Certificate older = corp.encryption(BOB, NOW.minus(Duration.ofDays(9)), Duration.ofDays(90));
    Certificate newer = corp.encryption(BOB, NOW.minus(Duration.ofDays(2)), Duration.ofDays(90));

    Lookup.Found found = found(over(source("own store", older, newer)).find(BOB));

    assertEquals(
        List.of(newer, older), found.ranked().stream().map(Lookup.Ranked::certificate).toList());
  }

  @Test
  void certificateUnderAnotherRootIsNotUsedAndSaysSo() {
    Certificate stranger = new TestPki("Stranger", NOW).encryption(BOB);

    assertNotFound("directory.not-trusted", over(source("ldap", stranger)).find(BOB));
  }

  @Test
  void revokedCertificateIsNotUsedAndSaysSo() {
    Certificate bob = corp.encryption(BOB);
    trust = corp.trust(bob);

    Lookup lookup = over(source("own store", bob)).find(BOB);

    assertNotFound("directory.not-trusted", lookup);
    assertTrue(codes(lookup).stream().anyMatch(code -> code.startsWith("revocation.")));
  }

  @Test
  void certificatesOfUnknownStatusAreNotUsedWhereStatusIsRequired() {
    PathValidator.Context known = trust;
    trust =
        new PathValidator.Context(
            known.anchors(),
            List.of(),
            RevocationEvidence.NONE,
            known.revocation(),
            known.policy());

    assertNotFound(
        "directory.not-trusted", over(source("own store", corp.encryption(BOB))).find(BOB));
  }

  @Test
  void expiredAndFutureCertificatesAreNotUsed() {
    Certificate expired = corp.encryption(BOB, NOW.minus(Duration.ofDays(30)), Duration.ofDays(29));
    Certificate future = corp.encryption(BOB, NOW.plus(Duration.ofDays(1)), Duration.ofDays(29));

    assertNotFound("directory.not-valid-now", over(source("own store", expired, future)).find(BOB));
  }

  @Test
  void certificateOfAnotherMailboxIsNotUsed() {
    assertNotFound(
        "directory.other-mailbox", over(source("ldap", corp.encryption(CAROL))).find(BOB));
  }

  @Test
  void signingCertificateIsNotEncryptedTo() {
    assertNotFound(
        "directory.not-for-encryption", over(source("ldap", corp.signing(BOB))).find(BOB));
  }

  @Test
  void othersDoNotHearOfAMailboxThatTheOwnStoreKnows() {
    AtomicInteger asked = new AtomicInteger();
    CertificateSource ldap = counting(asked, source("ldap", corp.encryption(BOB)));

    found(over(source("own store", corp.encryption(BOB)), ldap).find(BOB));

    assertEquals(0, asked.get());
  }

  @Test
  void surveyAsksEverySourceAndKeepsTheirRank() {
    Certificate own = corp.encryption(BOB, NOW.minus(Duration.ofDays(9)), Duration.ofDays(90));
    Certificate newer = corp.encryption(BOB);

    Lookup.Found found =
        found(over(source("own store", own), source("ldap", newer, own)).survey(BOB));

    assertEquals(
        List.of("own store", "ldap"), found.ranked().stream().map(Lookup.Ranked::source).toList());
  }

  @Test
  void slowAndFailingSourcesDoNotHoldUpTheOthers() {
    Certificate bob = corp.encryption(BOB);
    CountDownLatch never = new CountDownLatch(1);
    CertificateSource slow =
        source(
            "slow",
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
              }
              return List.of();
            });

    Lookup.Found found =
        assertTimeout(
            Duration.ofSeconds(5),
            () ->
                found(
                    over(source("own store"), slow, failing("down"), source("ldap", bob))
                        .find(BOB)));

    assertEquals(bob, found.best());
    assertTrue(codes(found).contains("directory.source-slow"));
    assertTrue(codes(found).contains("directory.source-unreachable"));
  }

  @Test
  void nothingFoundWhileASourceIsDownIsUnreachable() {
    Lookup lookup = over(source("own store"), failing("ldap"), source("dns")).find(BOB);

    assertInstanceOf(Lookup.Unreachable.class, lookup);
    assertTrue(lookup.findings().getFirst().detail().contains("connection refused"));
  }

  @Test
  void nothingAnywhereIsNotFound() {
    assertNotFound("directory.nothing-found", over(source("own store"), source("ldap")).find(BOB));
    assertNotFound("directory.nothing-found", over().find(BOB));
  }

  @Test
  void answerIsKeptUntilItsTimeOrUntilForgotten() {
    AtomicInteger asked = new AtomicInteger();
    CertificateDirectory directory = over(counting(asked, source("own", corp.encryption(BOB))));

    directory.find(BOB);
    directory.find(Mailbox.of("BOB@example.TEST"));
    assertEquals(1, asked.get());

    time = NOW.plus(QUICK.keepFound());
    directory.find(BOB);
    assertEquals(2, asked.get());

    directory.forget(BOB);
    directory.find(BOB);
    assertEquals(3, asked.get());
  }

  @Test
  void nothingIsRememberedForAShorterTime() {
    AtomicInteger asked = new AtomicInteger();
    CertificateDirectory directory = over(counting(asked, source("own")));

    directory.find(BOB);
    directory.find(BOB);
    time = NOW.plus(QUICK.keepMissing());
    directory.find(BOB);

    assertEquals(2, asked.get());
  }

  @Test
  void newCrlEndsAKeptAnswerAtOnce() {
    Certificate bob = corp.encryption(BOB);
    CertificateDirectory directory = over(source("own store", bob));
    found(directory.find(BOB));

    trust = corp.trust(bob);

    assertInstanceOf(Lookup.NotFound.class, directory.find(BOB));
  }

  @Test
  void floodOfCandidatesIsCutOff() {
    Certificate wrong = corp.encryption(CAROL);
    List<Certificate> many =
        Stream.concat(Stream.of(corp.encryption(BOB)), Stream.generate(() -> wrong).limit(40))
            .toList();

    Lookup.Found found = found(over(source("ldap", () -> many)).find(BOB));

    assertTrue(codes(found).contains("directory.too-many-candidates"));
  }

  private CertificateDirectory over(CertificateSource... sources) {
    InstantSource clock = () -> time;
    return new CertificateDirectory(List.of(sources), () -> trust, QUICK, clock);
  }

  private interface Answer {
    List<Certificate> give() throws IOException;
  }

  private static CertificateSource source(String name, Certificate... certificates) {
    return source(name, () -> List.of(certificates));
  }

  private static CertificateSource failing(String name) {
    return source(
        name,
        () -> {
          throw new IOException("connection refused");
        });
  }

  private static CertificateSource counting(AtomicInteger asked, CertificateSource source) {
    return new CertificateSource() {
      @Override
      public String name() {
        return source.name();
      }

      @Override
      public List<Certificate> find(Mailbox mailbox) throws IOException {
        asked.incrementAndGet();
        return source.find(mailbox);
      }
    };
  }

  private static CertificateSource source(String name, Answer answer) {
    return new CertificateSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Certificate> find(Mailbox mailbox) throws IOException {
        return answer.give();
      }
    };
  }

  private static Lookup.Found found(Lookup lookup) {
    return assertInstanceOf(Lookup.Found.class, lookup, lookup::toString);
  }

  private static List<String> codes(Lookup lookup) {
    return lookup.findings().stream().map(finding -> finding.code().code()).toList();
  }

  private static void assertNotFound(String code, Lookup lookup) {
    assertInstanceOf(Lookup.NotFound.class, lookup);
    assertTrue(codes(lookup).contains(code), codes(lookup)::toString);
  }
}
