package org.signetmail.smime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.smime.internal.cms.Keys;
import org.signetmail.smime.internal.cms.SignatureScheme;
import org.signetmail.smime.internal.cms.SignedData;
import org.signetmail.smime.internal.cms.SignerInfo;

/**
 * What is asked of a signer beside the signature: strength (RFC 8551 §2, §4.3) and name (RFC 8550
 * §3).
 */
final class SignerRules {
  private static final int LARGEST_RSA = 8192;
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  private SignerRules() {}

  /** The certificates that the signer may mean, those in the message first. */
  static List<Certificate> candidates(
      SignerInfo info, SignedData data, PathValidator.Context trust) {
    Set<Certificate> found = new LinkedHashSet<>();
    for (var source : List.of(data.certificates(), trust.intermediates(), trust.anchors())) {
      source.stream().filter(c -> info.signer().matches(c)).forEach(found::add);
    }
    return List.copyOf(found);
  }

  /** What is trusted, and what the message brings to find a path and to know of revocation. */
  static PathValidator.Context context(PathValidator.Context trust, SignedData data) {
    return trust.helpedBy(data.certificates(), data.evidence());
  }

  /** Whether a signature by this key would cost more than a reader should pay. */
  static boolean isCostly(Certificate candidate) {
    return Keys.rsaBits(candidate.publicKey()) > LARGEST_RSA;
  }

  static List<Finding> strength(
      String name, SignatureScheme scheme, Certificate signer, CryptoProfile profile) {
    List<Finding> findings = new ArrayList<>();
    if (!profile.accepting(CryptoProfile.Area.SIGNATURE).contains(scheme.family())
        || !profile.accepting(CryptoProfile.Area.DIGEST).contains(scheme.digest().word())) {
      findings.add(
          Finding.of(
              MessageFinding.ALGORITHM_WEAK,
              name,
              scheme.name()
                  + " with "
                  + scheme.digest().word()
                  + " is not accepted by the profile "
                  + profile));
    }
    int rsa = Keys.rsaBits(signer.publicKey());
    if (rsa > 0 && (rsa < profile.acceptingRsaBits() || rsa > LARGEST_RSA)) {
      findings.add(
          Finding.of(MessageFinding.KEY_SIZE, name, "signs with an RSA key of " + rsa + " bits"));
    }
    int curve = Keys.curveBits(signer.publicKey());
    if (curve > 0 && curve < profile.acceptingEcBits()) {
      findings.add(
          Finding.of(MessageFinding.KEY_SIZE, name, "signs with a curve of " + curve + " bits"));
    }
    return findings;
  }

  static Optional<Finding> timeAhead(String name, Optional<Instant> signingTime, Instant at) {
    return signingTime
        .filter(time -> time.isAfter(at.plus(CLOCKS_DIFFER)))
        .map(time ->
            Finding.of(
                MessageFinding.TIME_AHEAD,
                name,
                "says it was signed at " + time + ", which is to come"));
  }

  static List<Finding> identity(String name, Certificate signer, SignatureCheck.Expected expected) {
    List<Finding> findings = new ArrayList<>();
    switch (expected) {
      case SignatureCheck.Expected.Anybody a -> {}
      case SignatureCheck.Expected.AnyUse a -> {}
      case SignatureCheck.Expected.AnyReader a -> {}
      case SignatureCheck.Expected.Unusable u -> findings.add(u.finding());
      case SignatureCheck.Expected.From from -> {
        List<Mailbox> named = signer.mailboxes();
        if (named.isEmpty()) {
          findings.add(
              Finding.of(
                  MessageFinding.MAILBOX_MISSING,
                  name,
                  "its certificate names no mailbox, From is " + from.mailbox()));
        } else if (!named.contains(from.mailbox())) {
          findings.add(
              Finding.of(
                  MessageFinding.MAILBOX_MISMATCH,
                  name,
                  "its certificate names " + named.getFirst() + ", From is " + from.mailbox()));
        }
      }
    }
    if (!signer.maySign()) {
      findings.add(
          Finding.of(
              MessageFinding.MAY_NOT_SIGN, name, "its certificate does not let its key sign"));
    }
    return findings;
  }
}
