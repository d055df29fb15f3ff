package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.signetmail.ca.CertificateQuery;
import org.signetmail.ca.CertificateQuery.Part;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.ca.CertificateStore;
import org.signetmail.ca.CertificateStore.Kept;
import org.signetmail.ca.CertificateStore.Released;
import org.signetmail.ca.CertificateStore.Revoked;
import org.signetmail.ca.CertificateStore.Standing;
import org.signetmail.ca.StatusChange;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/** What every {@link CertificateStore} keeps to. */
abstract class CertificateStoreContract extends StoreContract {

  @Test
  void givesBackWhatWasKept() {
    CertificateRecord alice = encryption(TestCertificates.fresh("alice@example.test"));
    CertificateRecord root = record(TestCertificates.fresh(), Kind.ROOT, Optional.empty());
    LogEntry entry = issued();
    assertEquals(new Kept.Done(0), store.certificates().keep(alice, entry));
    assertEquals(new Kept.Done(1), store.certificates().keep(root, issued()));

    assertEquals(Optional.of(alice), find(alice));
    assertEquals(Optional.of(root), find(root));
    assertEquals("Alice@example.test", find(alice).orElseThrow().owner().orElseThrow().toString());
    assertEquals(entry, store.log().entries(0, 1).getFirst());
    assertEquals(
        Optional.empty(), store.certificates().find(OTHER_ISSUER, alice.certificate().serial()));
    assertEquals(Optional.empty(), store.certificates().find(ISSUER, BigInteger.ONE.negate()));
    assertEquals(
        Optional.empty(), store.certificates().find(ISSUER, BigInteger.ONE.shiftLeft(200)));
  }

  @Test
  void givesASerialOnceForEachIssuer() {
    BigInteger serial = TestCertificates.freshSerial();
    CertificateRecord first = signing(TestCertificates.over(TestCertificates.freshKey(), serial));
    CertificateRecord second = signing(TestCertificates.over(TestCertificates.freshKey(), serial));
    CertificateRecord elsewhere =
        new CertificateRecord(
            second.certificate(),
            OTHER_ISSUER,
            second.kind(),
            second.owner(),
            second.receipt(),
            second.revocation());
    store.certificates().keep(first, issued());
    assertEquals(new Kept.SerialTaken(), store.certificates().keep(second, issued()));
    assertEquals(1, store.log().size());
    assertEquals(new Kept.Done(1), store.certificates().keep(elsewhere, issued()));
    assertEquals(Optional.of(first), find(first));
  }

  @Test
  void neverLetsAKeyHaveBothUses() {
    byte[] key = TestCertificates.freshKey();
    CertificateRecord encrypts = encryption(over(key));
    store.certificates().keep(encrypts, issued());
    for (Kind kind : List.of(Kind.PERSON_SIGNING, Kind.SEAL, Kind.ISSUING)) {
      assertEquals(
          new Kept.KeyHasOtherUse(encrypts),
          store.certificates().keep(record(over(key), kind, Optional.of(ALICE)), issued()));
    }
    CertificateRecord renewed = encryption(over(key));
    assertEquals(new Kept.Done(1), store.certificates().keep(renewed, issued()));

    byte[] signs = TestCertificates.freshKey();
    CertificateRecord signer = signing(over(signs));
    store.certificates().keep(signer, issued());
    assertEquals(
        new Kept.KeyHasOtherUse(signer),
        store.certificates().keep(encryption(over(signs)), issued()));
    assertEquals(3, store.log().size());
    assertEquals(
        List.of(renewed, encrypts), store.certificates().ofKey(encrypts.certificate().keyId()));
  }

  @Test
  void neverLetsAKeyHaveTwoHolders() throws Exception {
    byte[] key = TestCertificates.freshKey();
    CertificateRecord alices = signing(over(key));
    store.certificates().keep(alices, issued());
    revoke(alices, Revocation.Reason.KEY_COMPROMISE);
    for (Optional<Mailbox> other : List.of(Optional.of(BOB), Optional.<Mailbox>empty())) {
      Kept kept =
          store.certificates().keep(record(over(key), Kind.PERSON_SIGNING, other), issued());
      assertEquals(
          alices.certificate(),
          assertInstanceOf(Kept.KeyHasOtherHolder.class, kept).other().certificate());
    }
    assertInstanceOf(Kept.Done.class, store.certificates().keep(signing(over(key)), issued()));
  }

