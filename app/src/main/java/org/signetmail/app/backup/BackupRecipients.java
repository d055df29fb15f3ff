package org.signetmail.app.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.organization.Organization;
import org.signetmail.ca.Issuance;
import org.signetmail.ca.ServiceKind;
import org.signetmail.ca.ServiceNames;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * The keys that open backups and are kept elsewhere. A new one opens what is taken from then on;
 * the next backup is a full one, because its recipients are others.
 */
public final class BackupRecipients {
  private static final String FILE = "backup";

  private final Organization organization;

  public BackupRecipients(Organization organization) {
    this.organization = organization;
  }

  /** What becomes of the keys that open backups now. */
  public enum Others {
    /** They open what is taken from now on as well. */
    STAY,
    /** They open only what was taken until now. */
    GO
  }

  /** A new key, not yet a recipient. */
  public DecryptionIdentity make() {
    EncryptionKey key = KeyPairs.encryption(KeyAlgorithm.P_256, organization.random());
    String name = organization.configuration().organization();
    Issuance issuance =
        organization
            .authority()
            .issueService(
                ServiceKind.ARCHIVE,
                key.publicKey(),
                ServiceNames.of(new SubjectName(name + " Backup", Optional.of(name))));
    return switch (issuance) {
      case Issuance.Issued issued -> new DecryptionIdentity(key, issued.certificate());
      case Issuance.Refused(List<Finding> findings) ->
          throw new Failure(ExitCode.FAILED, findings.getFirst().line());
    };
  }

  /** Seals what is taken from now on to a key as well, or to it alone. */
  public void put(Certificate certificate, Others others) throws IOException {
    List<Certificate> all = new ArrayList<>();
    if (others == Others.STAY) {
      all.addAll(organization.home().certificates(FILE));
    }
    all.add(certificate);
    organization.home().putCertificates(FILE, all);
  }
}
