package org.signetmail.enrolment.acme;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * Keys with which a person, or a program for a group, binds an ACME account (RFC 8555 §7.3.4). The
 * MAC key is made from a secret of ours and the key's identifier, so the store has nothing that
 * anybody could use.
 *
 * <p>Safe for use by many threads and nodes.
 */
public final class ExternalAccounts {
  private final byte[] secret;
  private final AccountStore store;
  private final SecureRandom random;
  private final InstantSource clock;

  /**
   * @param secret the same on every node
   */
  public ExternalAccounts(
      byte[] secret, AccountStore store, SecureRandom random, InstantSource clock) {
    this.secret = secret.clone();
    this.store = store;
    this.random = random;
    this.clock = clock;
  }

  /**
   * A key that was made, for whom it is to be given to, once.
   *
   * @param macKey base64url; never logged
   */
  public record Made(ExternalAccount account, String macKey) {
    @Override
    public String toString() {
      return "Made[" + account.id() + "]";
    }
  }

  /** Makes one; the log says so. */
  public Made make(AccountHolder holder, Duration validity) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    ExternalAccount account =
        new ExternalAccount(
            RandomNames.next(random), holder, now, now.plus(validity), Optional.empty());
    store.keep(
        account,
        LogEntry.of(EntryType.ACME_KEY_MADE, now)
            .with("key", account.id())
            .with("until", account.until().toString())
            .committing("holder", holder.text(), random));
    return new Made(account, RandomNames.base64url(macKey(account)));
  }

  /** One that can still make an account. */
  public Optional<ExternalAccount> find(String id) {
    return store
        .external(id)
        .filter(one -> one.account().isEmpty() && clock.instant().isBefore(one.until()));
  }

  /** Those that nobody used yet. */
  public List<ExternalAccount> open(int limit) {
    return store.open(clock.instant(), limit);
  }

  /** 32 octets for HMAC. */
  public byte[] macKey(ExternalAccount account) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update("signet acme external account\0".getBytes(StandardCharsets.US_ASCII));
      mac.update((account.id() + "\0").getBytes(StandardCharsets.US_ASCII));
      return mac.doFinal(account.holder().text().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }
}
