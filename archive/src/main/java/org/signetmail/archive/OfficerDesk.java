package org.signetmail.archive;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.signetmail.archive.RecoveryCase.ResealedShare;
import org.signetmail.archive.internal.RequestCheck;
import org.signetmail.archive.internal.ResealedContent;
import org.signetmail.archive.internal.ShareContent;
import org.signetmail.archive.internal.ShareSeal;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.smime.SealedOctets;

/**
 * Where a recovery officer decides, on the officer's own machine: needs the officer's keys, the
 * roots, and the bundle; no server and no store.
 *
 * <p>It does not believe the server. The request must be signed by who asks, the receiver must be
 * the owner by a certificate that leads to a root the officer trusts, and each share must say under
 * its seal that it is of the key and the owner that are asked for. So a server in wrong hands gets
 * no share for somebody else, unless the certification authority lies too.
 *
 * <p>Safe for use by many threads.
 */
public final class OfficerDesk {
  private final List<DecryptionIdentity> seals;
  private final SigningIdentity signing;
  private final PathValidator.Context trust;
  private final SecureRandom random;

  /**
   * @param encryption the officer's keys that open shares: the classical one, and the ML-KEM one of
   *     an officer who has both
   * @param signing signs the decision
   * @param trust the roots that the officer trusts
   */
  public OfficerDesk(
      List<DecryptionIdentity> encryption,
      SigningIdentity signing,
      PathValidator.Context trust,
      SecureRandom random) {
    this.seals = List.copyOf(encryption);
    this.signing = signing;
    this.trust = trust;
    this.random = random;
  }

  /** What a bundle turned out to be. */
  public sealed interface Reading {
    /** It is sound: decide. */
    record Asked(Question question) implements Reading {}

    /** Do not approve it. */
    record Refused(List<Finding> findings) implements Reading {}
  }

  /** What came of approving. */
  public sealed interface Outcome {
    /**
     * @param document the approval as a file, for the server
     */
    record Approved(byte[] document) implements Outcome {}

    record Refused(List<Finding> findings) implements Outcome {}
  }

  /** What an officer is asked, checked and ready to be shown: only {@link #read} makes one. */
  public static final class Question {
    private final ShareBundle bundle;
    private final RecoveryRequest request;
    private final String digest;

    private Question(ShareBundle bundle, RecoveryRequest request, String digest) {
      this.bundle = bundle;
      this.request = request;
      this.digest = digest;
    }

    public CaseId caseId() {
      return bundle.caseId();
    }

    /** Who asks for whose keys, for whom and why. */
    public RecoveryRequest request() {
      return request;
    }
  }

  /** Checks a bundle and says what is asked in it. */
  public Reading read(ShareBundle bundle, Instant at) {
    if (seals.stream().noneMatch(seal -> seal.key().id().equals(bundle.officer()))) {
      return new Reading.Refused(
          List.of(
              ArchiveFinding.RECOVERY_WRONG_SHARES.on(
                  bundle.caseId(), "the bundle was made for another officer")));
    }
    return switch (RequestCheck.check(bundle.request(), trust, at)) {
      case RequestCheck.Outcome.Unsound(List<Finding> findings) -> new Reading.Refused(findings);
      case RequestCheck.Outcome.Sound(RecoveryRequest request, String digest) -> {
        List<Finding> findings = objections(bundle, request);
        yield findings.isEmpty()
            ? new Reading.Asked(new Question(bundle, request, digest))
            : new Reading.Refused(findings);
      }
    };
  }

  /** Opens the officer's share of each key, seals it to the receiver, and signs. */
  public Outcome approve(Question question, Instant at) {
    RecoveryRequest request = question.request;
    List<ResealedShare> resealed = new ArrayList<>();
    for (ResealedShare share : question.bundle.shares()) {
      byte[] clear;
      try {
        clear = ShareSeal.open(share.sealed(), seals);
      } catch (IOException e) {
        return refused(
            ArchiveFinding.RECOVERY_SHARE_UNREADABLE.on(
                share.key(), "the share does not open with the officer's key"));
      }
      try (ShareContent content = ShareContent.of(clear)) {
        if (!content.key().equals(share.key())
            || !content.owner().equals(request.owner())
            || content.index() != share.index()) {
          return refused(
              ArchiveFinding.RECOVERY_WRONG_SHARES.on(
                  share.key(), "what was sealed for this key is a share of another record"));
        }
        resealed.add(reseal(content, question));
      } catch (MalformedDocument e) {
        return refused(
            ArchiveFinding.RECOVERY_SHARE_UNREADABLE.on(share.key(), "it opens to no share"));
      } finally {
        Arrays.fill(clear, (byte) 0);
      }
    }
    OfficerDecision.Approval approval =
        new OfficerDecision.Approval(
            question.caseId(),
            question.digest,
            request.receiver().certificate().fingerprint(),
            question.bundle.officer(),
            resealed);
    return new Outcome.Approved(approval.signed(signing, at));
  }

  /**
   * Says no, as a file for the server.
   *
   * @throws IllegalArgumentException when the reason is not one line of 1 to 2000 characters
   */
  public byte[] deny(Question question, String why, Instant at) {
    Certificate receiver = question.request.receiver().certificate();
    return new OfficerDecision.Denial(
            question.caseId(),
            question.digest,
            receiver.fingerprint(),
            question.bundle.officer(),
            why)
        .signed(signing, at);
  }

  private ResealedShare reseal(ShareContent content, Question question) {
    byte[] clear =
        new ResealedContent(question.caseId().text(), question.digest, content).encoded();
    try {
      byte[] sealed =
          SealedOctets.seal(clear, List.of(question.request.receiver().certificate()), random);
      return new ResealedShare(content.key(), content.index(), sealed);
    } finally {
      Arrays.fill(clear, (byte) 0);
    }
  }

  private List<Finding> objections(ShareBundle bundle, RecoveryRequest request) {
    List<Finding> findings = new ArrayList<>();
    List<KeyId> keys = bundle.shares().stream().map(ResealedShare::key).toList();
    if (!keys.equals(request.keys())) {
      findings.add(
          ArchiveFinding.RECOVERY_WRONG_SHARES.on(
              bundle.caseId(),
              "the shares in the bundle are not those of the keys in the request"));
    }
    var own = signing.certificate().mailboxes();
    if (own.contains(request.requester()) || own.contains(request.owner())) {
      findings.add(
          ArchiveFinding.RECOVERY_OWN_CASE.on(
              bundle.caseId(), "the officer is requester or owner in this case"));
    }
    if (!Collections.disjoint(own, request.receiver().custodians())) {
      findings.add(
          ArchiveFinding.RECOVERY_OWN_CASE.on(
              bundle.caseId(), "the officer is a custodian of the station"));
    }
    return findings;
  }

  private static Outcome refused(Finding finding) {
    return new Outcome.Refused(List.of(finding));
  }
}
