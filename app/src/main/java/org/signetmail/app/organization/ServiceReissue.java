package org.signetmail.app.organization;

import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.Home;
import org.signetmail.app.home.KeyName;
import org.signetmail.ca.CertificationAuthority;
import org.signetmail.ca.Issuance;
import org.signetmail.ca.ServiceKind;
import org.signetmail.ca.ServiceNames;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * The system's own keys that sign, certified once more by the present generation of the issuing
 * authority.
 */
public final class ServiceReissue {
  /** A certificate that ends so soon is made again as well. */
  private static final Duration SOON = Duration.ofDays(30);

  private final Organization organization;
  private final CertificationAuthority authority;

  public ServiceReissue(Organization organization) {
    this.organization = organization;
    this.authority = organization.authority();
  }

  /** One of the system's own keys that sign, and the public file of its certificate. */
  private record Service(KeyName key, ServiceKind kind, Optional<String> file) {}

  /**
   * Certifies the system's own keys that sign once more, where their certificates are of a former
   * generation or end soon. The keys that open backups, and those on the way into the archive, need
   * no path: they stay as they are.
   *
   * @return the new certificates
   */
  public List<Certificate> services() throws IOException {
    List<Certificate> made = new ArrayList<>();
    for (Service service :
        List.of(
            new Service(
                KeyName.ARCHIVE_RECEIPTS, ServiceKind.ARCHIVE_SIGNING, Optional.of("receipts")),
            new Service(
                KeyName.BACKUP_SIGNING, ServiceKind.ARCHIVE_SIGNING, Optional.of("backup-signing")),
            new Service(KeyName.TSA, ServiceKind.TSA, Optional.of("tsa")),
            new Service(KeyName.TLS, ServiceKind.TLS_SERVER, Optional.empty()))) {
      SigningIdentity former = organization.vault().signing(service.key());
      if (isDue(former.certificate())) {
        made.add(again(service, former));
      }
    }
    return made;
  }

  /**
   * Whether a certificate of the system is of another generation than the present, or ends soon.
   */
  boolean isDue(Certificate certificate) {
    Instant soon = organization.now().plus(SOON);
    return !certificate.notAfter().isAfter(soon)
        || organization.store().certificates().ofKey(certificate.keyId()).stream()
            .filter(record -> record.certificate().equals(certificate))
            .noneMatch(record -> record.issuer().equals(organization.issuing().keyId()));
  }

  private Certificate again(Service service, SigningIdentity former) throws IOException {
    Certificate next =
        switch (authority.issueService(
            service.kind(), former.certificate().publicKey(), names(former.certificate()))) {
          case Issuance.Issued issued -> issued.certificate();
          case Issuance.Refused no ->
              throw new Failure(ExitCode.FAILED, no.findings().getFirst().line());
        };
    List<Certificate> path = new ArrayList<>(List.of(next));
    path.addAll(authority.path());
    Home home = organization.home();
    if (service.file().isPresent()) {
      // What was signed under the former certificates is held against these.
      List<Certificate> all = new ArrayList<>(List.of(next));
      all.addAll(home.certificates(service.file().get()));
      home.putCertificates(service.file().get(), all);
    }
    organization.vault().put(service.key(), new SigningIdentity(former.key(), path));
    return next;
  }

  private static ServiceNames names(Certificate certificate) {
    try {
      Optional<String> organization = Optional.empty();
      String name = certificate.displayName();
      for (Rdn part :
          new LdapName(certificate.x509().getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          name = part.getValue().toString();
        } else if (part.getType().equalsIgnoreCase("O")) {
          organization = Optional.of(part.getValue().toString());
        }
      }
      SubjectName subject = new SubjectName(name, organization);
      Collection<List<?>> alternatives = certificate.x509().getSubjectAlternativeNames();
      List<String> hosts =
          alternatives == null
              ? List.of()
              : alternatives.stream()
                  .filter(one -> Integer.valueOf(2).equals(one.get(0))) // dNSName
                  .map(one -> String.valueOf(one.get(1)))
                  .toList();
      return hosts.isEmpty() ? ServiceNames.of(subject) : ServiceNames.ofServer(subject, hosts);
    } catch (InvalidNameException | CertificateParsingException e) {
      throw new IllegalStateException(
          certificate.displayName() + ": its own names cannot be read", e);
    }
  }
}
