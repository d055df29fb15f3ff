package org.signetmail.smime;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.internal.asn1.Der;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.mime.Field;

/**
 * What is known of a signer without the message: for somebody who checked the signature where the
 * message is, and cannot judge the certificate there. It says nothing of the content.
 *
 * @param certificate under which the signature was found to hold
 * @param others that came with it (RFC 5652 §5.1); they help, and are trusted for nothing
 * @param digestAlgorithm of the SignerInfo, AlgorithmIdentifier
 * @param signatureAlgorithm of the SignerInfo, AlgorithmIdentifier
 * @param signingTime as the signer says it
 * @param from values of the From fields that are shown, as they are written
 */
public record SignerClaim(
    Certificate certificate,
    List<Certificate> others,
    byte[] digestAlgorithm,
    byte[] signatureAlgorithm,
    Optional<Instant> signingTime,
    List<String> from) {
  public SignerClaim {
    others = List.copyOf(others);
    from = List.copyOf(from);
  }

  /**
   * Whether the certificate counts as the signer's of mail from that mailbox: algorithms (RFC 8551
   * §2), mailbox and usage (RFC 8550 §3), path and revocation, as {@link MessageReader} asks them.
   * Valid says nothing of a signature.
   */
  Outcome judged(PathValidator.Context trust, CryptoProfile profile, Instant at)
      throws IOException {
    String name = certificate.subject();
    SignatureScheme scheme =
        SignatureScheme.reading(Der.of(digestAlgorithm), Der.of(signatureAlgorithm));
    List<Finding> findings =
        new ArrayList<>(SignerRules.strength(name, scheme, certificate, profile));
    List<Field> fields = from.stream().map(value -> Field.of("From", value)).toList();
    findings.addAll(SignerRules.identity(name, certificate, ShownHeader.from(fields)));
    SignerRules.timeAhead(name, signingTime, at).ifPresent(findings::add);
    Outcome path =
        PathValidator.validate(
            certificate,
            PathValidator.Purpose.EMAIL_SIGNING,
            at,
            trust.helpedBy(others, RevocationEvidence.NONE),
            profile.paths());
    findings.addAll(path.findings());
    return switch (path) {
      case Outcome.Valid valid when findings.stream().noneMatch(Finding::isError) ->
          new Outcome.Valid(valid.path(), findings);
      case Outcome.Undetermined _ when findings.stream().noneMatch(Finding::isContradiction) ->
          new Outcome.Undetermined(findings);
      default -> new Outcome.Invalid(findings);
    };
  }
}
