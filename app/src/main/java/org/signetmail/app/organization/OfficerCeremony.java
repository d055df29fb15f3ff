package org.signetmail.app.organization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.archive.Officer;
import org.signetmail.archive.Officers;
import org.signetmail.ca.Issuance;
import org.signetmail.ca.ServiceKind;
import org.signetmail.ca.ServiceNames;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.Finding;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * Makes somebody a recovery officer: two key pairs of their own, a certificate over each, a place
 * in the archive. What comes out is the officer's alone to keep.
 */
public final class OfficerCeremony {
  private final Organization organization;

  public OfficerCeremony(Organization organization) {
    this.organization = organization;
  }

  /** An officer's own keys, complete. */
  public record Keys(SigningIdentity signing, DecryptionIdentity encryption) {
    /** As one PKCS#12 file. */
    public byte[] file(char[] password) {
      return KeyFile.write(signing, List.of(encryption), password);
    }
  }

  public Keys enrol(Mailbox mailbox, String name) {
    SubjectName subject =
        new SubjectName(name, Optional.of(organization.configuration().organization()));
    ServiceNames names = ServiceNames.ofOfficer(subject, mailbox);
    SigningKey signing = KeyPairs.signing(KeyAlgorithm.P_256, organization.random());
    EncryptionKey encryption = KeyPairs.encryption(KeyAlgorithm.P_256, organization.random());
    Certificate signs =
        issued(
            organization
                .authority()
                .issueService(ServiceKind.OFFICER_SIGNING, signing.publicKey(), names));
    Certificate opens =
        issued(
            organization
                .authority()
                .issueService(ServiceKind.OFFICER, encryption.publicKey(), names));
    Officers.Outcome outcome =
        organization.officers().enrol(new Officer(mailbox, name, opens, signs), organization.now());
    if (outcome instanceof Officers.Outcome.Refused(List<Finding> findings)) {
      throw new Failure(ExitCode.FAILED, findings.getFirst().line());
    }
    List<Certificate> path = new ArrayList<>(List.of(signs));
    path.addAll(organization.authority().path());
    return new Keys(new SigningIdentity(signing, path), new DecryptionIdentity(encryption, opens));
  }

  private static Certificate issued(Issuance issuance) {
    return switch (issuance) {
      case Issuance.Issued issued -> issued.certificate();
      case Issuance.Refused(List<Finding> findings) ->
          throw new Failure(ExitCode.FAILED, findings.getFirst().line());
    };
  }
}
