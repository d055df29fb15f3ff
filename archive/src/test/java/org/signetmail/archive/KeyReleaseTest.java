package org.signetmail.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.signetmail.archive.KeyRelease.SealedKey;
import org.signetmail.archive.Organization.Person;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.internal.ResealedContent;
import org.signetmail.archive.internal.ShareContent;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.DecryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.smime.SealedOctets;

/** Wrong, corrupt or mixed shares: one refusal, never another key. */
class KeyReleaseTest {
  private final ArchiveWorld world = new ArchiveWorld(2, 3);
  private final KeyId key = world.archived(KeyAlgorithm.P_256, world.bob.mailbox()).id();
  private final KeyRelease release = release(key);

  @Test
  void sharesOfAnotherCaseDoNotMix() {
    KeyRelease another = release(key);
    refused(
        new KeyRelease(
            release.caseId(),
            release.request(),
            release.keys(),
            List.of(release.shares().get(0), another.shares().get(1))));
  }

  @Test
  void sharesOfAnotherRecordDoNotMix() {
    KeyId other = world.archived(KeyAlgorithm.P_256, world.bob.mailbox()).id();
    KeyRelease another = release(other);
    ResealedShare lie = new ResealedShare(key, 2, another.shares().get(1).sealed());
    refused(
        new KeyRelease(
            release.caseId(),
            release.request(),
            release.keys(),
            List.of(release.shares().get(0), lie)));
  }

  @Test
  void aFalseShareIsLaidAtItsOfficersDoor() throws Exception {
    List<Finding> findings = refusals(withSecondShare(content -> content.value()[0] ^= 1));
    assertEquals(
        List.of(ArchiveFinding.RECOVERY_NOT_WHOLE, ArchiveFinding.RECOVERY_FALSE_SHARE),
        findings.stream().map(Finding::code).toList());
    String culprit = world.officers.get(1).encryption().key().id().hex().substring(0, 16);
    assertTrue(findings.getFirst().detail().contains(culprit), findings.getFirst().detail());
  }

  @Test
  void aFalseShareBesideAQuorumOfTrueOnesIsNamedAndTheKeyIsBack() throws Exception {
    CaseId id = world.opened(world.bob, world.bob, key);
    world.officers.forEach(officer -> world.approved(id, officer));
    KeyRelease three = world.released(id, world.bob.mailbox());
    KeyRelease tampered = withSecondShare(three, content -> content.blinding()[31] ^= 1);
    KeyRelease.Outcome.Recovered recovered =
        assertInstanceOf(
            KeyRelease.Outcome.Recovered.class, world.recover(tampered, world.bob.encryption()));
    assertEquals(key, recovered.keys().getFirst().id());
    assertEquals(
        List.of(ArchiveFinding.RECOVERY_FALSE_SHARE),
        recovered.falseShares().stream().map(Finding::code).toList());
  }

  @Test
  void oneShareTwiceIsOneShare() {
    ResealedShare share = release.shares().getFirst();
    refused(
        new KeyRelease(release.caseId(), release.request(), release.keys(), List.of(share, share)));
    refused(new KeyRelease(release.caseId(), release.request(), release.keys(), List.of()));
  }

  @Test
  void aChangedRecordIsRefused() {
    SealedKey sealed = release.keys().getFirst();
    for (int i = 0; i < sealed.sealed().length; i += 11) {
      byte[] changed = sealed.sealed().clone();
      changed[i] ^= 0x40;
      refused(
          with(
              new SealedKey(
                  key,
                  sealed.subjectPublicKeyInfo(),
                  changed,
                  sealed.receipt(),
                  sealed.holders())));
    }
    byte[] receipt = sealed.receipt().clone();
    receipt[receipt.length - 1] ^= 1;
    refused(
        with(
            new SealedKey(
                key, sealed.subjectPublicKeyInfo(), sealed.sealed(), receipt, sealed.holders())));
    byte[] otherPublicKey = world.bob.encryption().certificate().publicKey().getEncoded();
    refused(
        with(
            new SealedKey(
                key, otherPublicKey, sealed.sealed(), sealed.receipt(), sealed.holders())));
    refused(
        with(
            new SealedKey(
                key,
                sealed.subjectPublicKeyInfo(),
                new byte[3],
                sealed.receipt(),
                sealed.holders())));
  }

