package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.signetmail.gateway.FormPassword;
import org.signetmail.gateway.FormPassword.Origin;
import org.signetmail.gateway.FormPasswordStore;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;

/** What every {@link FormPasswordStore} keeps to. */
abstract class FormPasswordStoreContract extends StoreContract {
  private static final Mailbox DORA = Mailbox.of("Dora@elsewhere.test");
  private static final Instant LATER = NOON.plusSeconds(1);

  @Test
  void theFirstStaysUntilItIsReplacedOrEnds() {
    FormPasswordStore passwords = store.formPasswords();
    assertTrue(passwords.find(DORA).isEmpty());
    FormPassword first = password(Origin.MADE, NOON);
    same(first, passwords.keepFirst(first, entry(EntryType.FORM_PASSWORD_SET)));
    same(
        first,
        passwords.keepFirst(password(Origin.MADE, LATER), entry(EntryType.FORM_PASSWORD_SET)));
    assertEquals(1, store.log().size(), "the second was not kept, and is not logged");

    FormPassword agreed = password(Origin.AGREED, LATER);
    passwords.replace(agreed, entry(EntryType.FORM_PASSWORD_SET));
    same(agreed, passwords.find(Mailbox.of("dora@ELSEWHERE.test")).orElseThrow());
    assertFalse(passwords.remove(first, entry(EntryType.FORM_PASSWORD_ENDED)), "it is another");
    assertEquals(2, store.log().size());
    assertTrue(passwords.remove(agreed, entry(EntryType.FORM_PASSWORD_ENDED)));
    assertTrue(passwords.find(DORA).isEmpty());
    assertEquals(List.of(), passwords.all());
    assertEquals(3, store.log().size());
  }

  @Test
  void whoWasToldIsKnownOfThatVeryPassword() {
    FormPasswordStore passwords = store.formPasswords();
    FormPassword former = password(Origin.MADE, NOON);
    FormPassword present = password(Origin.MADE, LATER);
    passwords.keepFirst(present, entry(EntryType.FORM_PASSWORD_SET));
    passwords.told(former, ALICE);
    assertEquals(Optional.empty(), passwords.find(DORA).orElseThrow().told());
    passwords.told(present, ALICE);
    assertEquals(Optional.of(ALICE), passwords.find(DORA).orElseThrow().told());
    assertEquals(1, passwords.all().size());
  }

  private static FormPassword password(Origin origin, Instant since) {
    return new FormPassword(DORA, origin, octets(60), since, Optional.empty());
  }

  private static void same(FormPassword expected, FormPassword found) {
    assertEquals(expected.recipient(), found.recipient());
    assertEquals(expected.origin(), found.origin());
    assertEquals(expected.since(), found.since());
    assertArrayEquals(expected.sealed(), found.sealed());
  }
}
