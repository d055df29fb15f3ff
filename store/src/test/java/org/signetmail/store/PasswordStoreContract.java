package org.signetmail.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.signetmail.gateway.PasswordStore;
import org.signetmail.gateway.SubmissionPassword;
import org.signetmail.gateway.SubmissionPasswords;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;

/** What every {@link PasswordStore} keeps to, and what passwords over it do. */
abstract class PasswordStoreContract extends StoreContract {
  @Test
  void thereIsOneForAMailboxAndTheLogKnows() {
    PasswordStore passwords = store.passwords();
    assertTrue(passwords.find(ALICE).isEmpty());
    assertFalse(passwords.remove(ALICE, entry(EntryType.PASSWORD_REMOVED)));
    assertEquals(0, store.log().size());

    assertEquals(0, passwords.keep(password(ALICE), entry(EntryType.PASSWORD_SET)));
    SubmissionPassword second = password(Mailbox.of("ALICE@example.test"));
    assertEquals(1, passwords.keep(second, entry(EntryType.PASSWORD_SET)));
    passwords.keep(password(BOB), entry(EntryType.PASSWORD_SET));

    SubmissionPassword found = passwords.find(ALICE).orElseThrow();
    assertArrayEquals(second.salt(), found.salt());
    assertArrayEquals(second.digest(), found.digest());
    assertEquals(NOON, found.since());
    assertTrue(passwords.remove(ALICE, entry(EntryType.PASSWORD_REMOVED)));
    assertTrue(passwords.find(ALICE).isEmpty());
    assertTrue(passwords.find(BOB).isPresent());
    assertEquals(4, store.log().size());
  }

  @Test
  void aPasswordThatWasMadeLogsInUntilItIsReplacedOrItsOwnerMayNotSend() {
    AtomicBoolean may = new AtomicBoolean(true);
    SubmissionPasswords passwords =
        new SubmissionPasswords(
            store.passwords(), mailbox -> may.get(), new SecureRandom(), InstantSource.system());
    char[] first = passwords.set(ALICE);
    char[] ofBob = passwords.set(BOB);

    assertEquals(Optional.of(ALICE), passwords.login("alice@EXAMPLE.test", first));
    char[] typed =
        new String(first).toUpperCase(java.util.Locale.ROOT).replace("-", " ").toCharArray();
    assertEquals(Optional.of(ALICE), passwords.login("alice@example.test", typed));
    assertEquals(Optional.empty(), passwords.login("alice@example.test", ofBob));
    assertEquals(Optional.empty(), passwords.login("alice@example.test", new char[0]));
    assertEquals(Optional.empty(), passwords.login("carol@example.test", first));
    assertEquals(Optional.empty(), passwords.login("no address", first));
    may.set(false);
    assertEquals(Optional.empty(), passwords.login("alice@example.test", first));
    may.set(true);
    char[] second = passwords.set(ALICE);
    assertEquals(Optional.empty(), passwords.login("alice@example.test", first));
    assertEquals(Optional.of(ALICE), passwords.login("alice@example.test", second));
    assertTrue(passwords.remove(ALICE));
    assertEquals(Optional.empty(), passwords.login("alice@example.test", second));
    assertTrue(new String(second).matches("([2-9a-km-np-z]{4}-){6}[2-9a-km-np-z]{4}"));
  }

  private static SubmissionPassword password(Mailbox mailbox) {
    return new SubmissionPassword(mailbox, octets(32), octets(32), NOON);
  }
}