  @Test
  void anotherPersonOpensNothing() {
    Person eve = world.organization.person("eve@example.test");
    assertInstanceOf(KeyRelease.Outcome.Refused.class, world.recover(release, eve.encryption()));
  }

  @Test
  void aFileThatIsCutOrChangedIsRefusedOrNeverAnotherKey() throws MalformedDocument {
    byte[] file = release.encoded();
    assertEquals(file.length, KeyRelease.of(file).encoded().length);
    for (int length = 0; length < file.length; length += 101) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThrows(MalformedDocument.class, () -> KeyRelease.of(cut));
    }
    for (int i = 0; i < file.length; i += 7) {
      byte[] changed = file.clone();
      changed[i] ^= 2;
      try {
        // CMS does not authenticate all of its own header: there the key still opens, unchanged.
        if (world.recover(KeyRelease.of(changed), world.bob.encryption())
            instanceof KeyRelease.Outcome.Recovered same) {
          assertEquals(List.of(key), same.keys().stream().map(DecryptionKey::id).toList());
        }
      } catch (MalformedDocument e) {
        assertEquals(1, String.valueOf(e.getMessage()).lines().count());
      }
    }
  }

  @Test
  void aShareWithoutAPlaceIsRefused() {
    byte[] file =
        new String(release.encoded(), StandardCharsets.US_ASCII)
            .replaceFirst("(share: [0-9a-f]+) 1 ", "$1 0 ")
            .getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        "share: indexes begin at 1; fetch the file again",
        assertThrows(MalformedDocument.class, () -> KeyRelease.of(file)).getMessage());
  }

  private KeyRelease with(SealedKey sealed) {
    return new KeyRelease(release.caseId(), release.request(), List.of(sealed), release.shares());
  }

  private KeyRelease release(KeyId wanted) {
    CaseId id = world.opened(world.bob, world.bob, wanted);
    world.approved(id, world.officers.get(0));
    world.approved(id, world.officers.get(1));
    return world.released(id, world.bob.mailbox());
  }

  private KeyRelease withSecondShare(Consumer<ShareContent> change) throws IOException {
    return withSecondShare(release, change);
  }

  /** The second officer seals something else to the receiver than what he has. */
  private KeyRelease withSecondShare(KeyRelease of, Consumer<ShareContent> change)
      throws IOException {
    List<ResealedShare> shares = new ArrayList<>(of.shares());
    DecryptionIdentity receiver = world.bob.encryption();
    byte[] clear = SealedOctets.open(shares.get(1).sealed(), List.of(receiver), 1 << 16);
    ResealedContent content = ResealedContent.of(clear);
    change.accept(content.share());
    byte[] sealed =
        SealedOctets.seal(
            content.encoded(), List.of(receiver.certificate()), world.organization.random);
    shares.set(1, new ResealedShare(key, content.share().index(), sealed));
    return new KeyRelease(of.caseId(), of.request(), of.keys(), shares);
  }

  private List<Finding> refusals(KeyRelease tampered) {
    KeyRelease.Outcome outcome = world.recover(tampered, world.bob.encryption());
    return assertInstanceOf(KeyRelease.Outcome.Refused.class, outcome).findings();
  }

  private void refused(KeyRelease tampered) {
    KeyRelease.Outcome outcome = world.recover(tampered, world.bob.encryption());
    assertEquals(
        ArchiveFinding.RECOVERY_NOT_WHOLE,
        assertInstanceOf(KeyRelease.Outcome.Refused.class, outcome).findings().getFirst().code());
  }
}
