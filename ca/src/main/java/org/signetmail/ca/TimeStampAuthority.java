package org.signetmail.ca;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.TimeStampRejection;
import org.signetmail.pkix.TimeStampRejection.Failure;
import org.signetmail.pkix.TimeStampRequest;
import org.signetmail.pkix.TimeStampSigner;

/**
 * Gives time stamps (RFC 3161), with a key that does nothing else.
 *
 * <p>Serial numbers are never used twice, whichever node stamps and however often one is started
 * again: each instance draws 95 random bits, and counts below them. Stamps are not ordered beyond
 * their accuracy: several nodes give them, each by its own clock. Thread-safe.
 */
public final class TimeStampAuthority {
  /** Signet's own policy for time stamps. */
  public static final String POLICY = CertificateProfile.ARC + ".3.1";

  private static final int INSTANCE_BITS = 95;

  private final TimeStampSigner signer;
  private final Settings settings;
  private final TrustedTime time;
  private final BigInteger instance;
  private final AtomicLong count = new AtomicLong();

  /**
   * What the authority promises.
   *
   * @param policy the one policy under which it stamps, as a dotted OID
   * @param accuracy how far its time may be off, either way
   */
  public record Settings(String policy, Duration accuracy) {
    /** Within a second: what a machine that NTP keeps in time can promise at any moment. */
    public static final Settings STANDARD = new Settings(POLICY, Duration.ofSeconds(1));

    public Settings {
      if (accuracy.isNegative() || accuracy.isZero()) {
        throw new IllegalArgumentException(
            "time stamps: accuracy " + accuracy + " is none (RFC 3161 §2.4.2); write PT1S");
      }
    }
  }

  public TimeStampAuthority(
      SigningIdentity identity, Settings settings, TrustedTime time, SecureRandom random) {
    this.signer = new TimeStampSigner(identity);
    this.settings = settings;
    this.time = time;
    this.instance = new BigInteger(INSTANCE_BITS, random).setBit(INSTANCE_BITS - 1);
  }

  public Certificate certificate() {
    return signer.certificate();
  }

  public Settings settings() {
    return settings;
  }

  /** The TimeStampResp to a request, whatever it is: garbage is refused in the same form. */
  public byte[] answer(byte[] request) {
    try {
      return signer.response(accepted(request), statement());
    } catch (TimeStampRejection e) {
      return e.response();
    }
  }

  private TimeStampRequest accepted(byte[] encoded) throws TimeStampRejection {
    TimeStampRequest request = TimeStampRequest.parse(encoded);
    if (request.policy().filter(policy -> !policy.equals(settings.policy())).isPresent()) {
      throw new TimeStampRejection(
          Failure.UNACCEPTED_POLICY, "stamps are given under " + settings.policy());
    }
    return request;
  }

  private TimeStampSigner.Statement statement() throws TimeStampRejection {
    Instant now =
        time.now()
            .orElseThrow(() ->
                new TimeStampRejection(
                    Failure.TIME_NOT_AVAILABLE, "the clock is not to be believed at the moment"));
    Certificate certificate = signer.certificate();
    if (now.isBefore(certificate.notBefore()) || now.isAfter(certificate.notAfter())) {
      throw new TimeStampRejection(
          Failure.SYSTEM_FAILURE, "the authority's certificate is not in time");
    }
    return new TimeStampSigner.Statement(
        instance.shiftLeft(Long.SIZE).or(BigInteger.valueOf(count.getAndIncrement())),
        now,
        settings.accuracy(),
        settings.policy());
  }
}
