package org.signetmail.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.AlgorithmRules;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathCache;
import org.signetmail.pkix.PathValidator;
import org.signetmail.smime.internal.asn1.Asn1Exception;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.asn1.Oids;
import org.signetmail.smime.internal.cms.EssAttributes;
import org.signetmail.smime.internal.cms.Jca;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedAttributes;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.cms.SignerInfo;

/**
 * One SignerInfo on its way through the checks: its attributes against the content, its signature
 * under the certificate it names, the certificate against what is expected, and the path.
 */
final class SignerCheck {
  /** What it came to. */
  enum State {
    HOLDS,
    UNKNOWN,
    FAILS
  }

  private final PathValidator.Context trust;
  private final PathCache paths;
  private final CryptoProfile profile;
  private final AlgorithmRules algorithms;
  private final Jca jca;
  private final Instant at;
  private final SignerInfo info;
  private final SignedData data;
  private final List<Finding> findings = new ArrayList<>();
  private String name;
  private String algorithm = "unknown";
  private Optional<Instant> signingTime = Optional.empty();
  private Optional<Capabilities> capabilities = Optional.empty();
  private SignedServices services = SignedServices.NONE;
  private Optional<Certificate> certificate = Optional.empty();
  private Optional<Certificate> encryptionCertificate = Optional.empty();
  private Optional<VerifiedSigner> verified = Optional.empty();
  private boolean isUnknown;
  private boolean isBroken; // the cryptography itself does not hold

  SignerCheck(
      SignerInfo info,
      SignedData data,
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
    this.info = info;
    this.data = data;
    this.name = "";
  }

  void check(SignatureCheck.ContentDigests digests, SignatureCheck.Expected expected)
      throws IOException {
    List<Certificate> candidates = SignerRules.candidates(info, data, trust);
    certificate = candidates.stream().findFirst();
    name = certificate.map(Certificate::subject).orElseGet(() -> info.signer().text());
    Optional<SignedAttributes> attributes = attributes();
    Optional<SignatureScheme> scheme = scheme();
    if (attributes.isEmpty() || scheme.isEmpty()) {
      return;
    }
    checkContent(attributes.get(), scheme.get(), digests, expected);
    if (candidates.isEmpty()) {
      unknown(
          MessageFinding.CERTIFICATE_MISSING,
          "its certificate is not in the message and not among those given");
      return;
    }
    checkSignature(attributes.get(), scheme.get(), candidates);
    Certificate signer = certificate.orElseThrow();
    findings.addAll(SignerRules.strength(name, scheme.get(), signer, profile));
    findings.addAll(SignerRules.identity(name, signer, expected));
    SignerRules.timeAhead(name, signingTime, at).ifPresent(findings::add);
    checkPath(signer, expected);
  }

  private Optional<SignedAttributes> attributes() {
    Optional<Der> element = info.signedAttributes();
    if (element.isEmpty()) {
      broken(MessageFinding.ATTRIBUTES_MISSING, "signs the content without signed attributes");
      return Optional.empty();
    }
    try {
      SignedAttributes attributes = new SignedAttributes(element.get());
      if (info.unsignedAttributes().isPresent()) {
        SignedAttributes.requireUnsigned(info.unsignedAttributes().get());
      }
      signingTime = attributes.signingTime();
      services = EssAttributes.of(attributes);
      Optional<Der> announced = attributes.one(Oids.SMIME_CAPABILITIES);
      if (announced.isPresent()) {
        capabilities = Optional.of(Capabilities.of(announced.get(), signingTime));
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
      SignedAttributes attributes,
      SignatureScheme scheme,
      SignatureCheck.ContentDigests digests,
      SignatureCheck.Expected expected)
      throws IOException {
    try {
      String stated = attributes.contentType().orElse("nothing");
      if (!stated.equals(expected.content()) || !data.contentType().equals(expected.content())) {
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
        if (SignerRules.isCostly(candidate) || !verifies(attributes, scheme, candidate)) {
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

  private void checkPath(Certificate signer, SignatureCheck.Expected expected) {
    PathValidator.Context context = SignerRules.context(trust, data);
    boolean isRepeatable = data.evidence().isEmpty(); // else it is another question
    PathValidator.Outcome outcome =
        isRepeatable
            ? paths.validate(signer, expected.purpose(), at, context, algorithms)
            : PathValidator.validate(signer, expected.purpose(), at, context, algorithms);
    findings.addAll(outcome.findings());
    switch (outcome) {
      case PathValidator.Outcome.Valid valid -> {
        if (!isUnknown && findings.stream().noneMatch(Finding::isError)) {
          verified =
              Optional.of(
                  new VerifiedSigner(
                      valid.path(),
                      algorithm,
                      signingTime,
                      capabilities,
                      encryptionCertificate,
                      data.certificates()));
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
    return isUnknown && findings.stream().noneMatch(Finding::isContradiction)
        ? State.UNKNOWN
        : State.FAILS;
  }

  SignerInfo info() {
    return info;
  }

  /** Whether the cryptography itself does not hold. */
  boolean isBroken() {
    return isBroken;
  }

  List<Finding> findings() {
    return findings;
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
    String stated = certificate.map(info.signer()::text).orElseGet(info.signer()::text);
    return new Reading.Signer(
        certificate, stated, signingTime, algorithm, word, Reading.Place.INNER, services);
  }

  private void broken(MessageFinding code, String detail) {
    isBroken = true;
    findings.add(Finding.of(code, name, detail));
  }

  private void unknown(MessageFinding code, String detail) {
    isUnknown = true;
    findings.add(Finding.of(code, name, detail));
  }
}
