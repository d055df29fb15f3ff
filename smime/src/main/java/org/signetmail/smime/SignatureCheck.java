package org.signetmail.smime;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.pkix.AlgorithmRules;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathCache;
import org.signetmail.pkix.PathValidator;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.Digests;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.cms.SignerInfo;

/**
 * Checks what SignedData claims, one signer after the other (RFC 5652 §5.6, RFC 8551 §2, RFC 8550
 * §3): content, attributes, algorithms, signature, certificate, path, mailbox. The only place that
 * makes a {@link VerifiedSigner}.
 */
final class SignatureCheck {

  private final PathValidator.Context trust;
  private final PathCache paths;
  private final CryptoProfile profile;
  private final AlgorithmRules algorithms;
  private final Jca jca;
  private final Instant at;

  SignatureCheck(PathValidator.Context trust, CryptoProfile profile, Jca jca, Instant at) {
    this(trust, new PathCache(0), profile, jca, at);
  }

  /**
   * @param paths what was found under this trust before
   */
  SignatureCheck(
      PathValidator.Context trust, PathCache paths, CryptoProfile profile, Jca jca, Instant at) {
    this(trust, paths, profile, profile.paths(), jca, at);
  }

  /**
   * @param algorithms that count in the path, where the profile does not say it
   */
  SignatureCheck(
      PathValidator.Context trust,
      PathCache paths,
      CryptoProfile profile,
      AlgorithmRules algorithms,
      Jca jca,
      Instant at) {
    this.trust = trust;
    this.paths = paths;
    this.profile = profile;
    this.algorithms = algorithms;
    this.jca = jca;
    this.at = at;
  }

  /** Digests of the content, computed when asked for. */
  interface ContentDigests {
    byte[] of(Digests algorithm) throws IOException;
  }

  /** Whom the signer must be: the mailbox shown, what is wrong with it, or nobody in particular. */
  sealed interface Expected {
    /** What the signer's certificate must be good for. */
    default PathValidator.Purpose purpose() {
      return PathValidator.Purpose.EMAIL_SIGNING;
    }

    /** What kind of content was signed. */
    default String content() {
      return Oids.DATA;
    }

    record From(Mailbox mailbox) implements Expected {}

    record Unusable(Finding finding) implements Expected {}

    record Anybody() implements Expected {}

    /** Whoever received a message and says so (RFC 2634 §2.6). */
    record AnyReader() implements Expected {
      @Override
      public String content() {
        return Oids.RECEIPT;
      }
    }

    /** A document that is not mail: the caller knows what its signers' certificates must be. */
    record AnyUse() implements Expected {
      @Override
      public PathValidator.Purpose purpose() {
        return PathValidator.Purpose.ANY;
      }
    }
  }

  /**
   * @param accepted the signer who counts, where there is one
   */
  record Result(Verdict verdict, List<Reading.Signer> signers, Optional<SignerInfo> accepted) {}

  Result check(SignedData data, ContentDigests digests, Expected expected) throws IOException {
    List<SignerCheck> all = new ArrayList<>();
    Map<Digests, byte[]> known = new EnumMap<>(Digests.class);
    ContentDigests once =
        algorithm -> {
          byte[] digest = known.get(algorithm);
          if (digest == null) {
            digest = digests.of(algorithm);
            known.put(algorithm, digest);
          }
          return digest;
        };
    for (SignerInfo info : data.signers()) {
      SignerCheck one = new SignerCheck(info, data, trust, paths, profile, algorithms, jca, at);
      one.check(once, expected);
      all.add(one);
    }
    Verdict verdict = verdict(all);
    Optional<SignerInfo> accepted =
        verdict instanceof Verdict.Passed
            ? all.stream()
                .filter(one -> one.state() == SignerCheck.State.HOLDS)
                .findFirst()
                .map(SignerCheck::info)
            : Optional.empty();
    return new Result(verdict, all.stream().map(SignerCheck::report).toList(), accepted);
  }

  private static Verdict verdict(List<SignerCheck> all) {
    if (all.isEmpty()) {
      return new Verdict.Failed(
          List.of(Finding.of(MessageFinding.NO_SIGNER, "signature", "has no signer")));
    }
    List<SignerCheck> acceptable =
        all.stream().filter(o -> o.state() == SignerCheck.State.HOLDS).toList();
    if (all.size() == 1 || acceptable.isEmpty()) {
      return all.getFirst().verdict(List.of());
    }
    if (acceptable.size() > 1) {
      return new Verdict.Failed(
          List.of(
              Finding.of(
                  MessageFinding.SEVERAL_ACCEPTABLE,
                  "signature",
                  acceptable.size() + " signers are acceptable where one belongs")));
    }
    List<Finding> others = new ArrayList<>();
    for (SignerCheck other : all) {
      if (other != acceptable.getFirst()) {
        others.add(
            Finding.of(
                MessageFinding.SEVERAL_SIGNERS,
                other.report().issuerAndSerial(),
                "signed too and is not the one that counts: " + other.firstProblem()));
        if (other.isBroken()) {
          return new Verdict.Failed(List.copyOf(other.findings()));
        }
      }
    }
    return acceptable.getFirst().verdict(others);
  }
}
