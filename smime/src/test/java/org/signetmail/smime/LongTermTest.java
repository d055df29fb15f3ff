package org.signetmail.smime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateList;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.FindingCode;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.PathFinding;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.Decades.Authority;
import org.signetmail.smime.Decades.Stamper;
import org.signetmail.smime.LongTermReading.Level;
import org.signetmail.smime.MessageSigner.Form;
import org.signetmail.smime.internal.cades.CadesData;
import org.signetmail.smime.internal.cades.CadesReader;
import org.signetmail.smime.internal.cades.Choices;

/** A signature that is kept: whoever judges it years later, judges it as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LongTermTest {
  private static final Instant START = Decades.START;
  private static final AlgorithmLife LIFE = AlgorithmLife.standard();

  private final Authority people =
      new Authority("People", KeyAlgorithm.P_384, before(START), Decades.years(2.5));
  private final SigningIdentity alice = alice(KeyAlgorithm.P_256);
  private final Stamper first = stamper("First", -0.01, 3);
  private final Stamper second = stamper("Second", 2, 8);
  private final Stamper third = stamper("Third", 7, 15);
  private byte[] kept = {};

  @BeforeAll
  void keep() throws IOException {
    kept = make(Form.MULTIPART_SIGNED, Level.LTA);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void afterTenYearsAndTwoRenewalsItHolds(Form form) throws IOException {
    byte[] evidence = make(form, Level.LTA);
    evidence = renew(evidence, second, Decades.years(2.9));
    evidence = renew(evidence, third, Decades.years(7.9));

    LongTermReading reading = check(evidence, Decades.years(10));

    assertPassed(reading);
    assertEquals(Level.LTA, reading.level());
    assertEquals(Optional.of(START.plusSeconds(60)), reading.provenSince());
    assertEquals("alice@example.test", reading.from().orElseThrow().toString());
    assertEquals(Optional.of("the plan"), reading.subject());
    assertEquals(
        List.of(Decades.years(10), Decades.years(7.9), Decades.years(2.9), START.plusSeconds(60)),
        reading.stamps().stream().map(LongTermReading.Stamp::judgedAt).toList(),
        "each time stamp is judged at the time of the next one over it");
    assertEquals(third.identity.certificate().notAfter(), reading.renewBefore().orElseThrow());
  }

  @Test
  void notRenewedItProvesNothingOnceItsTimeStampEnds() throws IOException {
    assertPassed(check(kept, Decades.years(2.9)));
    LongTermReading late = check(kept, Decades.years(3.1));
    assertInstanceOf(Verdict.Indeterminate.class, late.verdict());
    assertFinds(late, LongTermFinding.NOT_RENEWED);
  }

  @Test
  void itCannotBeRenewedTooLate() throws IOException {
    try (LongTermSignature late = read(kept)) {
      assertInstanceOf(
          LongTermMaker.Outcome.Refused.class,
          maker(second.at(Decades.years(4)), Decades.years(4)).renew(late, Decades.years(4)));
    }
  }

  @Test
  void whatFellAfterTheRenewalStaysProven() throws IOException {
    AlgorithmLife fallen =
        AlgorithmLife.of(
            """
            ec 300 2032-01-01
            digest sha-256 2032-01-01
            """
                .getBytes(StandardCharsets.UTF_8),
            "fallen.table");
    Stamper strong = stamper("Strong", KeyAlgorithm.P_384, 2, 8);
    Instant after = Instant.parse("2032-01-01T00:00:00Z");
    byte[] weak = renew(kept, second, Decades.years(2.9));
    byte[] renewed = renew(weak, strong, Decades.years(4));

    assertPassed(check(weak, after.minusSeconds(1), fallen, List.of()));
    LongTermReading notRenewed = check(weak, after, fallen, List.of());
    assertInstanceOf(Verdict.Indeterminate.class, notRenewed.verdict());
    assertFinds(notRenewed, LongTermFinding.NOT_RENEWED);
    assertPassed(check(renewed, after, fallen, List.of(strong.authority.certificate())));
  }

  @Test
  void aSignatureThatWasWeakWhenStampedIsNotProven() throws IOException {
    AlgorithmLife fallen =
        AlgorithmLife.of(
            "signature ecdsa 2026-01-01\n".getBytes(StandardCharsets.UTF_8), "fallen.table");
    LongTermReading reading = check(kept, Decades.years(1), fallen, List.of());
    assertFalse(reading.verdict() instanceof Verdict.Passed, reading.toString());
  }

  @Test
  void withoutArchiveStampTheCertificatesMayStillExpire() throws IOException {
    byte[] evidence = make(Form.MULTIPART_SIGNED, Level.LT);
    LongTermReading reading = check(evidence, Decades.years(2));
    assertPassed(reading);
    assertEquals(Level.LT, reading.level());
    assertTrue(alice.certificate().notAfter().isBefore(Decades.years(2)));
  }

  @Test
  void revokedAfterTheStampStaysAndRevokedBeforeDoesNot() throws IOException {
    Authority authority =
        new Authority("Fickle", KeyAlgorithm.P_384, before(START), Decades.years(2));
    SigningIdentity bob =
        authority.person("alice", KeyAlgorithm.P_256, before(START), Decades.years(0.5));
    String message = Mail.signed(Mail.PLAIN, bob, Form.MULTIPART_SIGNED);
    authority.revoke(bob.certificate(), START.plusSeconds(3600));
    CertificateList clear = authority.list(START.plusSeconds(60));
    CertificateList named = authority.list(START.plusSeconds(7200));

    byte[] evidence = made(message, authority, List.of(clear), first, START.plusSeconds(60));
    LongTermReading later =
        check(
            evidence,
            START.plusSeconds(9000),
            LIFE,
            List.of(authority.certificate()),
            List.of(named));
    assertPassed(later);
    assertFinds(later, PathFinding.REVOKED_LATER);

    LongTermMaker.Outcome outcome =
        new LongTermMaker(
                Decades.trust(List.of(authority.certificate()), List.of(named)),
                authorities(START.plusSeconds(7200), List.of()),
                LIFE,
                first.at(START.plusSeconds(7200)),
                StatusSource.NONE,
                Decades.RANDOM)
            .make(Mail.octets(message), Level.LTA, Spool.standard(), START.plusSeconds(7200));
    assertInstanceOf(LongTermMaker.Outcome.Refused.class, outcome);

    byte[] stampedLate;
    try (LongTermSignature signature =
        LongTermSignature.ofMessage(Mail.octets(message), Spool.standard())) {
      stampedLate =
          bytes(
              signature
                  .stamped(first.at(START.plusSeconds(7200)), Decades.RANDOM)
                  .with(
                      List.of(authority.certificate(), first.authority.certificate()),
                      authorities(START.plusSeconds(7200), List.of(named)).evidence()));
    }
    LongTermReading forged =
        check(stampedLate, START.plusSeconds(9000), LIFE, List.of(authority.certificate()));
    assertInstanceOf(Verdict.Failed.class, forged.verdict());
    assertFinds(forged, PathFinding.REVOKED);
  }

  @Test
  void aStampByWhomNobodyTrustsDoesNotPass() throws IOException {
    Stamper stranger = stamper("Stranger", -0.01, 8);
    byte[] evidence;
    try (LongTermSignature signature = read(kept)) {
      evidence = bytes(signature.archived(stranger.at(Decades.years(1)), Decades.RANDOM));
    }
    LongTermReading reading = check(evidence, Decades.years(2));
    assertFalse(reading.verdict() instanceof Verdict.Passed, reading.toString());
    assertFinds(reading, PathFinding.UNTRUSTED_ROOT);
  }

  @Test
  void aStampThatIsLaterThanTheOneOverItIsAForgery() throws IOException {
    byte[] evidence;
    try (LongTermSignature signature = read(kept)) {
      evidence =
          bytes(
              signature
                  .archived(second.at(Decades.years(2.5)), Decades.RANDOM)
                  .archived(first.at(Decades.years(2.2)), Decades.RANDOM));
    }
    LongTermReading reading = check(evidence, Decades.years(2.6));
    assertInstanceOf(Verdict.Failed.class, reading.verdict());
    assertFinds(reading, LongTermFinding.STAMP_ORDER);
  }

  @Test
  void aRevocationValueThatIsGoneIsSeen() throws IOException {
    CadesData whole = CadesReader.read(new ByteArrayInputStream(kept), Spool.standard());
    LongTermReading reading = check(bytes(without(whole, 0)), Decades.years(1));
    assertInstanceOf(Verdict.Failed.class, reading.verdict());
    assertFinds(reading, LongTermFinding.STAMP_MISMATCH);

    byte[] level = make(Form.MULTIPART_SIGNED, Level.LT);
    CadesData open = CadesReader.read(new ByteArrayInputStream(level), Spool.standard());
    LongTermReading withoutStatus = check(bytes(without(without(open, 0), 0)), Decades.years(1));
    assertInstanceOf(Verdict.Indeterminate.class, withoutStatus.verdict());
    assertFinds(withoutStatus, PathFinding.REVOCATION_UNKNOWN);
  }

  @Test
  void whatTheStampsDoNotCoverDoesNotCount() throws IOException {
    CadesData whole =
        CadesReader.read(new ByteArrayInputStream(make(Form.OPAQUE, Level.LT)), Spool.standard());
    CadesData bare = without(without(whole, 0), 0);
    byte[] late;
    try (LongTermSignature signature = read(bytes(bare))) {
      late =
          bytes(
              signature
                  .archived(first.at(START.plusSeconds(90)), Decades.RANDOM)
                  .with(List.of(), Choices.evidence(whole.revocations())));
    }
    LongTermReading reading = check(late, Decades.years(1));
    assertInstanceOf(Verdict.Indeterminate.class, reading.verdict());
    assertFinds(reading, PathFinding.REVOCATION_UNKNOWN);
  }

  @Test
  void aChangedOctetIsSeenWhereverItIs() throws IOException {
    byte[] evidence = renew(kept, second, Decades.years(2.9));
    byte[] lastToken;
    LongTermReading whole = check(evidence, Decades.years(4));
    assertPassed(whole);
    try (LongTermSignature signature = read(evidence)) {
      lastToken = signature.data().unsigned().getLast().values().getFirst();
    }
    int open = indexOf(evidence, lastToken);
    List<Integer> unseen = new ArrayList<>();
    for (int at = 0; at < evidence.length; at += 23) {
      byte[] changed = evidence.clone();
      changed[at] ^= (byte) (1 << at % 8);
      Optional<LongTermReading> reading = tryCheck(changed, Decades.years(4));
      if (reading.filter(r -> r.verdict() instanceof Verdict.Passed).isPresent()) {
        unseen.add(at);
        assertEquals(whole.provenSince(), reading.get().provenSince());
      }
    }
    assertTrue(
        unseen.stream().allMatch(at -> at >= open && at < open + lastToken.length),
        () -> "changed and not seen before " + open + ": " + unseen);
    assertTrue(unseen.size() * 23 < lastToken.length / 2, "certificates beside the last token");
  }

  @Test
  void whatWasSignedComesOutAsItWas() throws IOException {
    String message = Mail.signed(Mail.PLAIN, alice, Form.MULTIPART_SIGNED);
    byte[] evidence =
        made(
            message,
            people,
            List.of(people.list(START.plusSeconds(60))),
            first,
            START.plusSeconds(60));
    try (LongTermSignature signature = read(evidence)) {
      String content = Mail.text(signature.content());
      assertTrue(message.contains(content), "the entity stands in the message as it is here");
      ByteArrayOutputStream again = new ByteArrayOutputStream();
      signature.writeMessage(again);
      Reading reading =
          new MessageReader(
                  List.of(),
                  Decades.trust(List.of(people.certificate()), List.of()),
                  Spool.standard(),
                  MessageReader.Options.standard())
              .read(Octets.of(again.toByteArray()), START.plusSeconds(60));
      assertInstanceOf(Verdict.Passed.class, reading.verdict());
      assertEquals("the plan", reading.subject());
      assertArrayEquals(evidence, bytes(signature));
    }
  }

  @Test
  void linesThatLostTheirReturnsOnTheWayAreTheSameContent() throws IOException {
    String message = Mail.signed(Mail.PLAIN, alice, Form.MULTIPART_SIGNED).replace("\r\n", "\n");
    Instant now = START.plusSeconds(60);
    assertPassed(
        check(made(message, people, List.of(people.list(now)), first, now), Decades.years(1)));
  }

  @Test
  void moreStampsThanACenturyNeedsAreNotLookedAt() throws IOException {
    CadesData data = CadesReader.read(new ByteArrayInputStream(kept), Spool.standard());
    for (int i = 0; i < 101; i++) {
      data = data.with(data.unsigned().getLast());
    }
    LongTermReading reading = check(bytes(data), Decades.years(1));
    assertInstanceOf(Verdict.Failed.class, reading.verdict());
    assertFinds(reading, LongTermFinding.MALFORMED);
  }

  @Test
  void aSignatureStampedAsItWasMadeKeepsItsStamp() throws IOException {
    for (Form form : Form.values()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Mail.signer(alice, form)
          .stamping(first.at(START.plusSeconds(5)))
          .sign(Mail.octets(Mail.PLAIN), START, Decades.RANDOM, out);
      String message = out.toString(StandardCharsets.UTF_8);
      assertInstanceOf(
          Verdict.Passed.class,
          new MessageReader(
                  List.of(),
                  Decades.trust(List.of(people.certificate()), List.of()),
                  Spool.standard(),
                  MessageReader.Options.standard())
              .read(Mail.octets(message), START)
              .verdict());
      Instant now = START.plusSeconds(60);
      byte[] evidence = made(message, people, List.of(people.list(now)), first, now);
      LongTermReading reading = check(evidence, Decades.years(1));
      assertPassed(reading);
      assertEquals(Optional.of(START.plusSeconds(5)), reading.provenSince());
      assertEquals(2, reading.stamps().size());
    }
  }

  @Test
  void whatIsNoEvidenceIsSaidInALine() {
    for (String input : List.of("", "0", "From: a@b\r\n\r\nhello", Mail.PLAIN)) {
      MalformedMessage error =
          org.junit.jupiter.api.Assertions.assertThrows(
              MalformedMessage.class,
              () ->
                  LongTermSignature.read(
                      new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                      Spool.standard()));
      assertTrue(String.valueOf(error.getMessage()).startsWith("evidence: "), error::toString);
    }
    org.junit.jupiter.api.Assertions.assertThrows(
        MalformedMessage.class,
        () -> LongTermSignature.ofMessage(Mail.octets(Mail.PLAIN), Spool.standard()));
  }

  private byte[] make(Form form, Level level) throws IOException {
    Instant now = START.plusSeconds(60);
    return made(
        Mail.signed(Mail.PLAIN, alice, form), people, List.of(people.list(now)), first, now, level);
  }

  private byte[] made(
      String message,
      Authority authority,
      List<CertificateList> lists,
      Stamper stamper,
      Instant now)
      throws IOException {
    return made(message, authority, lists, stamper, now, Level.LTA);
  }

  private byte[] made(
      String message,
      Authority authority,
      List<CertificateList> lists,
      Stamper stamper,
      Instant now,
      Level level)
      throws IOException {
    LongTermMaker.Outcome outcome =
        new LongTermMaker(
                Decades.trust(List.of(authority.certificate()), lists),
                authorities(now, List.of()),
                LIFE,
                stamper.at(now),
                StatusSource.NONE,
                Decades.RANDOM)
            .make(Mail.octets(message), level, Spool.standard(), now);
    return bytes(outcome);
  }

  private byte[] renew(byte[] evidence, Stamper stamper, Instant now) throws IOException {
    try (LongTermSignature signature = read(evidence)) {
      return bytes(maker(stamper.at(now), now).renew(signature, now));
    }
  }

  private LongTermMaker maker(Stamper stamper, Instant now) {
    return new LongTermMaker(
        Decades.trust(List.of(people.certificate()), List.of()),
        authorities(now, List.of(stamper.authority.certificate())),
        LIFE,
        stamper,
        StatusSource.NONE,
        Decades.RANDOM);
  }

  /** All of them trusted, with the lists they have at a time. */
  private org.signetmail.pkix.PathValidator.Context authorities(Instant now, List<?> more) {
    List<Certificate> roots = new ArrayList<>();
    List<CertificateList> lists = new ArrayList<>();
    for (Stamper stamper : List.of(first, second, third)) {
      roots.add(stamper.authority.certificate());
      lists.add(stamper.authority.list(now));
    }
    for (Object one : more) {
      if (one instanceof CertificateList list) {
        lists.add(list);
      } else {
        roots.add((Certificate) one);
      }
    }
    return Decades.trust(roots, lists);
  }

  private LongTermReading check(byte[] evidence, Instant now) throws IOException {
    return check(evidence, now, LIFE, List.of());
  }

  private LongTermReading check(
      byte[] evidence, Instant now, AlgorithmLife life, List<Certificate> roots)
      throws IOException {
    return check(evidence, now, life, roots, List.of());
  }

  /** With nothing at hand but roots, and what is given. */
  private LongTermReading check(
      byte[] evidence,
      Instant now,
      AlgorithmLife life,
      List<Certificate> roots,
      List<CertificateList> lists)
      throws IOException {
    List<Certificate> signers = new ArrayList<>(roots);
    signers.add(people.certificate());
    List<Certificate> stampers = new ArrayList<>(roots);
    List.of(first, second, third).forEach(s -> stampers.add(s.authority.certificate()));
    try (LongTermSignature signature = read(evidence)) {
      return new LongTermCheck(
              Decades.trust(signers, lists), Decades.trust(stampers, List.of()), life)
          .check(signature, now);
    }
  }

  private Optional<LongTermReading> tryCheck(byte[] evidence, Instant now) {
    try {
      return Optional.of(check(evidence, now));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static CadesData without(CadesData data, int revocation) {
    List<byte[]> left = new ArrayList<>(data.revocations());
    left.remove(revocation);
    return new CadesData(
        data.version(),
        data.digestAlgorithms(),
        data.contentType(),
        data.content(),
        data.certificates(),
        left,
        data.signer(),
        data.unsigned());
  }

  private static LongTermSignature read(byte[] evidence) throws IOException {
    return LongTermSignature.read(new ByteArrayInputStream(evidence), Spool.standard());
  }

  private static byte[] bytes(LongTermMaker.Outcome outcome) throws IOException {
    return bytes(
        assertInstanceOf(LongTermMaker.Outcome.Made.class, outcome, outcome.toString())
            .signature());
  }

  private static byte[] bytes(LongTermSignature signature) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    signature.writeTo(out);
    return out.toByteArray();
  }

  private static byte[] bytes(CadesData data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    data.writeTo(out);
    return out.toByteArray();
  }

  private static int indexOf(byte[] all, byte[] part) {
    return new String(all, StandardCharsets.ISO_8859_1)
        .indexOf(new String(part, StandardCharsets.ISO_8859_1));
  }

  private SigningIdentity alice(KeyAlgorithm algorithm) {
    return people.person("alice", algorithm, before(START), START.plus(Duration.ofDays(300)));
  }

  private static Stamper stamper(String name, double from, double until) {
    return stamper(name, KeyAlgorithm.P_256, from, until);
  }

  private static Stamper stamper(String name, KeyAlgorithm algorithm, double from, double until) {
    return new Stamper(name, algorithm, Decades.years(from), Decades.years(until));
  }

  private static Instant before(Instant instant) {
    return instant.minus(Duration.ofDays(1));
  }

  private static void assertPassed(LongTermReading reading) {
    assertInstanceOf(Verdict.Passed.class, reading.verdict(), reading.findings().toString());
  }

  private static void assertFinds(LongTermReading reading, FindingCode code) {
    assertTrue(
        reading.findings().stream().map(Finding::code).anyMatch(code::equals),
        reading.findings().toString());
  }
}
