package org.signetmail.pkix.internal.path;

import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.jspecify.annotations.Nullable;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.PathFinding;
import org.signetmail.pkix.internal.path.RevocationStatus.Word;

/** What OCSP responses say of a certificate (RFC 6960 §3.2). */
final class OcspStatus {
  /** Clocks of responder and reader differ; RFC 9919 §7.2 allows for it. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** How long a response counts that says newer ones are always to be had (§4.2.2.1). */
  private static final Duration WITHOUT_NEXT_UPDATE = Duration.ofDays(1);

  private final PathSearch search;
  private final Collection<byte[]> given;
  private final Instant at;
  private @Nullable List<OcspAnswer> readable;

  OcspStatus(PathSearch search, Collection<byte[]> given, Instant at) {
    this.search = search;
    this.given = given;
    this.at = at;
  }

  Word of(List<Certificate> chain, int index) {
    Certificate certificate = chain.get(index);
    Certificate issuer = chain.get(index + 1);
    Word best = new Word.Nothing();
    for (OcspAnswer answer : answers()) {
      Optional<SingleResponse> single = answer.about(certificate, issuer);
      if (single.isPresent() && isSignedBy(answer, issuer, issuer.publicKey())) {
        Word word = word(single.get(), certificate);
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

  private Word word(SingleResponse response, Certificate certificate) {
    Optional<Instant> thisUpdate = time(response.getThisUpdate());
    if (thisUpdate.isEmpty()) {
      return new Word.Nothing();
    }
    if (response.getCertStatus().getTagNo() == 1) {
      Optional<Instant> since =
          time(RevokedInfo.getInstance(response.getCertStatus().getStatus()).getRevocationTime());
      if (since.isEmpty() || !since.get().isAfter(at)) {
        return new Word.Revoked("was revoked at " + since.map(Instant::toString).orElse("?"));
      }
      return new Word.Good(
          List.of(
              Finding.of(
                  PathFinding.REVOKED_LATER,
                  certificate.displayName(),
                  "was revoked at " + since.get() + ", after the time asked for")));
    }
    if (response.getCertStatus().getTagNo() == 2) {
      return new Word.Nothing(); // unknown to the responder: another may know
    }
    Instant until =
        time(response.getNextUpdate()).orElse(thisUpdate.get().plus(WITHOUT_NEXT_UPDATE));
    boolean made =
        !thisUpdate.get().minus(SKEW).isAfter(at)
            || !thisUpdate.get().isAfter(certificate.notAfter());
    return made && !at.isAfter(until.plus(SKEW))
        ? new Word.Good(List.of())
        : new Word.Outdated("has an OCSP response that counted until " + until);
  }

  /** The issuer itself, or a responder that the issuer itself certified for it (§4.2.2.2). */
  private boolean isSignedBy(OcspAnswer answer, Certificate issuer, PublicKey issuerKey) {
    search.budget().spendSignature();
    if (answer.names(issuer) && answer.holds(issuerKey)) {
      return true;
    }
    for (Certificate responder : answer.certificates()) {
      if (answer.names(responder)
          && responder
              .x509()
              .getIssuerX500Principal()
              .equals(issuer.x509().getSubjectX500Principal())
          && responder.extendedKeyUsage().contains(OcspAnswer.SIGNING)
          && isInForce(responder)
          && search.signatures().holds(responder, issuerKey)) {
        search.budget().spendSignature();
        return answer.holds(responder.publicKey());
      }
    }
    return false;
  }

  /** Valid at the time, strong enough, and allowed to sign. */
  private boolean isInForce(Certificate responder) {
    AlgorithmCheck algorithms = new AlgorithmCheck(search.algorithms());
    return !at.isAfter(responder.notAfter())
        && !at.isBefore(responder.notBefore())
        && responder.maySign()
        && algorithms.signature(responder).isEmpty()
        && algorithms.key(responder).isEmpty();
  }

  private List<OcspAnswer> answers() {
    List<OcspAnswer> answers = readable;
    if (answers == null) {
      answers = new ArrayList<>();
      for (byte[] der : given) {
        OcspAnswer.of(der).ifPresent(answers::add);
      }
      readable = answers;
    }
    return answers;
  }

  private static Optional<Instant> time(@Nullable ASN1GeneralizedTime time) {
    try {
      return time == null ? Optional.empty() : Optional.of(time.getDate().toInstant());
    } catch (ParseException e) {
      return Optional.empty();
    }
  }
}
