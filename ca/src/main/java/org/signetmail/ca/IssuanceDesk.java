package org.signetmail.ca;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificateProfile;
import org.signetmail.pkix.CertificateSigner;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.ToBeSigned;

/** Makes a certificate of an application: objections, signature and lint, store and log. */
final class IssuanceDesk {
  private static final int SERIAL_ATTEMPTS = 5;

  private final CertificateSigner pen;
  private final AuthoritySettings settings;
  private final CertificateStore certificates;
  private final Objections objections;
  private final SecureRandom random;
  private final InstantSource clock;

  IssuanceDesk(
      CertificateSigner pen,
      AuthoritySettings settings,
      CertificateStore certificates,
      SharedPrimes primes,
      SecureRandom random,
      InstantSource clock) {
    this.pen = pen;
    this.settings = settings;
    this.certificates = certificates;
    this.objections = new Objections(pen.authority().certificate(), settings, certificates, primes);
    this.random = random;
    this.clock = clock;
  }

  /** Issues it, or says what stands against it. What is not kept never leaves here. */
  Issuance issue(Application application) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    List<Finding> against = objections.to(application, now);
    if (!against.isEmpty()) {
      return new Issuance.Refused(against);
    }
    for (int attempt = 0; attempt < SERIAL_ATTEMPTS; attempt++) {
      switch (pen.sign(toBeSigned(application, now))) {
        case CertificateSigner.Outcome.Refused(List<Finding> findings) -> {
          return new Issuance.Refused(findings);
        }
        case CertificateSigner.Outcome.Signed(Certificate certificate, List<Finding> findings) -> {
          Optional<Issuance> issuance = keep(application, certificate, findings, now);
          if (issuance.isPresent()) {
            return issuance.get();
          }
        }
      }
    }
    throw new IllegalStateException(
        "serial numbers: "
            + SERIAL_ATTEMPTS
            + " random ones in a row were taken (S/MIME BR §7.1); check the random source");
  }

  /** Empty when the serial number is taken. A certificate that is not kept never leaves here. */
  private Optional<Issuance> keep(
      Application application, Certificate certificate, List<Finding> findings, Instant now) {
    CertificateRecord record =
        new CertificateRecord(
            certificate,
            issuer(),
            application.profile().kind(),
            application.owner(),
            application.receipt(),
            Optional.empty());
    return switch (certificates.keep(
        record,
        IssuanceEntry.issued(record, application.profile(), application.dnsNames(), now, random))) {
      case CertificateStore.Kept.Done(long index) ->
          Optional.of(new Issuance.Issued(record, index, findings));
      case CertificateStore.Kept.SerialTaken() -> Optional.empty();
      case CertificateStore.Kept.KeyHasOtherUse(CertificateRecord other) ->
          Optional.of(
              new Issuance.Refused(
                  List.of(
                      Objections.otherUse(
                          application,
                          KeyDuty.of(other.kind()),
                          other.certificate().displayName()))));
      case CertificateStore.Kept.KeyHasOtherHolder(CertificateRecord other) ->
          Optional.of(new Issuance.Refused(List.of(Objections.otherHolder(application, other))));
    };
  }

  private ToBeSigned toBeSigned(Application application, Instant now) {
    CertificateProfile profile = application.profile();
    Instant issuerEnd = pen.authority().certificate().notAfter();
    Instant end = Validity.end(now, profile.validity(), Optional.of(issuerEnd));
    BigInteger serial = SerialNumbers.next(random);
    // Nobody asks for the status of who answers for status (RFC 6960 §4.2.2.2.1, nocheck).
    boolean hasStatus = profile.kind() != CertificateProfile.Kind.OCSP;
    Publication publication = settings.publication();
    CrlStore.CrlKey list =
        new CrlStore.CrlKey(
            CrlPartition.ofSerial(serial, settings.crlPartitions()), CrlStore.Form.COMPLETE);
    return new ToBeSigned(
        profile,
        serial,
        application.subject(),
        application.key(),
        now,
        application.until().filter(end::isAfter).orElse(end),
        application.mailboxes(),
        application.dnsNames(),
        hasStatus ? Optional.of(publication.crlUri(issuer(), list)) : Optional.empty(),
        Optional.of(publication.issuerUri(issuer())),
        hasStatus ? Optional.of(publication.ocspUri()) : Optional.empty());
  }

  private KeyId issuer() {
    return pen.authority().key().id();
  }
}
