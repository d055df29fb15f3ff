package org.signetmail.app.agent;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.signetmail.app.Failure;
import org.signetmail.directory.CertificateSource;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.PathValidator;
import org.signetmail.pkix.PathValidator.Outcome;
import org.signetmail.pkix.PathValidator.Purpose;
import org.signetmail.pkix.RevocationChecking;
import org.signetmail.pkix.RevocationEvidence;
import org.signetmail.smime.StatusSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source whose certificates are asked about before they are handed on: those that are revoked
 * stay out. Only what leads to a trusted root is asked about, for the addresses in others are
 * anybody's. Thread-safe if the source is.
 */
public final class StatusChecked implements CertificateSource {
  private static final Logger LOG = LoggerFactory.getLogger(StatusChecked.class);

  private final CertificateSource source;
  private final Supplier<PathValidator.Context> trust;
  private final StatusSource status;
  private final RevocationChecking checking;
  private final InstantSource clock;

  /**
   * @param checking required: a certificate without a status is a failure of the source;
   *     if-available: it is handed on
   */
  public StatusChecked(
      CertificateSource source,
      Supplier<PathValidator.Context> trust,
      StatusSource status,
      RevocationChecking checking,
      InstantSource clock) {
    this.source = source;
    this.trust = trust;
    this.status = status;
    this.checking = checking;
    this.clock = clock;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public List<Certificate> find(Mailbox mailbox) throws IOException {
    List<Certificate> found = source.find(mailbox);
    if (checking == RevocationChecking.OFF) {
      return found;
    }
    List<Certificate> left = new ArrayList<>();
    for (Certificate certificate : found) {
      if (mayBeUsed(certificate)) {
        left.add(certificate);
      }
    }
    return left;
  }

  private boolean mayBeUsed(Certificate certificate) throws IOException {
    PathValidator.Context context = trust.get();
    if (!(validate(certificate, context) instanceof Outcome.Valid valid)) {
      return true; // the directory says why it is of no use
    }
    List<Certificate> path = valid.path().certificates();
    RevocationEvidence evidence = RevocationEvidence.NONE;
    for (int i = 0; i + 1 < path.size(); i++) {
      evidence = evidence.and(about(path.get(i), path.get(i + 1)));
    }
    return switch (validate(
        certificate, context.helpedBy(List.of(), evidence).checking(checking))) {
      case Outcome.Valid _ -> true;
      case Outcome.Invalid invalid -> {
        LOG.info("not used: {}", invalid.findings().getFirst().line());
        yield false;
      }
      case Outcome.Undetermined unknown -> {
        if (checking == RevocationChecking.REQUIRED) {
          throw new IOException(name() + ": " + unknown.findings().getFirst().line());
        }
        yield true;
      }
    };
  }

  private RevocationEvidence about(Certificate certificate, Certificate issuer) throws IOException {
    try {
      return status.about(certificate, issuer);
    } catch (Failure | IOException e) {
      if (checking == RevocationChecking.REQUIRED) {
        throw new IOException(e.getMessage(), e);
      }
      LOG.info("{}", e.getMessage());
      return RevocationEvidence.NONE;
    }
  }

  private Outcome validate(Certificate certificate, PathValidator.Context context) {
    return PathValidator.validate(certificate, Purpose.EMAIL_ENCRYPTION, clock.instant(), context);
  }
}
