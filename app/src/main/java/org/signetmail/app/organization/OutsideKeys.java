package org.signetmail.app.organization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.signetmail.app.ExitCode;
import org.signetmail.app.Failure;
import org.signetmail.app.home.PrivateFiles;
import org.signetmail.archive.TransportedKey;
import org.signetmail.enrolment.OutsideCertificates;
import org.signetmail.enrolment.OutsideRequest;
import org.signetmail.pkix.Certificate;
import org.signetmail.pkix.CertificationRequest;
import org.signetmail.pkix.DecryptionIdentity;
import org.signetmail.pkix.EncryptionKey;
import org.signetmail.pkix.KeyFile;
import org.signetmail.pkix.KeyPairs;
import org.signetmail.pkix.Mailbox;
import org.signetmail.pkix.SigningIdentity;
import org.signetmail.pkix.SigningKey;

/**
 * The person's side: makes the key, asks for the certificate, writes the PKCS#12. While the
 * certificate is not there, the key lies beside the PKCS#12 to come, under the person's password,
 * so that an ending in between loses nothing. Used once.
 */
public final class OutsideKeys {
  private final Path output;
  private final char[] password;
  private final Optional<Path> others;
  private @Nullable SigningKey signing;
  private @Nullable EncryptionKey encryption;

  /**
   * @param output the PKCS#12 to write
   * @param others a PKCS#12 of the same person under the same password, whose keys come along
   */
  public OutsideKeys(Path output, char[] password, Optional<Path> others) {
    this.output = output;
    this.password = password.clone();
    this.others = others;
  }

  /** The request; for an encryption key, archived first. */
  OutsideRequest request(
      OutsideOrder.Use use,
      Mailbox mailbox,
      String name,
      OutsideCertificates certificates,
      Organization organization)
      throws IOException {
    return switch (use) {
      case SIGNING -> {
        SigningKey key = signingKey(organization);
        signing = key;
        yield new OutsideRequest.Signing(
            mailbox, CertificationRequest.forSigning(key, name, mailbox));
      }
      case ENCRYPTION -> {
        EncryptionKey key = encryptionKey(organization);
        encryption = key;
        TransportedKey sealed =
            TransportedKey.seal(
                key, mailbox, organization.home().certificate("archive"), organization.random());
        yield switch (certificates.archive(sealed, mailbox, organization.now())) {
          case OutsideCertificates.Archiving.Archived(var receipt) ->
              new OutsideRequest.Encryption(
                  CertificationRequest.forEncryption(key, name, receipt), receipt);
          case OutsideCertificates.Archiving.Refused(var findings) ->
              throw new Failure(ExitCode.FAILED, findings.getFirst().line());
        };
      }
    };
  }

  /** Puts key and certificate together. */
  void write(List<Certificate> path) throws IOException {
    List<Certificate> issuers = path.subList(1, Math.max(1, path.size() - 1));
    Optional<SigningIdentity> signs = Optional.empty();
    List<DecryptionIdentity> decrypts = new ArrayList<>();
    if (others.isPresent()) {
      KeyFile before =
          KeyFile.read(Files.readAllBytes(others.get()), password, others.get().toString());
      signs = before.signing().stream().findFirst();
      decrypts.addAll(before.decryption());
    }
    if (signing != null) {
      List<Certificate> own = new ArrayList<>(List.of(path.getFirst()));
      own.addAll(issuers);
      signs = Optional.of(new SigningIdentity(signing, own));
    }
    if (encryption != null) {
      decrypts.addFirst(new DecryptionIdentity(encryption, path.getFirst()));
    }
    byte[] file =
        signs.isEmpty()
            ? KeyFile.writeDecryption(decrypts, issuers, password)
            : decrypts.isEmpty()
                ? KeyFile.writeSigning(signs.get(), password)
                : KeyFile.write(signs.get(), decrypts, password);
    PrivateFiles.write(output, file);
    Files.deleteIfExists(waiting());
  }

  private SigningKey signingKey(Organization organization) throws IOException {
    if (Files.exists(waiting())) {
      return KeyFile.readKey(Files.readAllBytes(waiting()), password, waiting().toString());
    }
    SigningKey key = KeyPairs.signing(PersonCeremony.SIGNING, organization.random());
    PrivateFiles.write(waiting(), KeyFile.writeKey(key, password));
    return key;
  }

  private EncryptionKey encryptionKey(Organization organization) throws IOException {
    if (Files.exists(waiting())) {
      return KeyFile.readEncryptionKey(
          Files.readAllBytes(waiting()), password, waiting().toString());
    }
    EncryptionKey key = KeyPairs.encryption(PersonCeremony.ENCRYPTION, organization.random());
    PrivateFiles.write(waiting(), KeyFile.writeKey(key, password));
    return key;
  }

  private Path waiting() {
    return output.resolveSibling(output.getFileName() + ".waiting-key");
  }
}
