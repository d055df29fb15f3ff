package org.signetmail.app.organization;

import java.util.List;
import java.util.Optional;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.CodeDeposit;
import org.signetmail.archive.CodeRelease;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.RecoveryCase;
import org.signetmail.archive.RecoveryCode;
import org.signetmail.archive.RecoveryRequest;
import org.signetmail.archive.SelfRecovery;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;

/**
 * An owner's recovery code, as the owner uses it: what goes to the archive is what would go over a
 * network, copies that the code seals and a request that the owner signs.
 */
public final class SelfRecoveryDesk {
  private final Organization organization;

  public SelfRecoveryDesk(Organization organization) {
    this.organization = organization;
  }

  /** The keys that came back, and the log entry of the release. */
  public record Back(List<DecryptionIdentity> keys, long logIndex) {}

  /**
   * Sets a code for the owner's archived keys.
   *
   * @return for how many
   */
  public int set(SigningIdentity owner, List<DecryptionIdentity> keys, RecoveryCode code) {
    Mailbox mailbox = RecoveryDesk.mailbox(owner.certificate());
    List<KeyId> archived = archived(mailbox);
    List<DecryptionIdentity> own =
        keys.stream().filter(one -> archived.contains(one.key().id())).toList();
    CodeDeposit deposit =
        CodeDeposit.of(mailbox, own, code, organization.random(), organization.now());
    return switch (organization
        .archiving()
        .selfRecovery()
        .keep(deposit.signed(owner), organization.now())) {
      case SelfRecovery.Kept.Recorded(int count, long _) -> count;
      case SelfRecovery.Kept.Refused(List<Finding> findings) -> throw refused(findings);
    };
  }

  /**
   * Asks for every archived key of the owner that has a copy under a code, and opens the copies.
   * Where policy wants time between, the first call opens a case, and a later one takes it up.
   */
  public Back recover(
      SigningIdentity owner, DecryptionIdentity present, RecoveryCode code, String reason) {
    Mailbox mailbox = RecoveryDesk.mailbox(owner.certificate());
    List<KeyId> wanted =
        archived(mailbox).stream()
            .filter(key -> !key.equals(present.key().id()))
            .filter(key -> organization.store().codeCopies().find(key).isPresent())
            .toList();
    if (wanted.isEmpty()) {
      throw new Failure(
          ExitCode.FAILED,
          mailbox + ": no former key has a copy under a recovery code; ask the officers");
    }
    RecoveryRequest request =
        new RecoveryRequest(
            mailbox,
            mailbox,
            wanted,
            new Receiver.OwnerWithCode(present.certificate()),
            reason,
            "",
            organization.now());
    byte[] document =
        waiting(mailbox, present.certificate()).orElseGet(() -> request.signed(owner));
    return switch (organization.archiving().selfRecovery().release(document, organization.now())) {
      case SelfRecovery.Collected.Refused(List<Finding> findings) -> throw refused(findings);
      case SelfRecovery.Collected.Released(CodeRelease release, long index) ->
          new Back(RecoveryDesk.identities(opened(release, code), certificates(wanted)), index);
    };
  }

  /** The request of a case of the same owner and certificate that still waits. */
  private Optional<byte[]> waiting(Mailbox owner, Certificate present) {
    return organization.store().recoveries().unfinished(organization.now()).stream()
        .filter(one -> one.owner().equals(owner))
        .filter(one -> one.receiver().equals(new Receiver.OwnerWithCode(present)))
        .map(RecoveryCase::request)
        .findFirst();
  }

  private static List<EncryptionKey> opened(CodeRelease release, RecoveryCode code) {
    return switch (release.open(code)) {
      case CodeRelease.Outcome.Opened(List<EncryptionKey> keys, var _) -> keys;
      case CodeRelease.Outcome.Refused(List<Finding> findings) -> throw refused(findings);
    };
  }

  private List<KeyId> archived(Mailbox owner) {
    return organization.store().archive().ofOwner(owner).stream().map(ArchivedKey::keyId).toList();
  }

  private List<Certificate> certificates(List<KeyId> keys) {
    return keys.stream()
        .flatMap(key -> organization.archiving().known().over(key).stream())
        .toList();
  }

  private static Failure refused(List<Finding> findings) {
    return new Failure(ExitCode.FAILED, findings.getFirst().line());
  }
}
