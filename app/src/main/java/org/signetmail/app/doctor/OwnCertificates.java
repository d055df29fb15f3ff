package org.signetmail.app.doctor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.KeyVault;
import org.signetmail.app.organization.Organization;
import org.signetmail.archive.Officer;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.Finding;

/** The certificates of the system itself and of its officers last. */
record OwnCertificates(Organization organization) implements Check {
  static final Duration SOON = Duration.ofDays(30);

  @Override
  public String name() {
    return "own certificates";
  }

  @Override
  public Result look() throws IOException {
    List<Certificate> own = all();
    List<Finding> findings = new ArrayList<>();
    own.forEach(one -> judge(one, organization.now(), findings));
    Instant first = own.stream().map(Certificate::notAfter).min(Instant::compareTo).orElseThrow();
    return new Result(own.size() + ", the first ends " + first, findings);
  }

  static void judge(Certificate certificate, Instant now, List<Finding> findings) {
    if (!certificate.notAfter().isAfter(now)) {
      findings.add(
          SystemFinding.CERTIFICATE_ENDED.on(
              certificate.displayName(), "ended " + certificate.notAfter()));
    } else if (certificate.notAfter().isBefore(now.plus(SOON))) {
      findings.add(
          SystemFinding.CERTIFICATE_ENDS_SOON.on(
              certificate.displayName(), "ends " + certificate.notAfter()));
    }
  }

  private List<Certificate> all() throws IOException {
    List<Certificate> all = new ArrayList<>(List.of(organization.root(), organization.issuing()));
    KeyVault vault = organization.vault();
    for (KeyName name :
        List.of(KeyName.ARCHIVE_RECEIPTS, KeyName.BACKUP_SIGNING, KeyName.TSA, KeyName.TLS)) {
      if (vault.has(name)) {
        all.add(vault.signing(name).certificate());
      }
    }
    if (vault.has(KeyName.ARCHIVE_TRANSPORT)) {
      vault.decryptions(KeyName.ARCHIVE_TRANSPORT).stream()
          .map(DecryptionIdentity::certificate)
          .forEach(all::add);
    }
    for (Officer officer : organization.archiving().officers().list()) {
      Stream.concat(officer.seals().stream(), Stream.of(officer.signing())).forEach(all::add);
    }
    return all;
  }
}
