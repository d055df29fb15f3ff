package org.signetmail.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.Digests;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.Keys;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.cms.SignerInfo;

/**
 * Checks what SignedData claims, one signer after the other (RFC 5652 §5.6, RFC 8551 §2, RFC 8550
 * §3): content, attributes, algorithms, signature, certificate, path, mailbox. The only place that
 * makes a {@link VerifiedSigner}.
 */
final class SignatureCheck {
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);
  private static final int LARGEST_RSA = 8192;
  private static final int SMALLEST_CURVE = 256;

  private final PathValidator.Context trust;
  private final CryptoProfile profile;
  private final Jca jca;
  private final Instant at;

  SignatureCheck(PathValidator.Context trust, CryptoProfile profile, Jca jca, Instant at) {
    this.trust = trust;
    this.profile = profile;
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

    record From(Mailbox mailbox) implements Expected {}

    record Unusable(Finding finding) implements Expected {}

    record Anybody() implements Expected {}

    /** A document that is not mail: the caller knows what its signers' certificates must be. */
    record AnyUse() implements Expected {
      @Override
      public PathValidator.Purpose purpose() {
        return PathValidator.Purpose.ANY;
      }
    }
  }

  record Result(Verdict verdict, List<Reading.Signer> signers) {}

  Result check(SignedData data, ContentDigests digests, Expected expected) throws IOException {
    List<One> all = new ArrayList<>();
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
      One one = new One(info, data);
      one.check(once, expected);
      all.add(one);
    }
    return new Result(verdict(all), all.stream().map(One::report).toList());
  }

  private static Verdict verdict(List<One> all) {
    if (all.isEmpty()) {
      return new Verdict.Failed(
          List.of(Finding.of(MessageFinding.NO_SIGNER, "signature", "has no signer")));
    }
    List<One> acceptable = all.stream().filter(o -> o.state() == State.HOLDS).toList();
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
    for (One other : all) {
      if (other != acceptable.getFirst()) {
        others.add(
            Finding.of(
                MessageFinding.SEVERAL_SIGNERS,
                other.report().issuerAndSerial(),
                "signed too and is not the one that counts: " + other.firstProblem()));
        if (other.isBroken) {
          return new Verdict.Failed(other.findings);
        }
      }
    }
    return acceptable.getFirst().verdict(others);
  }

  private enum State {
    HOLDS,
    UNKNOWN,
    FAILS
  }

  /** One SignerInfo on its way through the checks. */
  private final class One {
    private final SignerInfo info;
    private final SignedData data;
    private final List<Finding> findings = new ArrayList<>();
    private String name;
    private String algorithm = "unknown";
    private Optional<Instant> signingTime = Optional.empty();
    private Optional<Capabilities> capabilities = Optional.empty();
    private Optional<Certificate> certificate = Optional.empty();
    private Optional<Certificate> encryptionCertificate = Optional.empty();
    private Optional<VerifiedSigner> verified = Optional.empty();
    private boolean isUnknown;
    private boolean isBroken; // the cryptography itself does not hold

    One(SignerInfo info, SignedData data) {
      this.info = info;
      this.data = data;
      this.name = info.signer().text();
    }

    void check(ContentDigests digests, Expected expected) throws IOException {
      List<Certificate> candidates = candidates();
      candidates.stream().findFirst().ifPresent(c -> name = c.subject());
      certificate = candidates.stream().findFirst();
      Optional<SignedAttributes> attributes = attributes();
      Optional<SignatureScheme> scheme = scheme();
      if (attributes.isEmpty() || scheme.isEmpty()) {
        return;
      }
      checkContent(attributes.get(), scheme.get(), digests);
      if (candidates.isEmpty()) {
        unknown(
            MessageFinding.CERTIFICATE_MISSING,
            "its certificate is not in the message and not among those given");
        return;
      }
      checkSignature(attributes.get(), scheme.get(), candidates);
      Certificate signer = certificate.orElseThrow();
      checkStrength(scheme.get(), signer);
      checkExpected(expected, signer);
      checkPath(signer, expected);
    }

    private List<Certificate> candidates() {
      Set<Certificate> found = new LinkedHashSet<>();
      for (var source : List.of(data.certificates(), trust.intermediates(), trust.anchors())) {
        source.stream().filter(c -> info.signer().matches(c)).forEach(found::add);
      }
      return List.copyOf(found);
    }

    private Optional<SignedAttributes> attributes() {
      Optional<Der> element = info.signedAttributes();
      if (element.isEmpty()) {
        broken(MessageFinding.ATTRIBUTES_MISSING, "signs the content without signed attributes");
        return Optional.empty();
      }
      try {
        SignedAttributes attributes = new SignedAttributes(element.get());
        signingTime = attributes.signingTime();
        Optional<Der> announced = attributes.one(Oids.SMIME_CAPABILITIES);
        if (announced.isPresent()) {
          capabilities = Optional.of(Capabilities.of(announced.get()));
        }
        encryptionCertificate = EncryptionPreference.of(attributes, data.certificates());
        return Optional.of(attributes);
      } catch (IOException e) {
        broken(MessageFinding.ATTRIBUTES_MALFORMED, "has " + e.getMessage());
        return Optional.empty();
      }
    }

    private Optional<SignatureScheme> scheme() {
      try {
        SignatureScheme scheme =
            SignatureScheme.reading(info.digestAlgorithm(), info.signatureAlgorithm());
        algorithm = scheme.name();
        return Optional.of(scheme);
      } catch (Asn1Exception e) {
        unknown(MessageFinding.ALGORITHM_UNKNOWN, String.valueOf(e.getMessage()));
        return Optional.empty();
      }
    }

    private void checkContent(
        SignedAttributes attributes, SignatureScheme scheme, ContentDigests digests)
        throws IOException {
      try {
        String stated = attributes.contentType().orElse("nothing");
        if (!stated.equals(Oids.DATA) || !data.contentType().equals(Oids.DATA)) {
          broken(
              MessageFinding.CONTENT_TYPE,
              "signs content of type " + stated + " in a message of type " + data.contentType());
        }
        Optional<byte[]> digest = attributes.messageDigest();
        if (digest.isEmpty() || !MessageDigest.isEqual(digest.get(), digests.of(scheme.digest()))) {
          broken(MessageFinding.DIGEST_MISMATCH, "signed another content than this one");
        }
        if (!attributes.protects(info)) {
          broken(MessageFinding.ALGORITHM_PROTECTION, "signed with other algorithms than stated");
        }
      } catch (Asn1Exception e) {
        broken(MessageFinding.ATTRIBUTES_MALFORMED, "has " + e.getMessage());
      }
    }

    private void checkSignature(
        SignedAttributes attributes, SignatureScheme scheme, List<Certificate> candidates) {
      boolean isSubstituted = false;
      for (Certificate candidate : candidates) {
        try {
          if (isCostly(candidate) || !verifies(attributes, scheme, candidate)) {
            continue;
          }
          certificate = Optional.of(candidate);
          name = candidate.subject();
          isSubstituted = !attributes.names(candidate, jca);
          if (!isSubstituted) {
            return;
          }
        } catch (Asn1Exception e) {
          broken(MessageFinding.ATTRIBUTES_MALFORMED, "has " + e.getMessage());
          return;
        }
      }
      if (isSubstituted) {
        broken(
            MessageFinding.CERTIFICATE_SUBSTITUTED,
            "signed under another certificate over the same key");
      } else {
        broken(
            MessageFinding.SIGNATURE_INVALID,
            "the signature does not hold under its key (" + algorithm + ")");
      }
    }

    private boolean verifies(
        SignedAttributes attributes, SignatureScheme scheme, Certificate candidate) {
      for (byte[] signed : attributes.signedForms()) {
        try {
          if (scheme.verify(jca, candidate.publicKey(), signed, info.signature())) {
            return true;
          }
        } catch (GeneralSecurityException | RuntimeException e) {
          // A signature that cannot be computed does not hold.
        }
      }
      return false;
    }

    private static boolean isCostly(Certificate candidate) {
      return Keys.rsaBits(candidate.publicKey()) > LARGEST_RSA;
    }

    private void checkStrength(SignatureScheme scheme, Certificate signer) {
      if (!profile.accepting(CryptoProfile.Area.SIGNATURE).contains(scheme.family())
          || !profile.accepting(CryptoProfile.Area.DIGEST).contains(scheme.digest().word())) {
        error(
            MessageFinding.ALGORITHM_WEAK,
            algorithm
                + " with "
                + scheme.digest().word()
                + " is not accepted by the profile "
                + profile);
      }
      int rsa = Keys.rsaBits(signer.publicKey());
      if (rsa > 0 && (rsa < profile.acceptingRsaBits() || rsa > LARGEST_RSA)) {
        error(MessageFinding.KEY_SIZE, "signs with an RSA key of " + rsa + " bits");
      }
      int curve = Keys.curveBits(signer.publicKey());
      if (curve > 0 && curve < SMALLEST_CURVE) {
        error(MessageFinding.KEY_SIZE, "signs with a curve of " + curve + " bits");
      }
    }

    private void checkExpected(Expected expected, Certificate signer) {
      switch (expected) {
        case Expected.Anybody a -> {}
        case Expected.AnyUse a -> {}
        case Expected.Unusable u -> findings.add(u.finding());
        case Expected.From from -> {
          List<Mailbox> named = signer.mailboxes();
          if (named.isEmpty()) {
            error(
                MessageFinding.MAILBOX_MISSING,
                "its certificate names no mailbox, From is " + from.mailbox());
          } else if (!named.contains(from.mailbox())) {
            error(
                MessageFinding.MAILBOX_MISMATCH,
                "its certificate names " + named.getFirst() + ", From is " + from.mailbox());
          }
        }
      }
      if (!signer.maySign()) {
        error(MessageFinding.MAY_NOT_SIGN, "its certificate does not let its key sign");
      }
      if (signingTime.filter(t -> t.isAfter(at.plus(CLOCKS_DIFFER))).isPresent()) {
        findings.add(
            Finding.of(
                MessageFinding.TIME_AHEAD,
                name,
                "says it was signed at " + signingTime.get() + ", which is to come"));
      }
    }

    private void checkPath(Certificate signer, Expected expected) {
      List<Certificate> intermediates = new ArrayList<>(trust.intermediates());
      intermediates.addAll(data.certificates());
      List<byte[]> crls = new ArrayList<>(trust.crls());
      crls.addAll(data.crls());
      PathValidator.Context context =
          new PathValidator.Context(
              trust.anchors(),
              intermediates,
              crls,
              trust.ocspResponses(),
              trust.revocation(),
              trust.policy());
      PathValidator.Outcome outcome =
          PathValidator.validate(signer, expected.purpose(), at, context);
      findings.addAll(outcome.findings());
      switch (outcome) {
        case PathValidator.Outcome.Valid valid -> {
          if (!isUnknown && findings.stream().noneMatch(Finding::isError)) {
            verified =
                Optional.of(
                    new VerifiedSigner(
                        valid.path(), algorithm, signingTime, capabilities, encryptionCertificate));
          }
        }
        case PathValidator.Outcome.Invalid i -> {}
        case PathValidator.Outcome.Undetermined u -> isUnknown = true;
      }
    }

    State state() {
      if (verified.isPresent()) {
        return State.HOLDS;
      }
      return isUnknown && findings.stream().noneMatch(Finding::isError)
          ? State.UNKNOWN
          : State.FAILS;
    }

    Verdict verdict(List<Finding> more) {
      List<Finding> all = new ArrayList<>(findings);
      all.addAll(more);
      return switch (state()) {
        case HOLDS -> new Verdict.Passed(verified.orElseThrow(), List.copyOf(all));
        case UNKNOWN -> new Verdict.Indeterminate(List.copyOf(all));
        case FAILS -> new Verdict.Failed(List.copyOf(all));
      };
    }

    String firstProblem() {
      return findings.stream()
          .filter(Finding::isError)
          .findFirst()
          .or(() -> findings.stream().findFirst())
          .map(f -> f.code().code())
          .orElse("not acceptable");
    }

    Reading.Signer report() {
      String word =
          switch (state()) {
            case HOLDS -> "passed";
            case UNKNOWN -> "indeterminate";
            case FAILS -> "failed";
          };
      return new Reading.Signer(certificate, info.signer().text(), signingTime, algorithm, word);
    }

    private void error(MessageFinding code, String detail) {
      findings.add(Finding.of(code, name, detail));
    }

    private void broken(MessageFinding code, String detail) {
      isBroken = true;
      error(code, detail);
    }

    private void unknown(MessageFinding code, String detail) {
      isUnknown = true;
      error(code, detail);
    }
  }
}
