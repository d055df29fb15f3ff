package org.signetmail.pkix.internal.path;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.OcspResponse;
import org.signetmail.pkix.OcspResponse.Answer;
import org.signetmail.pkix.PathFinding;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.internal.Extensions;
import org.signetmail.pkix.internal.path.RevocationStatus.Word;

/** What OCSP responses say of a certificate (RFC 6960 §3.2, RFC 9919 §5). */
final class OcspStatus {
  /** id-kp-OCSPSigning. */
  private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

  /** Clocks of responder and reader differ; RFC 9919 §5 allows for it. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final PathSearch search;
  private final CrlStatus crls;
  private final AlgorithmCheck algorithms;
  private final Moment at;

  OcspStatus(PathSearch search, CrlStatus crls, AlgorithmCheck algorithms, Moment at) {
    this.search = search;
    this.crls = crls;
    this.algorithms = algorithms;
    this.at = at;
  }

  Word of(List<Certificate> chain, int index) {
    Certificate certificate = chain.get(index);
    Certificate issuer = chain.get(index + 1);
    Word best = new Word.Nothing();
    for (OcspResponse response : search.context().evidence().responsesAbout(certificate.serial())) {
      Optional<Answer> answer = response.about(certificate, issuer);
      if (answer.isPresent() && isSignedForIssuer(response, chain, index + 1)) {
        Word word = word(response, answer.get(), certificate);
        if (word instanceof Word.Revoked) {
          return word;
        }
        if (!(best instanceof Word.Good)) {
          best = word;
        }
      }
    }
    return best;
  }

  private Word word(OcspResponse response, Answer answer, Certificate certificate) {
    return switch (answer.status()) {
      case GOOD -> good(response, answer, certificate);
      case REVOKED -> revoked(answer.revokedAt().orElseThrow(), certificate);
      case UNKNOWN -> new Word.Nothing(); // to this responder: another may know
    };
  }

  private Word revoked(Instant since, Certificate certificate) {
    return at.isBefore(since)
        ? new Word.Good(
            List.of(
                Finding.of(
                    PathFinding.REVOKED_LATER,
                    certificate.displayName(),
                    "was revoked at " + since + ", after the time asked for")))
        : new Word.Revoked("was revoked at " + since);
  }

  /** RFC 9919 §5: a response that does not say how long it counts does not count. */
  private Word good(OcspResponse response, Answer answer, Certificate certificate) {
    if (!algorithms.counts(response.signatureAlgorithm(), response.signatureParameters())) {
      return new Word.Outdated("has an OCSP response with a signature that is too weak to count");
    }
    if (answer.nextUpdate().isEmpty()) {
      return new Word.Outdated("has an OCSP response that does not say how long it counts");
    }
    Instant until = answer.nextUpdate().get();
    boolean made =
        !at.isBefore(answer.thisUpdate().minus(SKEW))
            || !answer.thisUpdate().isAfter(certificate.notAfter());
    return made && !at.isAfter(until.plus(SKEW))
        ? new Word.Good(List.of())
        : new Word.Outdated("has an OCSP response that counted until " + until);
  }

  /** By the issuer itself, or a responder that the issuer itself certified for it (§4.2.2.2). */
  private boolean isSignedForIssuer(OcspResponse response, List<Certificate> chain, int issuerAt) {
    Certificate issuer = chain.get(issuerAt);
    if (response.names(issuer) && search.signatures().holds(response, issuer.publicKey())) {
      return true;
    }
    for (Certificate responder : response.certificates()) {
      if (response.names(responder)
          && responder
              .x509()
              .getIssuerX500Principal()
              .equals(issuer.x509().getSubjectX500Principal())
          && responder.extendedKeyUsage().contains(OCSP_SIGNING)
          && isInForce(responder)
          && search.signatures().holds(responder, issuer.publicKey())
          && search.signatures().holds(response, responder.publicKey())) {
        return isNotRevoked(responder, chain.subList(issuerAt, chain.size()));
      }
    }
    return false;
  }

  /** Valid at the time, strong enough, and allowed to sign. */
  private boolean isInForce(Certificate responder) {
    return !at.isAfter(responder.notAfter())
        && !at.isBefore(responder.notBefore())
        && responder.maySign()
        && algorithms.signature(responder).isEmpty()
        && algorithms.key(responder).isEmpty();
  }

  /** One that a CRL names is out; one that is to be looked up must be known where that is asked. */
  private boolean isNotRevoked(Certificate responder, List<Certificate> issuerAndAbove) {
    List<Certificate> chain = new ArrayList<>(issuerAndAbove);
    chain.addFirst(responder);
    return switch (crls.of(chain, 0)) {
      case Word.Good _ -> true;
      case Word.Revoked _ -> false;
      case Word.Outdated _, Word.Nothing _ ->
          !isToBeLookedUp(responder)
              || search.context().revocation() != RevocationChecking.REQUIRED;
    };
  }

  /** §4.2.2.2.1: its issuer says where, and does not say that there is no need. */
  private static boolean isToBeLookedUp(Certificate responder) {
    boolean saysWhere =
        responder.extension(Extensions.CRL_DISTRIBUTION_POINTS).isPresent()
            || responder.extension(Extensions.AUTHORITY_INFO_ACCESS).isPresent();
    return saysWhere && responder.extension(Extensions.OCSP_NO_CHECK).isEmpty();
  }
}
