package org.signetmail.app.organization;

import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.KeyName;
import org.signetmail.app.home.KeyVault;
import org.signetmail.ca.Issuance;
import org.signetmail.ca.ServiceKind;
import org.signetmail.ca.ServiceNames;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyAlgorithm;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;
import org.signetmail.pkix.ToBeSigned.SubjectName;

/**
 * The registration authority's two keys, RSA because SCEP knows nothing else: made when they are
 * first needed, certified again when their certificates are of a former generation or end soon.
 *
 * @param signing signs answers of SCEP, and keys that are made for people
 * @param decryption opens requests of SCEP
 */
record RegistrationKeys(SigningIdentity signing, DecryptionIdentity decryption) {
  private static final KeyAlgorithm KIND = KeyAlgorithm.RSA_3072;

  static RegistrationKeys open(Organization organization) throws IOException {
    return new RegistrationKeys(signing(organization), decryption(organization));
  }

  private static SigningIdentity signing(Organization organization) throws IOException {
    KeyVault vault = organization.vault();
    Optional<SigningIdentity> before =
        vault.has(KeyName.REGISTRATION_SIGNING)
            ? Optional.of(vault.signing(KeyName.REGISTRATION_SIGNING))
            : Optional.empty();
    if (before.isPresent() && !isDue(organization, before.get().certificate())) {
      return before.get();
    }
    SigningKey key =
        before
            .map(SigningIdentity::key)
            .orElseGet(() -> KeyPairs.signing(KIND, organization.random()));
    List<Certificate> path = new ArrayList<>();
    path.add(issue(organization, ServiceKind.REGISTRATION_SIGNING, key.publicKey()));
    path.addAll(organization.authority().path());
    SigningIdentity identity = new SigningIdentity(key, path);
    vault.put(KeyName.REGISTRATION_SIGNING, identity);
    return identity;
  }

  private static DecryptionIdentity decryption(Organization organization) throws IOException {
    KeyVault vault = organization.vault();
    if (vault.has(KeyName.REGISTRATION)) {
      DecryptionIdentity before = vault.decryption(KeyName.REGISTRATION);
      if (!isDue(organization, before.certificate())) {
        return before;
      }
      DecryptionIdentity again =
          new DecryptionIdentity(
              before.key(),
              issue(organization, ServiceKind.REGISTRATION, before.key().publicKey()));
      vault.put(KeyName.REGISTRATION, again);
      return again;
    }
    EncryptionKey key = KeyPairs.encryption(KIND, organization.random());
    DecryptionIdentity identity =
        new DecryptionIdentity(key, issue(organization, ServiceKind.REGISTRATION, key.publicKey()));
    vault.put(KeyName.REGISTRATION, identity);
    return identity;
  }

  private static boolean isDue(Organization organization, Certificate certificate)
      throws IOException {
    return new ServiceReissue(organization).isDue(certificate);
  }

  private static Certificate issue(Organization organization, ServiceKind kind, PublicKey key) {
    String name = organization.configuration().organization();
    SubjectName subject = new SubjectName(name + " Registration", Optional.of(name));
    return switch (organization.authority().issueService(kind, key, ServiceNames.of(subject))) {
      case Issuance.Issued issued -> issued.certificate();
      case Issuance.Refused refused ->
          throw new Failure(ExitCode.FAILED, refused.findings().getFirst().line());
    };
  }
}
