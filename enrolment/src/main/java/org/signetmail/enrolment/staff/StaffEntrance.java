package org.signetmail.enrolment.staff;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.signetmail.ca.CertificateRecord;
import org.signetmail.enrolment.AttemptStore;
import org.signetmail.enrolment.BrowserSessions;
import org.signetmail.enrolment.EntranceLimit;
import org.signetmail.enrolment.Entry;
import org.signetmail.enrolment.SpokenCode;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;

/**
 * How those who run the system come in: with a certificate of ours in the TLS handshake, or with a
 * passkey. The first passkey is registered with a code that a command printed on the machine
 * itself; nobody can give it to themselves over the network. Safe for many threads and nodes.
 */
public final class StaffEntrance {
  /** How long a code for a passkey is good for. */
  public static final Duration CODE_LONGEST = Duration.ofHours(1);

  private static final int SYMBOLS = 20; // of five bits each

  private final StaffSessions sessions;
  private final StaffSessions.Ports ports;
  private final PasskeyChallenges challenges;
  private final AttemptStore attempts;
  private final SecureRandom random;
  private final InstantSource clock;

  public StaffEntrance(
      StaffSessions sessions,
      StaffSessions.Ports ports,
      PasskeyChallenges challenges,
      AttemptStore attempts,
      SecureRandom random,
      InstantSource clock) {
    this.sessions = sessions;
    this.ports = ports;
    this.challenges = challenges;
    this.attempts = attempts;
    this.random = random;
    this.clock = clock;
  }

  /**
   * What a passkey showed, after its signature was checked.
   *
   * @param challenge that it signed
   * @param counter that it sent along
   */
  public record Shown(byte[] challenge, long counter) {
    public Shown {
      challenge = challenge.clone();
    }

    @Override
    public byte[] challenge() {
      return challenge.clone();
    }
  }

  /** Whose a certificate is and as whom it would let them in; empty for any that does not count. */
  public Optional<Mailbox> holder(Certificate shown) {
    return record(shown)
        .flatMap(CertificateRecord::owner)
        .filter(owner -> !ports.staff().roles(owner).isEmpty());
  }

  /** Somebody shows a certificate whose key the TLS handshake proved. */
  public Entry byCertificate(Certificate shown) {
    return record(shown)
        .flatMap(record ->
            record
                .owner()
                .flatMap(owner ->
                    sessions.open(
                        owner,
                        new Credential.OfCertificate(
                            record.issuer(), record.certificate().serial()))))
        .<Entry>map(Entry.Admitted::new)
        .orElseGet(Entry.Refused::new);
  }

  /** What a passkey is to sign in the browser with this token. */
  public byte[] challenge(String visit) {
    return challenges.make(visit);
  }

  /** The passkey with this name, to check a signature with. */
  public Optional<Passkey> passkey(byte[] id) {
    return id.length > Passkey.LONGEST_ID ? Optional.empty() : ports.passkeys().find(id);
  }

  /**
   * Somebody comes with a passkey whose signature was checked.
   *
   * @param visit the browser's token of before
   */
  public Entry byPasskey(Passkey passkey, Shown shown, String visit) {
    if (!challenges.take(shown.challenge(), visit)
        || !ports.passkeys().used(passkey.id(), shown.counter())) {
      return new Entry.Refused();
    }
    return sessions
        .open(passkey.mailbox(), Credential.OfPasskey.of(passkey.id()))
        .<Entry>map(Entry.Admitted::new)
        .orElseGet(Entry.Refused::new);
  }

  /**
   * A code with which somebody registers a passkey, once; one of before is of no use any more.
   *
   * @return empty for somebody without a role
   */
  public Optional<String> passkeyCode(Mailbox mailbox) {
    if (ports.staff().roles(mailbox).isEmpty()) {
      return Optional.empty();
    }
    String code = SpokenCode.random(random, SYMBOLS);
    ports
        .passkeys()
        .allow(
            mailbox,
            BrowserSessions.digest(SpokenCode.plain(code)),
            clock.instant().plus(CODE_LONGEST));
    return Optional.of(code);
  }

  /**
   * Somebody registers a passkey, and is in with it.
   *
   * @param passkey as the authenticator made it, its challenge answered
   * @param visit the browser's token of before
   * @param client the address of the network that it comes from
   */
  public Entry register(Passkey passkey, Shown shown, String code, String visit, String client) {
    Instant now = clock.instant();
    EntranceLimit limit = EntranceLimit.PASSKEY_FROM_CLIENT;
    if (attempts.count(limit.of(client), now, limit.window()) > limit.most()) {
      return new Entry.TooMany(limit.window());
    }
    LogEntry entry =
        LogEntry.of(EntryType.PASSKEY_REGISTERED, now)
            .committing("mailbox", passkey.mailbox().toString(), random)
            .with("sha256", fingerprint(passkey));
    if (!challenges.take(shown.challenge(), visit)
        || !ports
            .passkeys()
            .register(passkey, BrowserSessions.digest(SpokenCode.plain(code)), entry)) {
      return new Entry.Refused();
    }
    attempts.takeBack(limit.of(client));
    return sessions
        .open(passkey.mailbox(), Credential.OfPasskey.of(passkey.id()))
        .<Entry>map(Entry.Admitted::new)
        .orElseGet(Entry.Refused::new);
  }

  /** Somebody's passkeys. */
  public List<Passkey> passkeys(Mailbox mailbox) {
    return ports.passkeys().of(mailbox);
  }

  /**
   * Takes all of somebody's passkeys away; sessions that began with one are over.
   *
   * @return how many there were
   */
  public int removePasskeys(Mailbox mailbox) {
    return ports
        .passkeys()
        .remove(
            mailbox,
            LogEntry.of(EntryType.PASSKEY_REMOVED, clock.instant())
                .committing("mailbox", mailbox.toString(), random));
  }

  private Optional<CertificateRecord> record(Certificate shown) {
    return ports.certificates().ofKey(shown.keyId()).stream()
        .filter(one -> one.certificate().equals(shown))
        .findFirst();
  }

  /** Tells passkeys apart in public, and names nobody. */
  private static String fingerprint(Passkey passkey) {
    return Hash.sha256(passkey.credential()).hex();
  }
}
