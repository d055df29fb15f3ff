package org.signetmail.enrolment.acme;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Accounts and their keys (RFC 8555 §7.3): made, looked up, changed, ended. Whoever calls has
 * checked who signed.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class Accounts {
  private static final int MOST_CONTACTS = 5;
  private static final int MOST_ATTEMPTS = 3;
  private static final Pattern MAIL_TO = Pattern.compile("(?i)mailto:([^?,%]{3,254})");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final AccountStore store;
  private final AcmeRules rules;
  private final SecureRandom random;
  private final InstantSource clock;

  public Accounts(AccountStore store, AcmeRules rules, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.rules = rules;
    this.random = random;
    this.clock = clock;
  }

  /** Whether it was there before. */
  public record Registered(Account account, boolean isNew) {}

  /** By its key; empty when the key has none. */
  public Optional<Account> ofKey(AccountKey key) {
    return store.ofKey(key.thumbprint());
  }

  /**
   * Makes the account of a key, or gives the one it has (RFC 8555 §7.3).
   *
   * @param binding the external account that signed for this key, checked
   */
  public Registered register(
      AccountKey key, List<String> contacts, Optional<ExternalAccount> binding) throws Refusal {
    Optional<Account> before = ofKey(key);
    if (before.isPresent()) {
      return new Registered(requireValid(before.get()), false);
    }
    requireContacts(contacts);
    if (binding.isEmpty() && rules.binding() == AcmeRules.Binding.REQUIRED) {
      throw Refusal.of(
          Problem.Type.EXTERNAL_ACCOUNT_REQUIRED,
          "this account is bound to nobody (RFC 8555 §7.3.4); ask your administrator for a key"
              + " made by 'signet acme key'");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    AccountHolder holder =
        binding.map(ExternalAccount::holder).orElseGet(AccountHolder.Anybody::new);
    Account account =
        new Account(
            RandomNames.next(random),
            key,
            Account.Status.VALID,
            contacts,
            holder,
            binding.map(ExternalAccount::id),
            now,
            0);
    LogEntry entry =
        LogEntry.of(EntryType.ACME_ACCOUNT_MADE, now)
            .with("account", account.id())
            .with("key", key.thumbprint())
            .committing("holder", holder.text(), random);
    return switch (store.add(account, entry)) {
      case DONE -> new Registered(account, true);
      case KEY_TAKEN -> new Registered(requireValid(ofKey(key).orElseThrow()), false);
      case BINDING_TAKEN ->
          throw Refusal.of(
              Problem.Type.UNAUTHORIZED,
              "the external account has made an account before (RFC 8555 §7.3.4); ask for another"
                  + " key");
    };
  }

  /** The account that a request names as its signer. */
  public Account require(String id) throws Refusal {
    Optional<Account> account = ID.matcher(id).matches() ? store.find(id) : Optional.empty();
    return requireValid(
        account.orElseThrow(() ->
            Refusal.of(
                Problem.Type.ACCOUNT_DOES_NOT_EXIST,
                "kid names no account here (RFC 8555 §6.2); make one at newAccount")));
  }

  /** Other contacts. */
  public Account update(Account account, List<String> contacts) throws Refusal {
    requireContacts(contacts);
    return change(account, one -> one.with(contacts));
  }

  /** Ends an account; what was issued to it stays. */
  public Account deactivate(Account account) throws Refusal {
    return change(account, one -> one.with(Account.Status.DEACTIVATED));
  }

  /** Another key in place of the present one (RFC 8555 §7.3.5). */
  public Account changeKey(Account account, AccountKey key) throws Refusal {
    return change(account, one -> one.with(key));
  }

  /** An administrator ends an account; empty when there is none that is valid. */
  public Optional<Account> revoke(String id) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Optional<Account> account =
          store.find(id).filter(one -> one.status() == Account.Status.VALID);
      if (account.isEmpty()) {
        return Optional.empty();
      }
      LogEntry entry =
          LogEntry.of(EntryType.ACME_ACCOUNT_REVOKED, clock.instant()).with("account", id);
      if (store.change(account.get().with(Account.Status.REVOKED), entry)
          == AccountStore.Changed.DONE) {
        return account;
      }
    }
    throw new IllegalStateException("acme account " + id + ": changes all the time; try again");
  }

  private interface Change {
    Account of(Account account);
  }

  private Account change(Account first, Change change) throws Refusal {
    Account account = first;
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Account changed = change.of(account);
      switch (store.change(changed)) {
        case DONE -> {
          return changed;
        }
        case KEY_TAKEN ->
            throw Refusal.of(
                Problem.Type.MALFORMED,
                409,
                "the new key has an account already (RFC 8555 §7.3.5); make another key");
        case STALE -> account = require(account.id());
      }
    }
    throw Refusal.of(Problem.Type.SERVER_INTERNAL, "the account changes all the time; try again");
  }

  private static Account requireValid(Account account) throws Refusal {
    if (account.status() != Account.Status.VALID) {
      throw Refusal.of(
          Problem.Type.UNAUTHORIZED,
          401,
          "the account was ended (RFC 8555 §7.3.6); make another with another key");
    }
    return account;
  }

  private static void requireContacts(List<String> contacts) throws Refusal {
    if (contacts.size() > MOST_CONTACTS) {
      throw Refusal.of(
          Problem.Type.INVALID_CONTACT, "more than " + MOST_CONTACTS + " contacts; give fewer");
    }
    for (String contact : contacts) {
      if (!contact.regionMatches(true, 0, "mailto:", 0, "mailto:".length())) {
        throw Refusal.of(
            Problem.Type.UNSUPPORTED_CONTACT, "a contact is no mailto: URL (RFC 8555 §7.3)");
      }
      var matcher = MAIL_TO.matcher(contact);
      try {
        if (!matcher.matches()) {
          throw new IllegalArgumentException("more than an address");
        }
        Mailbox.of(matcher.group(1));
      } catch (IllegalArgumentException e) {
        throw Refusal.of(
            Problem.Type.INVALID_CONTACT,
            "a contact is not mailto: and one address without fields (RFC 8555 §7.3)");
      }
    }
  }
}