  @Test
  void keepsOneOfManyWhoBringTheSameKeyAtOnce() throws Exception {
    byte[] key = TestCertificates.freshKey();
    List<Callable<Kept>> work = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Optional<Mailbox> owner = Optional.of(Mailbox.of("person" + i + "@example.test"));
      CertificateRecord record =
          i % 2 == 0
              ? record(over(key), Kind.PERSON_SIGNING, owner)
              : record(over(key), Kind.SEAL, Optional.empty());
      work.add(() -> store.certificates().keep(record, issued()));
    }
    List<Kept> answers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Kept> future : executor.invokeAll(work)) {
        answers.add(future.get());
      }
    }
    long kept = answers.stream().filter(Kept.Done.class::isInstance).count();
    assertEquals(kept, store.log().size());
    assertEquals(
        1,
        store.certificates().ofKey(over(key).keyId()).stream()
            .map(CertificateRecord::owner)
            .distinct()
            .count());
  }

  @Test
  void listsEverybodysNewestFirstAPageAtATime() {
    List<CertificateRecord> kept = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      kept.addFirst(signing(TestCertificates.fresh("alice@example.test")));
      store.certificates().keep(kept.getFirst(), issued());
    }
    List<CertificateStore.Listed> first = store.certificates().page(Long.MAX_VALUE, 2);
    List<CertificateStore.Listed> rest = store.certificates().page(first.getLast().logIndex(), 100);
    assertEquals(List.of(4L, 3L), first.stream().map(CertificateStore.Listed::logIndex).toList());
    assertEquals(
        kept,
        Stream.concat(first.stream(), rest.stream()).map(CertificateStore.Listed::record).toList());
    assertEquals(List.of(), store.certificates().page(rest.getLast().logIndex(), 1));
  }

  @Test
  void findsASerialWhicheverAuthorityGaveIt() {
    CertificateRecord record = signing(TestCertificates.fresh());
    store.certificates().keep(signing(TestCertificates.fresh()), issued());
    store.certificates().keep(record, issued());
    assertEquals(
        List.of(new CertificateStore.Listed(1, record)),
        store.certificates().ofSerial(record.certificate().serial()));
    assertEquals(List.of(), store.certificates().ofSerial(BigInteger.TWO));
    assertEquals(List.of(), store.certificates().ofSerial(BigInteger.ONE.shiftLeft(200)));
  }

  @Test
  void remembersTheUseOfARevokedCertificatesKey() {
    byte[] key = TestCertificates.freshKey();
    CertificateRecord signer = signing(over(key));
    store.certificates().keep(signer, issued());
    revoke(signer, Revocation.Reason.KEY_COMPROMISE);
    assertInstanceOf(
        Kept.KeyHasOtherUse.class, store.certificates().keep(encryption(over(key)), issued()));
  }

  @Test
  void refusesAnEncryptionCertificateWithoutReceipt() {
    CertificateRecord without =
        new CertificateRecord(
            TestCertificates.fresh(),
            ISSUER,
            Kind.PERSON_ENCRYPTION,
            Optional.of(ALICE),
            Optional.empty(),
            Optional.empty());
    assertThrows(
        IllegalArgumentException.class, () -> store.certificates().keep(without, issued()));
    assertEquals(0, store.log().size());
  }

  @Test
  void listsAnOwnersCertificatesNewestFirst() {
    List<CertificateRecord> kept = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      kept.addFirst(signing(TestCertificates.fresh("alice@example.test")));
      store.certificates().keep(kept.getFirst(), issued());
      store
          .certificates()
          .keep(record(TestCertificates.fresh(), Kind.PERSON_SIGNING, Optional.of(BOB)), issued());
    }
    assertEquals(kept, store.certificates().ofOwner(Mailbox.of("aLICE@EXAMPLE.test")));
    assertEquals(List.of(), store.certificates().ofOwner(Mailbox.of("carol@example.test")));
  }

  @Test
  void revokesOnce() {
    CertificateRecord record = signing(TestCertificates.fresh());
    store.certificates().keep(record, issued());
    Revocation first = revocation(record, Revocation.Reason.KEY_COMPROMISE);
    assertEquals(
        new Revoked.Done(1),
        store.certificates().revoke(ISSUER, first, entry(EntryType.CERTIFICATE_REVOKED)));
    assertEquals(new Revoked.Before(first), revoke(record, Revocation.Reason.SUPERSEDED));
    assertEquals(2, store.log().size());
    assertEquals(Optional.of(first), find(record).orElseThrow().revocation());
    assertEquals(Optional.of(first), store.certificates().ofOwner(ALICE).getFirst().revocation());
  }

  @Test
  void doesNotRevokeWhatItDoesNotKnow() {
    CertificateRecord record = signing(TestCertificates.fresh());
    assertEquals(new Revoked.Unknown(), revoke(record, Revocation.Reason.SUPERSEDED));
    assertEquals(0, store.log().size());
  }

  @Test
  void listsRevocationsInOrderOfSerial() {
    List<BigInteger> serials =
        Stream.of("7f", "80", "ff", "0100", "ffffffffffffffffffffffffffffffffffffffff", "1")
            .map(hex -> new BigInteger(hex, 16))
            .toList();
    for (BigInteger serial : serials) {
      CertificateRecord record =
          signing(TestCertificates.over(TestCertificates.freshKey(), serial));
      store.certificates().keep(record, issued());
      revoke(record, Revocation.Reason.CESSATION_OF_OPERATION);
    }
    assertEquals(
        serials.stream().sorted().toList(),
        store.certificates().moment(ISSUER, -1).revoked().stream()
            .map(Revocation::serial)
            .toList());
    assertEquals(List.of(), store.certificates().moment(OTHER_ISSUER, -1).revoked());
  }

  @Test
  void aHoldIsTakenBackOrBecomesFinalAndNothingElseIs() {
    CertificateRecord held = signing(TestCertificates.fresh());
    CertificateRecord ended = signing(TestCertificates.fresh());
    store.certificates().keep(held, issued());
    store.certificates().keep(ended, issued());
    revoke(held, Revocation.Reason.CERTIFICATE_HOLD);
    revoke(ended, Revocation.Reason.SUPERSEDED);

    assertEquals(new Released.Done(4), release(held));
    assertEquals(Optional.empty(), find(held).orElseThrow().revocation());
    assertEquals(new Released.NotOnHold(Optional.empty()), release(held));
    assertEquals(
        new Released.NotOnHold(Optional.of(revocation(ended, Revocation.Reason.SUPERSEDED))),
        release(ended));
    assertEquals(new Released.Unknown(), release(signing(TestCertificates.fresh())));
    assertEquals(5, store.log().size());

    revoke(held, Revocation.Reason.CERTIFICATE_HOLD);
    assertEquals(
        new Revoked.Done(6),
        store
            .certificates()
            .revoke(
                ISSUER,
                new Revocation(
                    held.certificate().serial(),
                    NOON.plusSeconds(60),
                    Revocation.Reason.KEY_COMPROMISE),
                issued()));
    assertEquals(
        Optional.of(revocation(held, Revocation.Reason.KEY_COMPROMISE)),
        find(held).orElseThrow().revocation(),
        "from the day of the hold on");
    assertInstanceOf(
        Revoked.Before.class, revoke(held, Revocation.Reason.CERTIFICATE_HOLD), "never back");
  }

  @Test
  void aMomentKnowsWhatIsRevokedAndWhatChangedInOrder() {
    CertificateRecord one = signing(TestCertificates.fresh());
    CertificateRecord two = signing(TestCertificates.fresh());
    store.certificates().keep(one, issued());
    store.certificates().keep(two, issued());
    assertEquals(-1, store.certificates().lastChange(ISSUER));
    revoke(one, Revocation.Reason.CERTIFICATE_HOLD);
    revoke(two, Revocation.Reason.SUPERSEDED);
    release(one);

    CertificateStore.StatusMoment moment = store.certificates().moment(ISSUER, 2);
    assertEquals(4, moment.upTo());
    assertEquals(
        List.of(two.certificate().serial()),
        moment.revoked().stream().map(Revocation::serial).toList());
    assertEquals(
        List.of(two.certificate().serial(), one.certificate().serial()),
        moment.changed().stream().map(StatusChange::serial).toList());
    assertEquals(moment.changed(), store.certificates().changes(ISSUER, 2));
    assertEquals(List.of(), store.certificates().changes(ISSUER, 4));
    assertEquals(-1, store.certificates().lastChange(OTHER_ISSUER));
  }

  @Test
  void theStandingOfACertificateIsNotThatOfOneThatWasNeverIssued() {
    CertificateRecord record = signing(TestCertificates.fresh());
    BigInteger serial = record.certificate().serial();
    assertEquals(Optional.empty(), store.certificates().standing(ISSUER, serial));
    store.certificates().keep(record, issued());
    assertEquals(
        Optional.of(new Standing(Optional.empty(), -1)),
        store.certificates().standing(ISSUER, serial));
    revoke(record, Revocation.Reason.SUPERSEDED);
    assertEquals(
        Optional.of(
            new Standing(
                Optional.of(revocation(record, Revocation.Reason.SUPERSEDED)),
                store.certificates().lastChange(ISSUER))),
        store.certificates().standing(ISSUER, serial));
    assertEquals(Optional.empty(), store.certificates().standing(OTHER_ISSUER, serial));
    assertEquals(Optional.empty(), store.certificates().standing(ISSUER, BigInteger.ONE.negate()));
  }

  @Test
  void findsByMailboxNameIssuerAndHashesOfParts() {
    CertificateRecord one = signing(TestCertificates.fresh("alice@example.test"));
    CertificateRecord two = signing(TestCertificates.fresh("alice@example.test"));
    CertificateRecord seal =
        record(TestCertificates.fresh("alice@example.test"), Kind.SEAL, Optional.empty());
    for (CertificateRecord record : List.of(one, two, seal)) {
      store.certificates().keep(record, issued());
    }
    Certificate certificate = one.certificate();

    assertEquals(List.of(two, one), search(new CertificateQuery.OfMailbox(ALICE)), "no seals");
    assertEquals(List.of(seal, two, one), search(new CertificateQuery.OfIssuer(ISSUER)));
    assertEquals(
        List.of(seal), store.certificates().search(new CertificateQuery.OfIssuer(ISSUER), 1));
    assertEquals(List.of(), search(new CertificateQuery.OfIssuer(OTHER_ISSUER)));
    assertEquals(
        List.of(one),
        search(new CertificateQuery.OfHash(Part.CERTIFICATE, hash(certificate.encoded()))));
    assertEquals(
        List.of(one),
        search(
            new CertificateQuery.OfHash(
                Part.ISSUER_AND_SERIAL, hash(certificate.issuerAndSerialNumber()))));
    assertEquals(
        search(new CertificateQuery.OfName(certificate.displayName())),
        search(new CertificateQuery.OfHash(Part.SUBJECT, hash(certificate.subjectDer()))));
    assertEquals(List.of(), search(new CertificateQuery.OfHash(Part.KEY_IDENTIFIER, new byte[20])));
    assertEquals(
        List.of(seal.certificate().serial(), two.certificate().serial(), certificate.serial()),
        store.certificates().newestSerials(ISSUER, 3));
  }

  private List<CertificateRecord> search(CertificateQuery query) {
    return store.certificates().search(query, 10);
  }

  private static byte[] hash(byte[] octets) {
    return CertificateQuery.hash(octets);
  }

  @Test
  void keepsOneOfManyWithTheSameSerial() throws Exception {
    BigInteger serial = TestCertificates.freshSerial();
    List<Callable<Kept>> work = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      CertificateRecord record =
          signing(TestCertificates.over(TestCertificates.freshKey(), serial));
      work.add(() -> store.certificates().keep(record, issued()));
    }
    List<Kept> answers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Kept> future : executor.invokeAll(work)) {
        answers.add(future.get());
      }
    }
    assertEquals(1, answers.stream().filter(Kept.Done.class::isInstance).count());
    assertEquals(7, answers.stream().filter(Kept.SerialTaken.class::isInstance).count());
    assertEquals(1, store.log().size());
  }

  @Test
  void aMistakeOfOneCallerHarmsNoOther() throws Exception {
    List<Callable<Boolean>> work = new ArrayList<>();
    CertificateRecord tooLong =
        signing(TestCertificates.over(TestCertificates.freshKey(), BigInteger.ONE.shiftLeft(190)));
    for (int i = 0; i < 40; i++) {
      boolean wrong = i % 4 == 0;
      CertificateRecord record = wrong ? tooLong : signing(TestCertificates.fresh());
      work.add(() -> {
        try {
          return store.certificates().keep(record, issued()) instanceof Kept.Done;
        } catch (IllegalArgumentException e) {
          return false;
        }
      });
    }
    int kept = 0;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> future : executor.invokeAll(work)) {
        kept += future.get() ? 1 : 0;
      }
    }
    assertEquals(30, kept);
    assertEquals(30, store.log().size());
  }

  private Optional<CertificateRecord> find(CertificateRecord record) {
    return store.certificates().find(record.issuer(), record.certificate().serial());
  }

  private Revoked revoke(CertificateRecord record, Revocation.Reason reason) {
    return store
        .certificates()
        .revoke(ISSUER, revocation(record, reason), entry(EntryType.CERTIFICATE_REVOKED));
  }

  private Released release(CertificateRecord record) {
    return store.certificates().release(ISSUER, record.certificate().serial(), NOON, issued());
  }

  private static Revocation revocation(CertificateRecord record, Revocation.Reason reason) {
    return new Revocation(record.certificate().serial(), NOON, reason);
  }

  private static Certificate over(byte[] key) {
    return TestCertificates.over(key, TestCertificates.freshSerial(), "alice@example.test");
  }
}
