package org.signetmail.ca;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.OcspSigner;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * The delegated responders of one node (RFC 6960 §4.2.2.2): for each generation of the issuing
 * authority a certificate, over one key that is made when the node starts, never leaves its memory,
 * and is replaced together with the certificates before they end. Thread-safe.
 */
final class OcspResponders {
  private final CertificationAuthority authority;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Map<KeyId, OcspSigner> signers = new ConcurrentHashMap<>();

  OcspResponders(CertificationAuthority authority, SecureRandom random, InstantSource clock) {
    this.authority = authority;
    this.random = random;
    this.clock = clock;
  }

  /** Who answers for this issuer's certificates; empty when its own certificate has ended. */
  Optional<OcspSigner> of(KeyId issuer) {
    Instant now = clock.instant();
    return Optional.ofNullable(signers.get(issuer))
        .filter(signer -> now.isBefore(signer.certificate().notAfter()));
  }

  /** Gets certificates where there are none, or a third of their time is left. */
  void renew() {
    Instant now = clock.instant();
    Optional<SigningKey> fresh = Optional.empty();
    for (SigningIdentity generation : authority.generations().all()) {
      OcspSigner present = signers.get(generation.key().id());
      boolean ended = generation.certificate().notAfter().isBefore(now);
      if (ended || (present != null && lasts(present.certificate(), now))) {
        continue;
      }
      SigningKey key = fresh.orElseGet(() -> KeyPairs.signing(KeyAlgorithm.P_256, random));
      fresh = Optional.of(key);
      signers.put(generation.key().id(), certified(generation, key));
    }
  }

  private OcspSigner certified(SigningIdentity generation, SigningKey key) {
    String organization = authority.settings().organization();
    SubjectName subject =
        new SubjectName(
            organization + " OCSP " + key.id().hex().substring(0, 8), Optional.of(organization));
    return switch (authority
        .under(generation)
        .issueService(ServiceKind.OCSP, key.publicKey(), ServiceNames.of(subject))) {
      case Issuance.Issued issued ->
          new OcspSigner(new SigningIdentity(key, List.of(issued.certificate())));
      case Issuance.Refused(List<Finding> findings) ->
          throw new IllegalStateException("ocsp responder: " + findings.getFirst().line());
    };
  }

  private static boolean lasts(Certificate certificate, Instant now) {
    Duration whole = Duration.between(certificate.notBefore(), certificate.notAfter());
    return certificate.notAfter().minus(whole.dividedBy(3)).isAfter(now);
  }
}
