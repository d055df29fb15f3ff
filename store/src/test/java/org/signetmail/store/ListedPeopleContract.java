package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.directory.ListedPeople;
import org.signetmail.directory.ListedPerson;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile.Kind;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation;

/** What the {@link ListedPeople} of a store keep to. Everybody's name is Somebody. */
abstract class ListedPeopleContract extends StoreContract {
  private static final Instant END = Instant.parse("2036-01-01T00:00:00Z");
  private static final Mailbox CAROL = Mailbox.of("Carol.van-Dijk@example.test");

  @Test
  void aPersonHasTheCertificatesOfNowTheNewestFirst() {
    Certificate older = keep("alice@example.test");
    Certificate newer = keep("Alice@Example.test");
    assertEquals(
        Optional.of(
            new ListedPerson(Mailbox.of("Alice@example.test"), "Somebody", List.of(newer, older))),
        people().of(ALICE, NOON));
    assertEquals(Optional.empty(), people().of(BOB, NOON));
    assertEquals(Optional.empty(), people().of(ALICE, END.plusSeconds(1)), "ended");
    assertTrue(people().of(ALICE, END).isPresent(), "notAfter is inclusive (RFC 5280 §4.1.2.5)");
    for (int i = 0; i < 9; i++) {
      keep("alice@example.test");
    }
    assertEquals(
        ListedPeople.MOST_CERTIFICATES,
        people().of(ALICE, NOON).orElseThrow().certificates().size());
  }

  @Test
  void whatWasRevokedIsNotShown() {
    Certificate one = keep("alice@example.test");
    store
        .certificates()
        .revoke(ISSUER, new Revocation(one.serial(), NOON, Revocation.Reason.SUPERSEDED), issued());
    assertEquals(Optional.empty(), people().of(ALICE, NOON));
  }

  @Test
  void noOtherKeyIsShown() {
    store.certificates().keep(signing(TestCertificates.fresh("alice@example.test")), issued());
    store
        .certificates()
        .keep(
            record(TestCertificates.fresh("bob@example.test"), Kind.SEAL, Optional.of(BOB)),
            issued());
    assertEquals(Optional.empty(), people().of(ALICE, NOON));
    assertEquals(Optional.empty(), people().of(BOB, NOON));
    assertEquals(List.of(), people().beginning("some", 10));
    assertEquals(List.of(), people().page("", 10));
  }

  @Test
  void aMailboxIsFoundByTheBeginningOfAWord() {
    keep("alice@example.test");
    keep("alice@example.test");
    keep(CAROL.toString());
    for (String beginning : List.of("c", "carol", "van", "dijk", "di")) {
      assertEquals(List.of(CAROL), people().beginning(beginning, 10), beginning);
    }
    assertEquals(List.of(ALICE, CAROL), people().beginning("somebody", 10));
    assertEquals(List.of(ALICE), people().beginning("some", 1));
    for (String beginning : List.of("arol", "example", "carols", "%", "_", "zzz")) {
      assertEquals(List.of(), people().beginning(beginning, 10), beginning);
    }
  }

  @Test
  void everybodyIsThereOnce() {
    keep("bob@example.test");
    keep("alice@example.test");
    keep("alice@example.test");
    assertEquals(List.of(ALICE), people().page("", 1));
    assertEquals(List.of(BOB), people().page(ALICE.key(), 10));
    assertEquals(List.of(), people().page(BOB.key(), 10));
  }

  private ListedPeople people() {
    return store.listedPeople();
  }

  private Certificate keep(String mailbox) {
    Certificate certificate = TestCertificates.fresh(mailbox);
    store.certificates().keep(encryption(certificate), issued());
    return certificate;
  }
}
