package org.signetmail.app.organization;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.signetmail.gateway.Judge;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.smime.MessageReader;
import org.signetmail.smime.Octets;
import org.signetmail.smime.Primitives;
import org.signetmail.smime.Reading;
import org.signetmail.smime.SharedReading;
import org.signetmail.smime.SignerClaim;
import org.signetmail.smime.Spool;

/**
 * Judges mail from outside under the trust of the moment: our own root, and partners' for their
 * domains. What is revoked counts where a list is at hand. Thread-safe.
 */
final class MailJudge implements Judge {
  private record Moment(PathValidator.Context trust, MessageReader reader) {}

  private final Organization organization;
  private final Spool spool;
  private final Primitives primitives;
  private volatile Moment moment;

  MailJudge(Organization organization, Spool spool, Primitives primitives) {
    this.organization = organization;
    this.spool = spool;
    this.primitives = primitives;
    this.moment = of(trust());
  }

  @Override
  public Optional<Reading> judge(Octets message, Instant at) throws IOException {
    return Optional.of(reader().read(message, at));
  }

  @Override
  public Optional<SharedReading> opening(Octets message, Instant at) {
    return Optional.of(reader().shared(message, at));
  }

  /** Whether the certificate of a signature that was checked elsewhere counts. */
  PathValidator.Outcome judge(SignerClaim claim, Instant at) throws IOException {
    return reader().judge(claim, at);
  }

  /** Kept as long as the trust is the same object, for it remembers whom it judged before. */
  @SuppressWarnings("ReferenceEquality")
  private MessageReader reader() {
    PathValidator.Context trust = trust();
    Moment now = moment;
    if (now.trust() != trust) {
      now = of(trust);
      moment = now;
    }
    return now.reader();
  }

  private PathValidator.Context trust() {
    return organization.trustForMail(RevocationChecking.IF_AVAILABLE).get();
  }

  private Moment of(PathValidator.Context trust) {
    return new Moment(
        trust,
        new MessageReader(List.of(), trust, spool, MessageReader.Options.standard())
            .using(primitives));
  }
}
