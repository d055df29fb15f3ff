package org.signetmail.app.organization;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.archive.ArchivedKey;
import org.signetmail.archive.CaseId;
import org.signetmail.archive.KeyRelease;
import org.signetmail.archive.Officer;
import org.signetmail.archive.OfficerDesk;
import org.signetmail.archive.Receiver;
import org.signetmail.archive.Recovery;
import org.signetmail.archive.RecoveryRequest;
import org.signetmail.archive.ShareBundle;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.SigningIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recovery step by step, as people do it: each method is one person's act on that person's own
 * keys. What the archive refuses ends as a {@link Failure} with its finding.
 */
public final class RecoveryDesk {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryDesk.class);

  private final Organization organization;
  private final Recovery recovery;

  public RecoveryDesk(Organization organization) {
    this.organization = organization;
    this.recovery = organization.archiving().recovery();
  }

  public Instant now() {
    return organization.now();
  }

  /** Asks for every archived key of an owner, to be sealed to {@code receiver}. */
  public CaseId request(
      SigningIdentity requester,
      Mailbox owner,
      Receiver receiver,
      String reason,
      String legalReference) {
    List<KeyId> keys =
        organization.store().archive().ofOwner(owner).stream()
            .map(ArchivedKey::keyId)
            .filter(key -> !key.equals(receiver.certificate().keyId()))
            .toList();
    if (keys.isEmpty()) {
      throw new Failure(
          ExitCode.FAILED, owner + ": has no other archived key; there is nothing to recover");
    }
    RecoveryRequest request =
        new RecoveryRequest(
            mailbox(requester.certificate()),
            owner,
            keys,
            receiver,
            reason,
            legalReference,
            organization.now());
    Recovery.Outcome outcome = recovery.request(request.signed(requester), organization.now());
    return new CaseId(recorded(outcome).recovery().id());
  }

  /**
   * The officer whose keys these are, as records and bundles name the officer.
   *
   * @throws Failure when they are of nobody with a seat
   */
  public KeyId officer(List<DecryptionIdentity> keys) {
    List<KeyId> seated =
        organization.archiving().officers().list().stream().map(Officer::id).toList();
    return keys.stream()
        .map(one -> one.key().id())
        .filter(seated::contains)
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                ExitCode.FAILED,
                "the keys given: are of no recovery officer; give the file of an officer that"
                    + " 'signet officer list' shows"));
  }

  /** What one officer needs in order to decide, as a file for the officer's own machine. */
  public ShareBundle bundle(CaseId id, KeyId officer) {
    return switch (recovery.bundle(id, officer)) {
      case Recovery.Bundled.Bundle(ShareBundle bundle) -> bundle;
      case Recovery.Bundled.Refused(List<Finding> findings) -> throw refused(findings);
    };
  }

  /** An officer reads the bundle, opens the own share of each key, and seals it to the receiver. */
  public byte[] decide(
      ShareBundle bundle, SigningIdentity signing, List<DecryptionIdentity> encryption) {
    OfficerDesk desk = desk(signing, encryption);
    return approved(desk.approve(question(desk, bundle, now()), now()));
  }

  /** The document, or why there is none. */
  public static byte[] approved(OfficerDesk.Outcome outcome) {
    return switch (outcome) {
      case OfficerDesk.Outcome.Approved(byte[] document) -> document;
      case OfficerDesk.Outcome.Refused(List<Finding> findings) -> throw refused(findings);
    };
  }

  /** An officer says no, with a reason that is kept. */
  public Recovery.Outcome.Recorded deny(
      ShareBundle bundle,
      SigningIdentity signing,
      List<DecryptionIdentity> encryption,
      String why) {
    OfficerDesk desk = desk(signing, encryption);
    return denied(bundle.caseId(), desk.deny(question(desk, bundle, now()), why, now()));
  }

  /** The archive records an officer's denial. */
  public Recovery.Outcome.Recorded denied(CaseId id, byte[] document) {
    return recorded(recovery.deny(id, document, now()));
  }

  /** The requester closes the case. */
  public Recovery.Outcome.Recorded withdraw(CaseId id, Mailbox by) {
    return recorded(recovery.withdraw(id, by, now()));
  }

  /** The archive records an officer's approval. */
  public Recovery.Outcome.Recorded approve(CaseId id, byte[] document) {
    return recorded(recovery.approve(id, document, organization.now()));
  }

  /**
   * What the receiver may have now; refused, and recorded as refused, before the quorum is there.
   */
  public Recovery.Collected collect(CaseId id, Mailbox to) {
    return switch (recovery.collect(id, to, organization.now())) {
      case Recovery.Collected.Released(KeyRelease release, long index) ->
          new Recovery.Collected.Released(release.with(certificates(release)), index);
      case Recovery.Collected.Refused refused -> refused;
    };
  }

  /** The receiver puts the shares together, and each key to the certificate it once had. */
  public List<DecryptionIdentity> recover(KeyRelease release, DecryptionIdentity receiver)
      throws IOException {
    Certificate archive = organization.home().certificate("receipts");
    return switch (release.recover(receiver, archive)) {
      case KeyRelease.Outcome.Refused(List<Finding> findings) -> throw refused(findings);
      case KeyRelease.Outcome.Recovered(List<EncryptionKey> keys, List<Finding> falseShares) -> {
        falseShares.forEach(share -> LOG.warn("{}", share.line()));
        yield identities(keys, certificates(release));
      }
    };
  }

  /**
   * Each key with each certificate it had: old messages name their recipients by these. A key that
   * had none is left out with a warning, for no message and no PKCS#12 could name it; it stays in
   * the archive, and the case can be collected again.
   *
   * @throws Failure when no key had one
   */
  public static List<DecryptionIdentity> identities(
      List<EncryptionKey> keys, List<Certificate> certificates) {
    List<DecryptionIdentity> identities = new ArrayList<>();
    List<String> nameless = new ArrayList<>();
    for (EncryptionKey key : keys) {
      List<Certificate> own =
          certificates.stream().filter(one -> one.keyId().equals(key.id())).toList();
      if (own.isEmpty()) {
        nameless.add(
            "key "
                + key.id().hex().substring(0, 16)
                + ": no certificate over it is known; import the one it had, then collect again");
      }
      own.forEach(certificate -> identities.add(new DecryptionIdentity(key, certificate)));
    }
    if (identities.isEmpty() && !nameless.isEmpty()) {
      throw new Failure(ExitCode.FAILED, nameless.getFirst());
    }
    nameless.forEach(LOG::warn);
    return identities;
  }

  private List<Certificate> certificates(KeyRelease release) {
    return release.keys().stream().flatMap(key -> certificatesOf(key.key())).toList();
  }

  /** The mailbox that a certificate is for. */
  public static Mailbox mailbox(Certificate certificate) {
    return certificate.mailboxes().stream()
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                ExitCode.USAGE,
                certificate.displayName() + ": names no mailbox; give a person's key"));
  }

  /** An officer's own desk, here under the trust of this system. */
  public OfficerDesk desk(SigningIdentity signing, List<DecryptionIdentity> encryption) {
    return new OfficerDesk(
        encryption,
        signing,
        organization.trust(RevocationChecking.REQUIRED),
        organization.random());
  }

  /** What an officer is asked, when it is sound. */
  public static OfficerDesk.Question question(OfficerDesk desk, ShareBundle bundle, Instant at) {
    return switch (desk.read(bundle, at)) {
      case OfficerDesk.Reading.Asked(OfficerDesk.Question question) -> question;
      case OfficerDesk.Reading.Refused(List<Finding> findings) -> throw refused(findings);
    };
  }

  private Stream<Certificate> certificatesOf(KeyId key) {
    return organization.archiving().known().over(key).stream();
  }

  private static Recovery.Outcome.Recorded recorded(Recovery.Outcome outcome) {
    return switch (outcome) {
      case Recovery.Outcome.Recorded recorded -> recorded;
      case Recovery.Outcome.Refused(List<Finding> findings) -> throw refused(findings);
    };
  }

  private static Failure refused(List<Finding> findings) {
    return new Failure(ExitCode.FAILED, findings.getFirst().line());
  }
}
