package org.signetmail.app.organization;

import java.security.PublicKey;
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
 * Makes somebody a recovery officer: keys of their own, a certificate over each, a place in the
 * archive. Shares are sealed to a classical and to an ML-KEM key together; the classical one may be
 * in the officer's token, and is then made there. What comes out is the officer's alone to keep.
 */
public final class OfficerCeremony {
  private final Organization organization;

  public OfficerCeremony(Organization organization) {
    this.organization = organization;
  }

  /**
   * An officer's own keys.
   *
   * @param classical the certificate that shares are sealed to first
   * @param encryption the keys that open shares and are not in a token: the classical one first
   */
  public record Keys(
      SigningIdentity signing, Certificate classical, List<DecryptionIdentity> encryption) {
    /** As one PKCS#12 file. */
    public byte[] file(char[] password) {
      return KeyFile.write(signing, encryption, password);
    }
  }

  /** Makes all keys here. */
  public Keys enrol(Mailbox mailbox, String name) {
    EncryptionKey classical = KeyPairs.encryption(KeyAlgorithm.P_256, organization.random());
    ServiceNames names = names(mailbox, name);
    Certificate over = issued(ServiceKind.OFFICER, classical.publicKey(), names);
    return enrol(mailbox, name, names, over, Optional.of(new DecryptionIdentity(classical, over)));
  }

  /**
   * Makes the keys that go into the officer's file, for an officer whose classical key is in a
   * token.
   *
   * @param token the public key; its certificate goes into the token
   */
  public Keys enrol(Mailbox mailbox, String name, PublicKey token) {
    ServiceNames names = names(mailbox, name);
    return enrol(mailbox, name, names, issued(ServiceKind.OFFICER, token, names), Optional.empty());
  }

  private Keys enrol(
      Mailbox mailbox,
      String name,
      ServiceNames names,
      Certificate classical,
      Optional<DecryptionIdentity> inFile) {
    SigningKey signing = KeyPairs.signing(KeyAlgorithm.P_256, organization.random());
    EncryptionKey kem = KeyPairs.encryption(KeyAlgorithm.ML_KEM_768, organization.random());
    Certificate signs = issued(ServiceKind.OFFICER_SIGNING, signing.publicKey(), names);
    Certificate encapsulates = issued(ServiceKind.OFFICER, kem.publicKey(), names);
    Officer officer = new Officer(mailbox, name, classical, Optional.of(encapsulates), signs);
    if (organization.officers().enrol(officer, organization.now())
        instanceof Officers.Outcome.Refused(List<Finding> findings)) {
      throw new Failure(ExitCode.FAILED, findings.getFirst().line());
    }
    List<Certificate> path = new ArrayList<>(List.of(signs));
    path.addAll(organization.authority().path());
    List<DecryptionIdentity> encryption = new ArrayList<>(inFile.stream().toList());
    encryption.add(new DecryptionIdentity(kem, encapsulates));
    return new Keys(new SigningIdentity(signing, path), classical, List.copyOf(encryption));
  }

  private ServiceNames names(Mailbox mailbox, String name) {
    return ServiceNames.ofOfficer(
        new SubjectName(name, Optional.of(organization.configuration().organization())), mailbox);
  }

  private Certificate issued(ServiceKind kind, PublicKey key, ServiceNames names) {
    return switch (organization.authority().issueService(kind, key, names)) {
      case Issuance.Issued issued -> issued.certificate();
      case Issuance.Refused(List<Finding> findings) ->
          throw new Failure(ExitCode.FAILED, findings.getFirst().line());
    };
  }
}
