package org.signetmail.app.organization;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.signetmail.pkix.KeyId;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * Makes somebody a recovery officer: keys of their own, a certificate over each, a place in the
 * archive. Shares are sealed to a classical and to an ML-KEM key together; the classical one may be
 * in the officer's token, and is then made there. What comes out is the officer's alone to keep.
 *
 * <p>Keys are kept before the officer is enrolled: a seat whose keys nobody has would count against
 * the quorum for ever. Cut off in between, {@link #enrol(Mailbox, String, Keys)} goes on.
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

    /**
     * From the file, for an officer who is not enrolled yet.
     *
     * @param token the certificate over the classical key, where that is in a token
     * @return empty when the file has other keys than an officer's
     */
    public static Optional<Keys> of(KeyFile file, Optional<Certificate> token) {
      List<DecryptionIdentity> encryption = file.decryption();
      boolean isWhole =
          file.signing().size() == 1 && encryption.size() == (token.isPresent() ? 1 : 2);
      return isWhole
          ? Optional.of(
              new Keys(
                  file.signing().getFirst(),
                  token.orElseGet(() -> encryption.getFirst().certificate()),
                  encryption))
          : Optional.empty();
    }

    private Officer officer(Mailbox mailbox, String name) {
      return new Officer(
          mailbox,
          name,
          classical,
          Optional.of(encryption.getLast().certificate()),
          signing.certificate());
    }
  }

  /** Makes all keys here, for somebody who may be enrolled. */
  public Keys make(Mailbox mailbox, String name) {
    require(organization.archiving().officers().objections(mailbox));
    EncryptionKey classical = KeyPairs.encryption(KeyAlgorithm.P_256, organization.random());
    ServiceNames names = names(mailbox, name);
    Certificate over = issued(ServiceKind.OFFICER, classical.publicKey(), names);
    return make(names, over, Optional.of(new DecryptionIdentity(classical, over)));
  }

  /**
   * Makes the keys that go into the officer's file, for an officer whose classical key is in a
   * token.
   *
   * @param token the public key; its certificate goes into the token
   */
  public Keys make(Mailbox mailbox, String name, PublicKey token) {
    require(organization.archiving().officers().objections(mailbox));
    ServiceNames names = names(mailbox, name);
    return make(names, issued(ServiceKind.OFFICER, token, names), Optional.empty());
  }

  private Keys make(
      ServiceNames names, Certificate classical, Optional<DecryptionIdentity> inFile) {
    SigningKey signing = KeyPairs.signing(KeyAlgorithm.P_256, organization.random());
    EncryptionKey kem = KeyPairs.encryption(KeyAlgorithm.ML_KEM_768, organization.random());
    List<Certificate> path = new ArrayList<>();
    path.add(issued(ServiceKind.OFFICER_SIGNING, signing.publicKey(), names));
    path.addAll(organization.authority().path());
    List<DecryptionIdentity> encryption = new ArrayList<>(inFile.stream().toList());
    encryption.add(
        new DecryptionIdentity(kem, issued(ServiceKind.OFFICER, kem.publicKey(), names)));
    return new Keys(new SigningIdentity(signing, path), classical, List.copyOf(encryption));
  }

  /** Enrols an officer whose keys are kept; again with the same keys, nothing changes. */
  public void enrol(Mailbox mailbox, String name, Keys keys) {
    KeyId classical = keys.classical().keyId();
    boolean isEnrolled =
        Stream.concat(
                organization.archiving().officers().list().stream(),
                organization.archiving().officers().waiting().stream())
            .anyMatch(one -> one.mailbox().equals(mailbox) && one.id().equals(classical));
    if (!isEnrolled
        && organization
                .archiving()
                .officers()
                .enrol(keys.officer(mailbox, name), organization.now())
            instanceof Officers.Outcome.Refused(List<Finding> findings)) {
      require(findings);
    }
  }

  /** Makes the keys of somebody and enrols them, for a caller who has nowhere to lose them. */
  public Keys enrol(Mailbox mailbox, String name) {
    Keys keys = make(mailbox, name);
    enrol(mailbox, name, keys);
    return keys;
  }

  private static void require(List<Finding> findings) {
    if (!findings.isEmpty()) {
      throw new Failure(ExitCode.FAILED, findings.getFirst().line());
    }
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
