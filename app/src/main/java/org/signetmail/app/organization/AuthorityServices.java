package org.signetmail.app.organization;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.signetmail.app.home.Configuration;
import org.signetmail.app.home.KeyName;
import org.signetmail.ca.AuthoritySettings;
import org.signetmail.ca.CrossCertification;
import org.signetmail.ca.OcspResponder;
import org.signetmail.ca.OcspSettings;
import org.signetmail.ca.Publication;
import org.signetmail.ca.TimeStampAuthority;
import org.signetmail.ca.WatchedClock;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.ToBeSigned.SubjectAttribute;
import org.signetmail.tlog.EntryType;
import org.signetmail.tlog.LogEntry;

/**
 * What the authority does beside issuing: answers about status, stamps of time, its standing under
 * others. Thread-safe.
 */
public final class AuthorityServices extends Wiring {
  /** The file of certificates that other authorities gave to ours. */
  static final String CERTIFIED_BY_OTHERS = "issuing-certified-by-others";

  /** How long a clock that was set must go evenly before its time is stamped again. */
  private static final Duration CLOCK_PROBATION = Duration.ofMinutes(1);

  AuthorityServices(Organization organization) {
    super(organization);
  }

  /** What the configuration decides about certificates. */
  static AuthoritySettings settings(Configuration configuration) {
    AuthoritySettings settings =
        AuthoritySettings.of(
                configuration.organization(),
                new Publication(URI.create(configuration.publicUrl())))
            .withCrlValidity(configuration.status().crlValidity())
            .withCrlPartitions(configuration.status().crlPartitions());
    Configuration.Certificates certificates = configuration.certificates();
    Map<SubjectAttribute, String> registered = new EnumMap<>(SubjectAttribute.class);
    certificates
        .organizationIdentifier()
        .ifPresent(id -> registered.put(SubjectAttribute.ORGANIZATION_IDENTIFIER, id));
    certificates.country().ifPresent(id -> registered.put(SubjectAttribute.COUNTRY, id));
    return certificates
        .baseline()
        .map(baseline -> settings.withBaseline(baseline, registered))
        .orElse(settings);
  }

  /** Answers for the status of our certificates, with a key that this process alone has. */
  OcspResponder ocspResponder() {
    Configuration.Status status = configuration.status();
    OcspSettings standard = OcspSettings.STANDARD;
    return new OcspResponder(
        organization.authority(),
        store.certificates(),
        store.aside().certificates(),
        new OcspSettings(
            status.ocspValidity(), standard.ready(), standard.prepared(), status.ocspSigned()),
        random,
        clock);
  }

  /** Gives time stamps, as long as the clock is not set and agrees with that of all nodes. */
  TimeStampAuthority timeStampAuthority() throws IOException {
    Duration accuracy = configuration.status().timeAccuracy();
    WatchedClock watched =
        new WatchedClock(clock, System::nanoTime, accuracy.dividedBy(2), CLOCK_PROBATION);
    return new TimeStampAuthority(
        vault.signing(KeyName.TSA),
        new TimeStampAuthority.Settings(TimeStampAuthority.POLICY, accuracy),
        () -> organization.time().isApart() ? Optional.empty() : watched.now(),
        random);
  }

  /** A request to another authority for a certificate over our issuing authority's key. */
  public CertificationRequest authorityRequest() {
    return CertificationRequest.forAuthority(
        organization.authority().generations().current().key(), organization.issuing());
  }

  /**
   * Takes a certificate that another authority gave to ours: from the next start of a process on,
   * it goes along with everything that our people sign.
   *
   * @param accepted checked
   * @return the place in the log
   */
  public long certifiedBy(CrossCertification.Accepted accepted) throws IOException {
    List<Certificate> all = new ArrayList<>(organization.home().certificates(CERTIFIED_BY_OTHERS));
    accepted.path().stream().filter(one -> !all.contains(one)).forEach(all::add);
    long index =
        organization
            .log()
            .append(
                LogEntry.of(EntryType.AUTHORITY_CERTIFIED, organization.now())
                    .with("issuer", organization.issuing().keyId().hex())
                    .with("sha256", accepted.certificate().fingerprint())
                    .with("by", accepted.certificate().issuer()));
    organization.home().putCertificates(CERTIFIED_BY_OTHERS, all);
    return index;
  }

  /** The certificates that other authorities gave to ours, with what leads to their roots. */
  public List<Certificate> certifiedByOthers() throws IOException {
    return organization.home().certificates(CERTIFIED_BY_OTHERS);
  }
}
