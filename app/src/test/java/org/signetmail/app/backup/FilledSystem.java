package org.signetmail.app.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.app.organization.OfficerCeremony;
import org.signetmail.app.organization.Organization;
import org.signetmail.backup.Progress;
import org.signetmail.directory.Partner;
import org.signetmail.enrolment.staff.Passkey;
import org.signetmail.enrolment.staff.PasskeyStore;
import org.signetmail.gateway.KeyRingStore;
import org.signetmail.gateway.RingHolder;
import org.signetmail.gateway.SubmissionPasswords;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.Revocation.Reason;
import org.signetmail.rollout.Wave;
import org.signetmail.rollout.WaveAct;
import org.signetmail.rollout.WaveLeaf;
import org.signetmail.rollout.WaveRecord;
import org.signetmail.rollout.WaveStore;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.Hash;
import org.signetmail.tlog.LogEntry;

/** A system with something in every table that the log knows, and a first backup. */
final class FilledSystem {
  private FilledSystem() {}

  /** Something in every table that the log knows. */
  static TestSystem filled(TestSystem system) throws IOException {
    Organization organization = system.organization();
    for (String name : List.of("alice", "bob", "carol")) {
      var serial = system.issue(name).certificate().serial();
      Reason reason = name.equals("alice") ? Reason.KEY_COMPROMISE : Reason.CERTIFICATE_HOLD;
      organization.authority().revoke(organization.issuing().keyId(), serial, reason);
      if (name.equals("carol")) {
        organization.authority().release(organization.issuing().keyId(), serial);
      }
    }
    new OfficerCeremony(organization).enrol(TestSystem.mailbox("olga"), "Olga");
    Partner partner =
        new Partner(
            "Partner",
            List.of(organization.root()),
            Set.of("partner.test", "partner.example"),
            Optional.empty());
    LogEntry added =
        LogEntry.of(EntryType.PARTNER_ADDED, organization.now())
            .with("partner", "Partner")
            .with("domains", "partner.example partner.test")
            .with("roots", organization.root().fingerprint());
    organization.store().partners().add(partner, added);
    depart(organization, "bob");
    passwords(organization);
    ring(organization);
    passkeys(organization);
    waves(organization);
    system.clock.pass(Duration.ofSeconds(2));
    system.maker().make(system.backups, BackupMaker.Kind.FULL, Progress.NONE);
    system.close();
    return system;
  }

  private static void depart(Organization organization, String name) throws IOException {
    assertTrue(
        organization.enrolling().enrolment().suspend(TestSystem.mailbox(name)).isPresent(), name);
  }

  /** One that is there, one in its second form, one that is gone. */
  private static void passwords(Organization organization) {
    SubmissionPasswords passwords = organization.mailing().submissionPasswords();
    for (String name : List.of("alice", "alice", "carol")) {
      passwords.set(TestSystem.mailbox(name));
    }
    assertTrue(passwords.remove(TestSystem.mailbox("carol")));
  }

  /** A key that came, went, and came again. */
  private static void ring(Organization organization) throws IOException {
    KeyRingStore ring = organization.store().keyRing();
    RingHolder holder = new RingHolder.Domain("example.test");
    Certificate certificate = organization.archiving().keyTransport().certificate();
    KeyRingStore.Entry key =
        new KeyRingStore.Entry(holder, certificate, new byte[] {1}, organization.now());
    ring.add(key, ringEntry(EntryType.RING_KEY_ADDED, certificate, organization));
    assertTrue(
        ring.remove(
            holder,
            certificate.keyId(),
            ringEntry(EntryType.RING_KEY_REMOVED, certificate, organization)));
    ring.add(key, ringEntry(EntryType.RING_KEY_ADDED, certificate, organization));
  }

  /** One that was taken away, and another in its place. */
  private static void passkeys(Organization organization) {
    PasskeyStore passkeys = organization.store().passkeys();
    Mailbox anna = TestSystem.mailbox("anna");
    for (byte one : new byte[] {1, 2}) {
      Instant now = organization.now();
      byte[] code = Hash.sha256(new byte[] {one}).bytes();
      Passkey passkey = new Passkey(new byte[] {one}, anna, "host", new byte[80], 0, now);
      passkeys.allow(anna, code, now.plusSeconds(60));
      LogEntry entry =
          LogEntry.of(EntryType.PASSKEY_REGISTERED, now)
              .committing("mailbox", anna.toString(), organization.random())
              .with("sha256", Hash.sha256(passkey.credential()).hex());
      assertTrue(passkeys.register(passkey, code, entry));
      if (one == 1) {
        LogEntry removed =
            LogEntry.of(EntryType.PASSKEY_REMOVED, now)
                .committing("mailbox", anna.toString(), organization.random());
        assertEquals(1, passkeys.remove(anna, removed));
      }
    }
  }

  /** One that brought a policy, went on and was paused; one that is only planned. */
  private static void waves(Organization organization) {
    WaveStore waves = organization.store().waves();
    waves.plan(
        List.of(wave("first", Wave.State.PLANNED), wave("second", Wave.State.PLANNED)),
        organization.now());
    WaveRecord first =
        waves
            .waves()
            .getFirst()
            .with(new WaveRecord.PolicyChange("before", "set"))
            .in(Wave.State.RUNNING, organization.now());
    act(organization, WaveAct.START, first, Wave.State.PLANNED);
    act(
        organization,
        WaveAct.PAUSE,
        first.in(Wave.State.PAUSED, organization.now()),
        Wave.State.RUNNING);
  }

  private static void act(Organization organization, WaveAct act, WaveRecord to, Wave.State from) {
    LogEntry entry = WaveLeaf.of(act, to, "test", organization.now(), organization.random());
    assertTrue(organization.store().waves().change(to, from, entry));
  }

  private static Wave wave(String name, Wave.State state) {
    return new Wave(name, Set.of("board"), Set.of(), Set.of(), state);
  }

  private static LogEntry ringEntry(
      EntryType type, Certificate certificate, Organization organization) {
    return LogEntry.of(type, organization.now())
        .with("key", certificate.keyId().hex())
        .with("certificate", certificate.fingerprint());
  }
}
